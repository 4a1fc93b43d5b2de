#pragma once
#include <memory>

#include "origin/media/dialect.hpp"

namespace wib::telnyx {

/// Telnyx's media streaming socket: JSON text messages, audio as base64, numbers as decimal strings; in RTP mode both
/// ways. Messages longer than 64 KiB and frames longer than two seconds are refused.
[[nodiscard]] std::unique_ptr<media::StreamDialect> open_media_dialect();

}  // namespace wib::telnyx

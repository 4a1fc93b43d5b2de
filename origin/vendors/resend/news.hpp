#pragma once
#include <optional>
#include <string_view>

#include "origin/notify/ports.hpp"
#include "shared/core/time.hpp"

namespace wib::resend {

/// What a webhook of Resend's tells of a letter, in the post's words; `signed_id` is its `svix-id`. Nothing when the
/// bytes are no event. An event of another kind, or one that names no letter, is news without a fact.
[[nodiscard]] std::optional<notify::MailNews> read_mail_news(std::string_view body, std::string_view signed_id,
                                                             Instant received_at);

}  // namespace wib::resend

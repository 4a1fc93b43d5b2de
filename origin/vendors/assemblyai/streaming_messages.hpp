#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "origin/media/ports.hpp"
#include "shared/core/result.hpp"

namespace wib::assemblyai {

/// What Universal-Streaming v3 says, in our words. Word times are the vendor's: milliseconds of audio it was sent.
struct Began {};
struct SessionOver {};   ///< Termination: everything has been said
struct Failed {
    media::RecogniserError error;
};
struct Beside {};        ///< heartbeats, warnings, revisions, and what the vendor may yet invent

using Said = std::variant<Beside, Began, media::Turn, SessionOver, Failed>;

/// Reads one text message. `formatted`: whether turns were asked to be formatted, for then the end of a turn is told twice
/// and only the second, punctuated telling ends it. Nothing: not a message of this protocol.
[[nodiscard]] std::optional<Said> read_message(std::string_view text, bool formatted);

/// What a close code without a Termination means.
[[nodiscard]] media::RecogniserError meaning_of_close(std::uint16_t code, std::string_view reason);
/// What an HTTP status instead of a handshake means.
[[nodiscard]] media::RecogniserError meaning_of_status(int status, std::string_view detail);

struct StreamingQuery {
    std::string speech_model;
    std::string language;   ///< BCP 47
};
/// The session's URL: `base` (wss://…/v3/ws) with its query.
[[nodiscard]] std::string session_url(std::string_view base, const StreamingQuery& query);

}  // namespace wib::assemblyai

#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "shared/core/secret.hpp"
#include "shared/core/strong_id.hpp"

/// Cloudflare Turnstile, POST /turnstile/v0/siteverify (cloudflare-docs, "Validate the token"). Its words end here.
namespace wib::edge::turnstile {

/// Tokens are at most this long.
inline constexpr std::size_t kMaxToken = 2048;
inline constexpr std::string_view kSiteverify = "https://challenges.cloudflare.com/turnstile/v0/siteverify";
/// The widget's script, which is told when to draw.
inline constexpr std::string_view kScript = "https://challenges.cloudflare.com/turnstile/v0/api.js?render=explicit";

/// What siteverify is asked, as JSON. `once` lets the same question be repeated: a token is good for one of them.
[[nodiscard]] std::string print_question(const Secret& secret, std::string_view token, std::string_view address,
                                         const RequestId& once);

struct Answer {
    enum class Verdict {
        solved,     ///< somebody solved it at `hostname`, for `action`
        refused,    ///< no token of ours, too old, or used before
        try_again,  ///< Cloudflare could not tell
        misasked,   ///< our key or our question is wrong: says nothing about the visitor
    };
    Verdict verdict{};
    std::string hostname;
    std::string action;
    std::string reason;  ///< for the counters: one of Cloudflare's error codes, or "other"; "" for solved

    bool operator==(const Answer&) const = default;
};

/// Nothing for what is no answer of siteverify's.
[[nodiscard]] std::optional<Answer> read_answer(std::string_view body);

}  // namespace wib::edge::turnstile

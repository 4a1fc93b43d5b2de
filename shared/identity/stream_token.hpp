#pragma once
#include <array>
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "shared/core/result.hpp"
#include "shared/core/secret.hpp"
#include "shared/core/strong_id.hpp"
#include "shared/core/time.hpp"

/// Admission of a carrier's media socket: base64url(call 16 | leg 16 | expiry in unix seconds, 8 | nonce 16 |
/// HMAC-SHA256, 32). The signature refuses strangers without asking the database; that it is used once is settled
/// there, by its hash on the leg.
namespace wib::identity {

struct StreamTicket {
    CallId call;
    LegId leg;
    Instant expires;
    bool operator==(const StreamTicket&) const = default;
};

/// Dialling may ring for long before the carrier connects.
inline constexpr std::chrono::seconds kStreamTokenLife = std::chrono::minutes{10};

/// Keeps whole seconds of `expires`.
[[nodiscard]] Secret issue_stream_token(const StreamTicket& ticket, const std::array<std::uint8_t, 16>& nonce,
                                        const Secret& key);

enum class StreamTokenError { missing, malformed, mismatch, expired };
[[nodiscard]] Result<StreamTicket, StreamTokenError> check_stream_token(std::string_view token, Instant now,
                                                                        const Secret& key);

}  // namespace wib::identity

#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "edge/core/admit.hpp"

/// The fixed windows of rules §4: so many requests of one group for one caller.
namespace wib::edge {

/// What a caller has left of a window, and where it is counted.
struct Allowance {
    int limit = 0;
    int remaining = 0;  ///< not below zero
    Instant resets{};
    std::string counter;
    std::int64_t label = 0;      ///< the window's number since 1970
    bool is_given_back = false;  ///< whether the request that succeeds costs nothing

    bool operator==(const Allowance&) const = default;
};

/// Whom a group counts by: organization and user once they are known, else the address.
[[nodiscard]] std::string counter_of(const api::Route& route, const std::optional<Session>& session,
                                     std::string_view address);

/// One household or office has one counter: an IPv6 address counts with its /64 (RFC 6177 §2), an IPv4 address alone.
[[nodiscard]] std::string address_group(std::string_view address);

/// Takes one request from the caller's window. Nothing when the group is not counted here; a refusal, ready to leave,
/// when none is left, or when nobody can count and the group fails closed.
[[nodiscard]] Part<Result<std::optional<Allowance>, Respond>> spend(const Visit& visit, const api::Route& route,
                                                                    const std::optional<Session>& session);

/// Gives the request back: it did not count after all.
[[nodiscard]] Spend give_back(const Allowance& allowance);

/// KV goes on telling for a minute, or longer, what it was told to forget (vendors: cloudflare, "KV"); a counter never
/// does. One says that what stands under a name is not to be believed, for longer than KV could still tell it; the
/// other asks whether that was said: "0" where it was not.
inline Spend doubt(std::string name) {
    return {.key = std::move(name), .label = 0, .amount = 1, .life = std::chrono::minutes{5}};
}
inline Spend ask_of_doubt(std::string name) {
    return {.key = std::move(name), .label = 0, .amount = 0, .life = {}};
}

/// X-RateLimit-Limit, -Remaining and -Reset (seconds since 1970), as routes.md §0 names them.
void tell(api::Headers& headers, const Allowance& allowance);

/// One line without a newline, and back.
[[nodiscard]] std::string encode(const std::optional<Allowance>& allowance);
[[nodiscard]] std::optional<std::optional<Allowance>> decode_allowance(std::string_view text);

}  // namespace wib::edge

#pragma once
#include <cstddef>
#include <string>
#include <string_view>

#include "shared/core/result.hpp"
#include "shared/core/secret.hpp"
#include "shared/core/strong_id.hpp"

/// What we hand the carrier with a leg and get back in every webhook of it (rules §10): enough for any process to
/// continue the flow, signed so that nobody else can point a webhook at a call. On the wire: base64 of one JSON object,
/// at most 4 KB.
namespace wib::identity {

struct ClientState {
    OrgId organization;
    CallId call;
    LegId leg;
    std::string role;  ///< of the leg: "agent", "consumer"
    std::string flow;  ///< of the call: "direct", "bridge"
    bool operator==(const ClientState&) const = default;
};

inline constexpr std::size_t kMaxClientState = 4096;

[[nodiscard]] std::string seal_client_state(const ClientState& state, const Secret& key);

enum class ClientStateError { missing, malformed, mismatch };
[[nodiscard]] Result<ClientState, ClientStateError> open_client_state(std::string_view text, const Secret& key);

}  // namespace wib::identity

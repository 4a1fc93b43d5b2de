#include "shared/identity/client_state.hpp"

#include "shared/codec/base64.hpp"
#include "shared/codec/hex.hpp"
#include "shared/codec/reflect.hpp"
#include "shared/core/ensure.hpp"
#include "shared/crypto/hash.hpp"

namespace wib::identity {
namespace {

struct SignedState {
    OrgId organization;
    CallId call;
    LegId leg;
    std::string role;
    std::string flow;
    std::string mac;
};
BOOST_DESCRIBE_STRUCT(SignedState, (), (organization, call, leg, role, flow, mac))

// Over the printed object with an empty mac: printing is deterministic, so both ends sign the same bytes.
std::string mac_of(SignedState state, const Secret& key) {
    state.mac.clear();
    const auto printed = codec::print(state);
    return codec::hex(crypto::hmac_sha256(key, {as_bytes("client_state|"), as_bytes(printed)}).bytes());
}

}  // namespace

std::string seal_client_state(const ClientState& state, const Secret& key) {
    SignedState sealed{.organization = state.organization,
                       .call = state.call,
                       .leg = state.leg,
                       .role = state.role,
                       .flow = state.flow,
                       .mac = {}};
    sealed.mac = mac_of(sealed, key);
    auto text = codec::base64(as_bytes(codec::print(sealed)));
    ensure(text.size() <= kMaxClientState, "client state fits what the carrier keeps");
    return text;
}

Result<ClientState, ClientStateError> open_client_state(std::string_view text, const Secret& key) {
    if (text.empty()) return unexpected(ClientStateError::missing);
    if (text.size() > kMaxClientState) return unexpected(ClientStateError::malformed);
    const auto bytes = codec::parse_base64(text);
    if (!bytes) return unexpected(ClientStateError::malformed);
    auto state = codec::parse<SignedState>(as_text(*bytes));
    if (!state) return unexpected(ClientStateError::malformed);
    if (!crypto::equal_constant_time(mac_of(*state, key), state->mac)) return unexpected(ClientStateError::mismatch);
    return ClientState{.organization = state->organization,
                       .call = state->call,
                       .leg = state->leg,
                       .role = std::move(state->role),
                       .flow = std::move(state->flow)};
}

}  // namespace wib::identity

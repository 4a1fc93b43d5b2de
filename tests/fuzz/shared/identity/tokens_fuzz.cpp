#include <cstdint>

#include "shared/identity/client_state.hpp"
#include "shared/identity/csrf.hpp"
#include "shared/identity/session_token.hpp"
#include "shared/identity/stream_token.hpp"

// Nothing that was not signed with this key is taken.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    namespace identity = wib::identity;
    static const wib::Secret key{"a key no input knows: 7c1f0c5b4c9d"};
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    if (identity::check_csrf(text, identity::CsrfPurpose::session, "hash", wib::Instant{}, key)) __builtin_trap();
    if (identity::check_stream_token(text, wib::Instant{}, key)) __builtin_trap();
    if (identity::open_client_state(text, key)) __builtin_trap();
    if (const auto token = identity::find_session_token(text, text); token && token->size() != 43) __builtin_trap();
    return 0;
}

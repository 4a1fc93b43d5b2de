#include <algorithm>

#include "shared/core/ensure.hpp"
#include "shared/identity/client_state.hpp"
#include "shared/identity/csrf.hpp"
#include "shared/identity/known_browser.hpp"
#include "shared/identity/role.hpp"
#include "shared/identity/session_token.hpp"
#include "shared/identity/stream_token.hpp"
#include "tests/fuzz/draw.hpp"

namespace {
const wib::Secret& key() {
    static const wib::Secret secret{"a key no input knows: 7c1f0c5b4c9d"};
    return secret;
}
}  // namespace

// Nothing that was not signed with this key is taken.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    namespace identity = wib::identity;
    using wib::ensure;
    const auto text = wib::fuzz::text_of(data, size);
    ensure(!identity::check_csrf(text, identity::CsrfPurpose::session, "hash", wib::Instant{}, key()),
           "no forged CSRF token");
    ensure(!identity::check_stream_token(text, wib::Instant{}, key()), "no forged stream token");
    ensure(!identity::open_client_state(text, key()), "no forged client state");
    ensure(!identity::known_browser(text, "ines@harbor.test", key()), "no forged mark of a browser");
    if (const auto token = identity::find_session_token(text, text))
        ensure(token->size() == 43 && identity::is_session_token(*token), "a session token is well formed");
    if (const auto role = wib::parse_role(text)) ensure(wib::name(*role) == text, "a role is its name");
    return 0;
}

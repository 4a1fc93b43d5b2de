#include "shared/api/envelope.hpp"
#include "shared/codec/base64.hpp"
#include "shared/core/ensure.hpp"
#include "shared/crypto/hash.hpp"
#include "tests/fuzz/draw.hpp"

// A stranger's envelope never opens. One signed with our key is an envelope or refused by name; what opens prints to
// what opens to the same.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    namespace api = wib::api;
    using wib::ensure;
    static const std::vector<api::EnvelopeKey> keys{{"k1", wib::Secret{"a key no input knows: 7c1f0c5b4c9d"}}};
    const auto text = wib::fuzz::text_of(data, size);
    const auto now = wib::from_unix_seconds(1'700'000'000);
    if (!text.starts_with('{')) {
        const auto opened = api::open_envelope(text, keys, now);
        ensure(!opened && !api::name(opened.error()).empty(), "a stranger is refused by name");
        return 0;
    }
    std::string header = "k1." + wib::codec::base64url(wib::as_bytes(text));
    const auto mac = wib::crypto::hmac_sha256(keys.front().key, header);
    header += '.' + wib::codec::base64url(mac.bytes());
    const auto opened = api::open_envelope(header, keys, now);
    if (!opened) {
        ensure(opened.error() == api::EnvelopeError::malformed || opened.error() == api::EnvelopeError::stale,
               "what we signed is malformed or stale at worst");
        return 0;
    }
    ensure(api::open_envelope(api::seal(*opened, keys.front()), keys, now) == *opened,
           "what opens can be sealed again");
    const auto asks = [&](std::string_view method, std::string_view body) {
        return api::matches(*opened, method, opened->target, opened->content_type, opened->idempotency_key, body,
                            false);
    };
    ensure(!asks(opened->method + "X", ""), "an envelope speaks of one method");
    ensure(!(asks(opened->method, "a") && asks(opened->method, "b")), "and of one body");
    return 0;
}

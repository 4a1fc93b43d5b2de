#include "origin/cli/token.hpp"

#include <array>
#include <charconv>
#include <cstdio>
#include <span>

#include "origin/cli/arguments.hpp"
#include "origin/runtime/clock.hpp"
#include "shared/api/envelope.hpp"
#include "shared/codec/base64.hpp"
#include "shared/codec/hex.hpp"
#include "shared/identity/service_token.hpp"

namespace wib::cli {
namespace {

constexpr const char* kSigningKey = "WIB_SERVICE_SIGNING_KEY";
constexpr int kUsualMinutes = 10;

ByteView bytes_of(const auto& octets) {
    return std::as_bytes(std::span{octets});
}

// The id says nothing; it is part of the public key, so that two keys never share one.
void print_new_key(Random& random) {
    std::array<std::uint8_t, 32> seed{};
    random.fill(seed);
    const auto key = crypto::SigningKey::from_seed(bytes_of(seed)).value();
    const auto known = key.verify_key();
    const auto id = "s" + codec::hex(known.bytes().first(4));
    std::printf("%s=%s:%s\nWIB_SERVICE_PUBLIC_KEYS=%s:%s\n", kSigningKey, id.c_str(),
                codec::base64(bytes_of(seed)).c_str(), id.c_str(), codec::base64(known.bytes()).c_str());
}

std::chrono::minutes minutes_of(const std::string& text) {
    int minutes = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), minutes);
    if (error != std::errc{} || end != text.data() + text.size() || minutes < 1 ||
        std::chrono::minutes{minutes} > identity::kTokenLife)
        throw UsageError("--minutes is 1 to 15");
    return std::chrono::minutes{minutes};
}

Scope scope_of(const std::string& text) {
    for (const auto scope : {Scope::read, Scope::write})
        if (text == name(scope)) return scope;
    throw UsageError("--scope is internal:read or internal:write");
}

}  // namespace

std::optional<TokenSigner> signer_of(std::string_view text) {
    const auto colon = text.find(':');
    if (colon == std::string_view::npos || !api::is_envelope_key_id(text.substr(0, colon))) return std::nullopt;
    const auto seed = codec::parse_base64(text.substr(colon + 1));
    if (!seed) return std::nullopt;
    const auto key = crypto::SigningKey::from_seed(*seed);
    if (!key) return std::nullopt;
    return TokenSigner{std::string{text.substr(0, colon)}, *key};
}

int run_token(const std::vector<std::string>& words) {
    const Arguments arguments{words, {"--for", "--minutes", "--scope"}, {"--new-key"}};
    SystemClock clock;
    SystemRandom random;
    if (arguments.has("--new-key")) {
        print_new_key(random);
        return 0;
    }
    const auto label = arguments.find("--for", "").value_or("");
    if (!identity::is_label(label)) throw UsageError("--for NAME wants 1 to 128 visible characters (ASCII, no spaces)");
    const auto signer = signer_of(arguments.find("", kSigningKey).value_or(""));
    if (!signer)
        throw UsageError("WIB_SERVICE_SIGNING_KEY must be set to <kid>:<base64 of 32 bytes>; --new-key makes one");
    std::array<std::uint8_t, 16> id{};
    random.fill(id);
    const identity::ServiceTicket ticket{
        .label = label,
        .scope = scope_of(arguments.find("--scope", "").value_or(std::string{name(Scope::read)})),
        .issued = std::chrono::seconds{unix_seconds(clock.now())},
        .life = minutes_of(arguments.find("--minutes", "").value_or(std::to_string(kUsualMinutes))),
        .id = codec::base64url(bytes_of(id))};
    std::printf("%s\n", identity::issue_service_token(ticket, signer->id, signer->key).c_str());
    return 0;
}

}  // namespace wib::cli

#include <algorithm>

#include "edge/core/config.hpp"
#include "shared/core/ensure.hpp"
#include "tests/fuzz/draw.hpp"

// A deployment's settings: a configuration with a key to sign with, or faults that name variables and never values.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using wib::ensure;
    static constexpr std::string_view kNames[] = {
        "WIB_ENVELOPE_KEYS",     "WIB_SESSION_KEY",    "TELNYX_PUBLIC_KEY",         "STRIPE_WEBHOOK_SECRET",
        "RESEND_WEBHOOK_SECRET", "TWILIO_AUTH_TOKEN",  "ASSEMBLYAI_WEBHOOK_SECRET", "ORIGIN_URL",
        "TURNSTILE_SECRET_KEY",  "TURNSTILE_SITE_KEY", "TURNSTILE_VERIFY_URL",      "TURNSTILE_SCRIPT_URL",
        "WIB_CORS_ORIGINS",      "SENTRY_DSN"};
    static constexpr std::string_view kFaults[] = {
        "is required",
        "must be 32 bytes in base64",
        "must be <kid>:<base64>, one or two of them, separated by a comma",
        "holds more than two keys",
        "must be an Ed25519 public key, 32 bytes in base64, or two parted by a comma",
        "must have at least 16 characters",
        "must be whsec_<base64>, or two of them parted by a comma",
        "must be an https:// address, or one of http://127.0.0.1",
        "must be a widget's site key",
        "must be origins as browsers send them (https://app.example.com), separated by commas",
        "holds more than 50 origins",
        "must be https://<key>@<host>/<project>"};
    wib::fuzz::Draw draw{data, size};
    wib::edge::Settings settings;
    for (const auto name : kNames) settings.emplace_back(name, draw.text(160));
    const auto config = wib::edge::read_config(settings);
    if (config) {
        ensure(!config->envelope_keys.empty() && config->envelope_keys.size() <= 2, "one or two keys sign");
        for (const auto& key : config->envelope_keys)
            ensure(wib::api::is_envelope_key_id(key.id) && key.key.reveal().size() == 32,
                   "each key has a name and its size");
        ensure(config->session_key.reveal().size() == 32, "so has the session key");
        return 0;
    }
    ensure(!config.error().empty(), "a refusal names its faults");
    for (const auto& fault : config.error()) {
        ensure(std::ranges::find(kNames, fault.path) != std::end(kNames), "a fault names its variable");
        ensure(std::ranges::find(kFaults, fault.message) != std::end(kFaults), "and never tells the value");
    }
    return 0;
}

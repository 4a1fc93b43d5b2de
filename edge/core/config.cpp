#include "edge/core/config.hpp"

#include <algorithm>

#include "edge/turnstile/siteverify.hpp"
#include "shared/codec/base64.hpp"
#include "shared/codec/header.hpp"
#include "shared/codec/url.hpp"
#include "shared/webhooks/svix.hpp"

namespace wib::edge {
namespace {

constexpr std::size_t kKeySize = 32;

class SettingsReader {
  public:
    explicit SettingsReader(const Settings& settings) : settings_(settings) {}

    std::string_view text(std::string_view name) const {
        const auto found = std::ranges::find(settings_, name, &Settings::value_type::first);
        return found == settings_.end() ? std::string_view{} : std::string_view{found->second};
    }
    bool has(std::string_view name) const {
        return std::ranges::find(settings_, name, &Settings::value_type::first) != settings_.end();
    }
    std::string_view required(std::string_view name) {
        const auto value = text(name);
        if (value.empty()) fault(name, "is required");
        return value;
    }
    void fault(std::string_view name, std::string_view message) {
        faults_.push_back({std::string{name}, std::string{message}});
    }
    std::optional<Secret> key(std::string_view name, std::string_view text) {
        const auto bytes = codec::parse_base64(text);
        if (!bytes || bytes->size() != kKeySize) {
            fault(name, "must be 32 bytes in base64");
            return std::nullopt;
        }
        return Secret{std::string{as_text(*bytes)}};
    }
    [[nodiscard]] const codec::Faults& faults() const { return faults_; }

  private:
    const Settings& settings_;
    codec::Faults faults_;
};

// One or two values parted by a comma: a new key and the one it replaces.
std::vector<std::string_view> one_or_two(SettingsReader& read, std::string_view name, std::string_view text) {
    std::vector<std::string_view> values;
    while (!text.empty()) {
        const auto comma = std::min(text.find(','), text.size());
        values.push_back(text.substr(0, comma));
        text.remove_prefix(std::min(comma + 1, text.size()));
    }
    if (values.size() > 2) read.fault(name, "holds more than two keys");
    return values;
}
std::vector<std::string_view> one_or_two(SettingsReader& read, std::string_view name) {
    return one_or_two(read, name, read.text(name));
}

// "<kid>:<base64 of 32 bytes>", and the same key's base64 as it stands.
struct NamedKey {
    std::string id;
    Secret bytes;
    std::string_view text;
};
std::vector<NamedKey> read_named_keys(SettingsReader& read, std::string_view name, std::string_view text) {
    std::vector<NamedKey> keys;
    for (const auto one : one_or_two(read, name, text)) {
        const auto colon = one.find(':');
        if (colon == std::string_view::npos || !api::is_envelope_key_id(one.substr(0, colon))) {
            read.fault(name, "must be <kid>:<base64>, one or two of them, separated by a comma");
            return keys;
        }
        if (auto key = read.key(name, one.substr(colon + 1)))
            keys.push_back({std::string{one.substr(0, colon)}, std::move(*key), one.substr(colon + 1)});
    }
    return keys;
}

std::vector<api::EnvelopeKey> read_envelope_keys(SettingsReader& read) {
    constexpr std::string_view name = "WIB_ENVELOPE_KEYS";
    std::vector<api::EnvelopeKey> keys;
    auto rest = read.required(name);
    for (auto& [id, bytes, text] : read_named_keys(read, name, rest)) keys.push_back({id, std::move(bytes)});
    return keys;
}

std::vector<ServiceKey> read_service_keys(SettingsReader& read) {
    constexpr std::string_view name = "WIB_SERVICE_PUBLIC_KEYS";
    std::vector<ServiceKey> keys;
    for (const auto& [id, bytes, text] : read_named_keys(read, name, read.text(name)))
        keys.push_back({id, std::string{text}});
    if (keys.size() == 2 && keys[0].id == keys[1].id) read.fault(name, "names two keys alike");
    return keys;
}

std::vector<std::string> read_telnyx_keys(SettingsReader& read) {
    constexpr std::string_view name = "TELNYX_PUBLIC_KEY";
    std::vector<std::string> keys;
    for (const auto value : one_or_two(read, name)) {
        const auto bytes = codec::parse_base64(value);
        if (bytes && bytes->size() == kKeySize)
            keys.emplace_back(value);
        else
            read.fault(name, "must be an Ed25519 public key, 32 bytes in base64, or two parted by a comma");
    }
    return keys;
}

std::vector<Secret> read_secrets(SettingsReader& read, std::string_view name) {
    constexpr std::size_t kShortest = 16;
    std::vector<Secret> secrets;
    for (const auto value : one_or_two(read, name)) {
        if (value.size() < kShortest) read.fault(name, "must have at least 16 characters");
        secrets.emplace_back(std::string{value});
    }
    return secrets;
}

std::vector<Secret> read_svix_secrets(SettingsReader& read, std::string_view name) {
    std::vector<Secret> secrets;
    for (const auto value : one_or_two(read, name)) {
        if (auto secret = webhooks::read_svix_secret(value))
            secrets.push_back(std::move(*secret));
        else
            read.fault(name, "must be whsec_<base64>, or two of them parted by a comma");
    }
    return secrets;
}

// An address that may stand in a header and an attribute: nothing there needs an escape but "&". http:// is for one
// machine.
std::string read_address(SettingsReader& read, std::string_view name, std::string_view otherwise) {
    const auto given = read.text(name);
    const auto address = given.empty() ? otherwise : given;
    const auto url = codec::parse_url(address);
    const bool is_safe = url && (url->scheme == "https" || (url->scheme == "http" && url->host == "127.0.0.1"));
    if (!is_safe || address.find_first_of("\"'<>;,\\") != std::string_view::npos)
        read.fault(name, "must be an https:// address, or one of http://127.0.0.1");
    return std::string{address};
}

// Each exactly as a browser writes it: a list of what it never sends would be open to nobody without saying so.
std::vector<std::string> read_origins(SettingsReader& read) {
    constexpr std::string_view name = "WIB_CORS_ORIGINS";
    constexpr std::size_t kMost = 50;
    std::vector<std::string> origins;
    auto rest = read.text(name);
    while (!rest.empty()) {
        const auto comma = std::min(rest.find(','), rest.size());
        const auto one = rest.substr(0, comma);
        rest.remove_prefix(std::min(comma + 1, rest.size()));
        const auto url = codec::parse_url(one);
        const bool is_local = url && (url->host == "127.0.0.1" || url->host == "localhost");
        const bool is_plain = std::ranges::all_of(url ? url->host : std::string_view{}, [](char c) {
            return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '-' || c == '.';
        });
        const bool is_origin = url && url->target.empty() && is_plain && url->port != "443" && url->port != "80" &&
                               (url->scheme == "https" || (url->scheme == "http" && is_local));
        if (!is_origin)
            read.fault(name, "must be origins as browsers send them (https://app.example.com), separated by commas");
        else if (origins.size() == kMost)
            read.fault(name, "holds more than 50 origins");
        else
            origins.emplace_back(one);
    }
    return origins;
}

bool is_word(char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' || c == '_';
}

std::optional<HumanCheck> read_human_check(SettingsReader& read) {
    constexpr std::string_view secret = "TURNSTILE_SECRET_KEY", site_key = "TURNSTILE_SITE_KEY";
    if (read.text(secret).empty() && read.text(site_key).empty()) return std::nullopt;
    HumanCheck check{.secret = Secret{std::string{read.required(secret)}},
                     .site_key = std::string{read.required(site_key)},
                     .verify_url = read_address(read, "TURNSTILE_VERIFY_URL", turnstile::kSiteverify),
                     .widget_url = read_address(read, "TURNSTILE_SCRIPT_URL", turnstile::kScript)};
    if (!std::ranges::all_of(check.site_key, is_word)) read.fault(site_key, "must be a widget's site key");
    return check;
}

// Both or neither: the team's host name, and the AUD tags of one or two applications.
std::optional<access::Rules> read_access(SettingsReader& read) {
    constexpr std::string_view team = "ACCESS_TEAM_DOMAIN", aud = "ACCESS_AUD";
    if (read.text(team).empty() && read.text(aud).empty()) return std::nullopt;
    access::Rules rules{.team_domain = std::string{read.required(team)}, .audiences = {}};
    const auto url = codec::parse_url(rules.issuer());
    if (!url || !url->target.empty() || codec::lower_case(rules.team_domain) != rules.team_domain)
        read.fault(team, "must be the team's host name (example.cloudflareaccess.com)");
    if (read.required(aud).empty()) return rules;
    for (const auto tag : one_or_two(read, aud)) {
        if (tag.size() < 32 || !std::ranges::all_of(tag, is_word)) read.fault(aud, "must be an application's AUD tag");
        rules.audiences.emplace_back(tag);
    }
    return rules;
}

}  // namespace

Result<EdgeConfig, codec::Faults> read_config(const Settings& settings) {
    SettingsReader read{settings};
    EdgeConfig config;
    config.envelope_keys = read_envelope_keys(read);
    if (const auto text = read.required("WIB_SESSION_KEY"); !text.empty())
        if (auto key = read.key("WIB_SESSION_KEY", text)) config.session_key = std::move(*key);
    config.telnyx_keys = read_telnyx_keys(read);
    config.stripe_secrets = read_secrets(read, "STRIPE_WEBHOOK_SECRET");
    config.resend_secrets = read_svix_secrets(read, "RESEND_WEBHOOK_SECRET");
    config.twilio_tokens = read_secrets(read, "TWILIO_AUTH_TOKEN");
    config.assemblyai_secrets = read_secrets(read, "ASSEMBLYAI_WEBHOOK_SECRET");
    config.service_keys = read_service_keys(read);
    config.access = read_access(read);
    config.human_check = read_human_check(read);
    config.cors_origins = read_origins(read);
    if (const auto url = codec::parse_url(read.text("ORIGIN_URL"));
        url && url->scheme == "http" && !codec::is_own_machine(url->host))
        read.fault("ORIGIN_URL", "must be https://: the origin would be reached in the clear");
    if (const auto text = read.text("SENTRY_DSN"); !text.empty()) {
        config.reports = report::parse_dsn(text);
        if (!config.reports) read.fault("SENTRY_DSN", "must be https://<key>@<host>/<project>");
    }
    config.has_limiter = read.has("FLOOD");
    config.has_windows = read.has("WINDOWS");
    if (!read.faults().empty()) return unexpected(read.faults());
    return config;
}

}  // namespace wib::edge

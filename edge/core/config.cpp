#include "edge/core/config.hpp"

#include <algorithm>

#include "shared/codec/base64.hpp"

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

std::vector<api::EnvelopeKey> read_envelope_keys(SettingsReader& read) {
    constexpr std::string_view name = "WIB_ENVELOPE_KEYS";
    std::vector<api::EnvelopeKey> keys;
    auto rest = read.required(name);
    while (!rest.empty()) {
        const auto comma = std::min(rest.find(','), rest.size());
        const auto one = rest.substr(0, comma);
        rest.remove_prefix(std::min(comma + 1, rest.size()));
        const auto colon = one.find(':');
        if (colon == std::string_view::npos || !api::is_envelope_key_id(one.substr(0, colon))) {
            read.fault(name, "must be <kid>:<base64>, one or two of them, separated by a comma");
            return keys;
        }
        if (auto key = read.key(name, one.substr(colon + 1)))
            keys.push_back({std::string{one.substr(0, colon)}, std::move(*key)});
    }
    if (keys.size() > 2) read.fault(name, "holds more than two keys");
    return keys;
}

}  // namespace

Result<EdgeConfig, codec::Faults> read_config(const Settings& settings) {
    SettingsReader read{settings};
    EdgeConfig config;
    config.envelope_keys = read_envelope_keys(read);
    if (const auto text = read.required("WIB_SESSION_KEY"); !text.empty())
        if (auto key = read.key("WIB_SESSION_KEY", text)) config.session_key = std::move(*key);
    if (const auto text = read.text("TELNYX_PUBLIC_KEY"); !text.empty()) {
        const auto bytes = codec::parse_base64(text);
        if (bytes && bytes->size() == kKeySize) config.telnyx_key = text;
        if (config.telnyx_key.empty())
            read.fault("TELNYX_PUBLIC_KEY", "must be an Ed25519 public key, 32 bytes in base64");
    }
    config.has_limiter = read.has("FLOOD");
    config.has_windows = read.has("WINDOWS");
    if (!read.faults().empty()) return unexpected(read.faults());
    return config;
}

}  // namespace wib::edge

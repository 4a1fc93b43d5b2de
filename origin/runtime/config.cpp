#include "origin/runtime/config.hpp"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <initializer_list>
#include <thread>

#include "shared/codec/base64.hpp"
#include "shared/codec/url.hpp"
#include "shared/contact/e164.hpp"

namespace wib {
namespace {

constexpr std::size_t kKeyBytes = 32;

std::vector<std::string> parts_of(std::string_view list) {
    std::vector<std::string> parts;
    while (!list.empty()) {
        const auto end = std::min(list.find(','), list.size());
        if (end > 0) parts.emplace_back(list.substr(0, end));
        list.remove_prefix(std::min(end + 1, list.size()));
    }
    return parts;
}

// Reads variables one after another and collects what is wrong with them.
class Reader {
  public:
    explicit Reader(const Environment& environment) : environment_(environment) {}

    std::string text(std::string_view name, std::string fallback = "") {
        return environment_(name).value_or(std::move(fallback));
    }
    std::string required(std::string_view name, std::string_view wanted) {
        auto value = text(name);
        if (value.empty()) fault(name, "is not set; wanted: " + std::string{wanted});
        return value;
    }
    Secret secret(std::string_view name) { return Secret{text(name)}; }

    std::size_t count(std::string_view name, std::size_t fallback, std::size_t least, std::size_t most) {
        const auto value = text(name);
        if (value.empty()) return fallback;
        std::size_t number = 0;
        const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
        if (error != std::errc{} || end != value.data() + value.size() || number < least || number > most)
            fault(name, "must be a whole number from " + std::to_string(least) + " to " + std::to_string(most));
        return number;
    }
    std::string one_of(std::string_view name, std::string fallback, std::initializer_list<std::string_view> words) {
        auto value = text(name, std::move(fallback));
        if (std::ranges::find(words, value) == words.end()) {
            std::string list;
            for (const auto word : words) list.append(list.empty() ? "" : ", ").append(word);
            fault(name, "must be one of " + list);
        }
        return value;
    }
    std::string url(std::string_view name, std::initializer_list<std::string_view> schemes, std::string fallback,
                    bool is_required) {
        auto value = text(name, std::move(fallback));
        if (value.empty() && !is_required) return value;
        const bool known = std::ranges::any_of(schemes, [&](std::string_view scheme) {
            return value.starts_with(scheme) && value.size() > scheme.size();
        });
        if (!known)
            fault(name, value.empty() ? "is not set; wanted: a URL"
                                      : "must be a URL that begins with " + std::string{*schemes.begin()});
        else if (goes_in_the_clear(value))
            fault(name, "would be reached in the clear: must begin with " + std::string{*schemes.begin()} +
                            ", or WIB_CLEARTEXT_HOSTS must name its host");
        while (value.ends_with('/')) value.pop_back();
        return value;
    }
    std::optional<report::Dsn> dsn(std::string_view name) {
        const auto value = text(name);
        auto where = report::parse_dsn(value);
        if (!value.empty() && !where) fault(name, "must be https://<key>@<host>/<project>");
        return where;
    }
    Secret key(std::string_view name) {
        const auto bytes = key_bytes(required(name, "32 random bytes in base64 (openssl rand -base64 32)"), name);
        return Secret{bytes};
    }
    Secret optional_key(std::string_view name) { return Secret{key_bytes(text(name), name)}; }
    std::vector<Secret> keys(std::string_view name) {
        std::vector<Secret> keys;
        for (const auto& part : parts_of(text(name))) keys.emplace_back(key_bytes(part, name));
        return keys;
    }
    std::vector<NamedKey> named_keys(std::string_view name) {
        std::vector<NamedKey> keys;
        auto rest = std::string_view{};
        const auto value = required(name, "kid:base64 of 32 random bytes");
        for (rest = value; !rest.empty();) {
            const auto comma = rest.find(',');
            const auto item = rest.substr(0, comma);
            rest = comma == std::string_view::npos ? std::string_view{} : rest.substr(comma + 1);
            const auto colon = item.find(':');
            if (colon == std::string_view::npos || colon == 0 || colon > 32) {
                fault(name, "must be kid:base64, several separated by commas");
                return {};
            }
            keys.push_back({std::string{item.substr(0, colon)}, Secret{key_bytes(item.substr(colon + 1), name)}});
        }
        return keys;
    }
    HostPort host_port(std::string_view name, std::string fallback) {
        const auto value = text(name, std::move(fallback));
        const auto colon = value.rfind(':');
        HostPort place{.host = value.substr(0, colon)};
        const auto port = colon == std::string::npos ? std::string_view{} : std::string_view{value}.substr(colon + 1);
        const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), place.port);
        if (port.empty() || place.host.empty() || error != std::errc{} || end != port.data() + port.size())
            fault(name, "must be host:port");
        return place;
    }
    std::vector<std::string> cleartext_hosts(std::string_view name) {
        cleartext_hosts_ = parts_of(text(name));
        return cleartext_hosts_;
    }
    void fault(std::string_view name, std::string wanted) { faults_.push_back({std::string{name}, std::move(wanted)}); }
    [[nodiscard]] const std::vector<ConfigFault>& faults() const { return faults_; }

  private:
    [[nodiscard]] bool goes_in_the_clear(std::string_view address) const {
        if (address.starts_with("https://") || address.starts_with("wss://")) return false;
        const auto url = codec::parse_url(address);
        return !url || (!codec::is_own_machine(url->host) &&
                        std::ranges::find(cleartext_hosts_, url->host) == cleartext_hosts_.end());
    }
    std::string key_bytes(std::string_view base64, std::string_view name) {
        const auto bytes = codec::parse_base64(base64);
        if (!base64.empty() && (!bytes || bytes->size() != kKeyBytes))
            fault(name, "must hold 32 bytes in base64 (openssl rand -base64 32)");
        return bytes ? std::string{as_text(*bytes)} : std::string{};
    }

    const Environment& environment_;
    std::vector<ConfigFault> faults_;
    std::vector<std::string> cleartext_hosts_;
};

NamedStatements named_statements(std::string_view word) {
    if (word == "on") return NamedStatements::on;
    if (word == "off") return NamedStatements::off;
    return NamedStatements::automatic;
}

/// Of two that stand side by side while one replaces the other, the one to give out.
Secret first_key(std::string_view keys) {
    return Secret{std::string{keys.substr(0, keys.find(','))}};
}

}  // namespace

Environment process_environment() {
    return [](std::string_view name) -> std::optional<std::string> {
        const char* value = std::getenv(std::string{name}.c_str());
        if (!value || !*value) return std::nullopt;
        return std::string{value};
    };
}

Result<OriginConfig, std::vector<ConfigFault>> read_config(const Environment& environment) {
    Reader read{environment};
    // Before every address, for it says which may be plain.
    auto cleartext_hosts = read.cleartext_hosts("WIB_CLEARTEXT_HOSTS");
    OriginConfig config{
        .listen = read.host_port("WIB_LISTEN", "127.0.0.1:0"),
        .port_file = read.text("WIB_PORT_FILE"),
        .threads = read.count("WIB_THREADS", std::max(1u, std::thread::hardware_concurrency()), 1, 256),
        .log_level = read.one_of("WIB_LOG_LEVEL", "info", {"debug", "info", "warn", "error"}),
        .database_url = Secret{read.required("DATABASE_URL", "postgresql://wib_app:…@host/database")},
        .purge_database_url = read.secret("WIB_PURGE_DATABASE_URL"),
        .database_connections = read.count("WIB_DB_POOL", 8, 1, 1000),
        .named_statements = named_statements(read.one_of("WIB_DB_NAMED_STATEMENTS", "auto", {"auto", "on", "off"})),
        .cleartext_hosts = std::move(cleartext_hosts),
        .envelope_keys = read.named_keys("WIB_ENVELOPE_KEYS"),
        .session_key = read.key("WIB_SESSION_KEY"),
        .master_key = read.key("WIB_MASTER_KEY"),
        .evidence_key = read.optional_key("WIB_EVIDENCE_KEY"),
        .former_evidence_keys = read.keys("WIB_EVIDENCE_FORMER_KEYS"),
        .public_url = read.url("WIB_PUBLIC_URL", {"https://", "http://"}, "", true),
        .media_url = read.url("WIB_MEDIA_URL", {"wss://", "ws://"}, "", true),
        .spool_dir = read.required("WIB_SPOOL_DIR", "a directory for recordings that are not stored yet"),
        .ca_file = read.text("WIB_CA_FILE"),
        .default_caller_id = read.text("WIB_DEFAULT_CALLER_ID"),
        .telnyx_api_key = read.secret("TELNYX_API_KEY"),
        .telnyx_connection_id = read.text("TELNYX_CONNECTION_ID"),
        .telnyx_base_url = read.url("TELNYX_BASE_URL", {"https://", "http://"}, "https://api.telnyx.com/v2", false),
        .assemblyai_api_key = read.secret("ASSEMBLYAI_API_KEY"),
        .assemblyai_streaming_url =
            read.url("ASSEMBLYAI_STREAMING_URL", {"wss://", "ws://"}, "wss://streaming.assemblyai.com/v3/ws", false),
        .assemblyai_speech_model = read.text("ASSEMBLYAI_SPEECH_MODEL", "universal-streaming-english"),
        .assemblyai_base_url =
            read.url("ASSEMBLYAI_BASE_URL", {"https://", "http://"}, "https://api.assemblyai.com", false),
        .assemblyai_batch_models = parts_of(read.text("ASSEMBLYAI_BATCH_MODELS", "universal-3-pro,universal-2")),
        .assemblyai_batch_language = read.text("ASSEMBLYAI_BATCH_LANGUAGE"),
        .assemblyai_webhook_secret = first_key(read.text("ASSEMBLYAI_WEBHOOK_SECRET")),
        .resend_api_key = read.secret("RESEND_API_KEY"),
        .resend_base_url = read.url("RESEND_BASE_URL", {"https://", "http://"}, "https://api.resend.com", false),
        .mail_from = read.text("WIB_MAIL_FROM"),
        .error_reports = read.dsn("SENTRY_DSN"),
        .s3_endpoint = read.url("S3_ENDPOINT", {"https://", "http://"}, "", false),
        .s3_region = read.text("S3_REGION", "auto"),
        .s3_bucket = read.text("S3_BUCKET"),
        .s3_access_key_id = read.text("S3_ACCESS_KEY_ID"),
        .s3_secret_access_key = read.secret("S3_SECRET_ACCESS_KEY"),
        .checkpoint_s3_endpoint = read.url("CHECKPOINT_S3_ENDPOINT", {"https://", "http://"}, "", false),
        .checkpoint_s3_region = read.text("CHECKPOINT_S3_REGION", "auto"),
        .checkpoint_s3_bucket = read.text("CHECKPOINT_S3_BUCKET"),
        .checkpoint_s3_access_key_id = read.text("CHECKPOINT_S3_ACCESS_KEY_ID"),
        .checkpoint_s3_secret_access_key = read.secret("CHECKPOINT_S3_SECRET_ACCESS_KEY"),
    };
    if (!config.default_caller_id.empty() && !E164::parse(config.default_caller_id))
        read.fault("WIB_DEFAULT_CALLER_ID", "must be a phone number in E.164 form, such as +12025550100");
    if (!config.telnyx_api_key.empty() && config.telnyx_connection_id.empty())
        read.fault("TELNYX_CONNECTION_ID", "is not set; wanted: the id of the Voice API application");
    if (!config.resend_api_key.empty() && config.mail_from.find('@') == std::string::npos)
        read.fault("WIB_MAIL_FROM", "must say who letters come from, such as Word Is Bond <no-reply@example.com>");
    if (!config.s3_endpoint.empty() &&
        (config.s3_bucket.empty() || config.s3_access_key_id.empty() || config.s3_secret_access_key.empty()))
        read.fault("S3_BUCKET", "S3_ENDPOINT needs S3_BUCKET, S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY");
    if (!config.checkpoint_s3_endpoint.empty() &&
        (config.checkpoint_s3_bucket.empty() || config.checkpoint_s3_access_key_id.empty() ||
         config.checkpoint_s3_secret_access_key.empty()))
        read.fault("CHECKPOINT_S3_BUCKET",
                   "CHECKPOINT_S3_ENDPOINT needs CHECKPOINT_S3_BUCKET, CHECKPOINT_S3_ACCESS_KEY_ID and "
                   "CHECKPOINT_S3_SECRET_ACCESS_KEY");
    if (!read.faults().empty()) return unexpected(read.faults());
    return config;
}

}  // namespace wib

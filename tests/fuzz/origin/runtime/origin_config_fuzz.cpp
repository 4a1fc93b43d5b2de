#include <map>

#include "origin/runtime/config.hpp"
#include "shared/core/ensure.hpp"
#include "tests/fuzz/draw.hpp"

// Any environment is a configuration or a list of faults, which name variables and never tell a value.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using wib::ensure;
    static const std::map<std::string_view, std::string> kGood{
        {"DATABASE_URL", "postgresql://wib_app:x@127.0.0.1/wib"},
        {"WIB_ENVELOPE_KEYS", "k1:MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="},
        {"WIB_SESSION_KEY", "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="},
        {"WIB_MASTER_KEY", "YWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXphYmNkZWY="},
        {"WIB_PUBLIC_URL", "https://wib.example.com"},
        {"WIB_MEDIA_URL", "wss://media.example.com"},
        {"WIB_SPOOL_DIR", "/var/lib/wib"}};
    static constexpr std::string_view kNames[] = {"WIB_LISTEN",
                                                  "WIB_THREADS",
                                                  "WIB_LOG_LEVEL",
                                                  "DATABASE_URL",
                                                  "WIB_DB_POOL",
                                                  "WIB_DB_NAMED_STATEMENTS",
                                                  "WIB_ENVELOPE_KEYS",
                                                  "WIB_SESSION_KEY",
                                                  "WIB_MASTER_KEY",
                                                  "WIB_PUBLIC_URL",
                                                  "WIB_MEDIA_URL",
                                                  "WIB_DEFAULT_CALLER_ID",
                                                  "TELNYX_BASE_URL",
                                                  "TELNYX_API_KEY",
                                                  "S3_ENDPOINT",
                                                  "S3_BUCKET",
                                                  "ASSEMBLYAI_STREAMING_URL",
                                                  "SENTRY_DSN"};
    static constexpr std::string_view kMarker = "Qx7Zr4Vw9Kp2";
    wib::fuzz::Draw draw{data, size};
    std::map<std::string_view, std::string> set;
    while (!draw.is_empty()) {
        const auto name = draw.one_of(kNames);
        set[name] = draw.text(100);
        if (draw.coin()) set[name] += kMarker;
    }
    const auto config = wib::read_config([&](std::string_view name) -> std::optional<std::string> {
        if (const auto found = set.find(name); found != set.end())
            return found->second.empty() ? std::nullopt : std::optional{found->second};
        if (const auto found = kGood.find(name); found != kGood.end()) return found->second;
        return std::nullopt;
    });
    if (config) {
        ensure(config->session_key.reveal().size() == 32 && config->master_key.reveal().size() == 32,
               "keys have their size");
        ensure(!config->envelope_keys.empty() && config->threads >= 1 && config->database_connections >= 1,
               "and nothing is missing");
        return 0;
    }
    ensure(!config.error().empty(), "a refusal names its faults");
    for (const auto& fault : config.error()) {
        ensure(!fault.variable.empty() && !fault.wanted.empty(), "a fault says where and what is wanted");
        ensure(fault.wanted.find(kMarker) == std::string::npos, "and never tells the value");
    }
    return 0;
}

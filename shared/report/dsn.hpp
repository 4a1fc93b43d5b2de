#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace wib::report {

/// Where error reports go: "https://<key>@<host>[:port][/<prefix>]/<project>", as Sentry and what is compatible with it
/// shows it (develop.sentry.dev, "Parsing the DSN"). The key lets somebody send, never read.
struct Dsn {
    std::string address;  ///< of the project's envelope endpoint
    std::string key;      ///< the public key

    bool operator==(const Dsn&) const = default;
};

/// http and https only; the key is letters and digits, the project digits. A secret of old DSNs behind the key is
/// dropped. At most kMaxDsn bytes.
[[nodiscard]] std::optional<Dsn> parse_dsn(std::string_view text);
inline constexpr std::size_t kMaxDsn = 512;

}  // namespace wib::report

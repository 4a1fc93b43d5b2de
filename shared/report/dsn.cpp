#include "shared/report/dsn.hpp"

#include <algorithm>

#include "shared/codec/url.hpp"

namespace wib::report {
namespace {

bool is_word(std::string_view text, bool letters) {
    return !text.empty() && std::ranges::all_of(text, [&](char c) {
        return (c >= '0' && c <= '9') || (letters && ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')));
    });
}

}  // namespace

std::optional<Dsn> parse_dsn(std::string_view text) {
    constexpr std::string_view kAfterScheme = "://";
    const auto scheme_end = text.find(kAfterScheme);
    if (text.size() > kMaxDsn || scheme_end == std::string_view::npos) return std::nullopt;
    const auto rest = text.substr(scheme_end + kAfterScheme.size());
    const auto at = rest.find('@');
    if (at == std::string_view::npos) return std::nullopt;
    const auto key = rest.substr(0, std::min(rest.find(':'), at));
    const auto place = rest.substr(at + 1);
    const auto last_slash = place.rfind('/');
    if (last_slash == std::string_view::npos || place.find('@') != std::string_view::npos) return std::nullopt;
    const auto project = place.substr(last_slash + 1);
    if (!is_word(key, true) || !is_word(project, false)) return std::nullopt;

    const auto base =
        std::string{text.substr(0, scheme_end)} + std::string{kAfterScheme} + std::string{place.substr(0, last_slash)};
    const auto url = codec::parse_url(base);
    if (!url || url->host.empty() || (url->scheme != "https" && url->scheme != "http")) return std::nullopt;
    if (!url->target.empty() && !codec::parse_target(url->target)) return std::nullopt;
    if (url->target.find('?') != std::string_view::npos) return std::nullopt;
    return Dsn{.address = base + "/api/" + std::string{project} + "/envelope/", .key = std::string{key}};
}

}  // namespace wib::report

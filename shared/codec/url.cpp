#include "shared/codec/url.hpp"

#include <algorithm>

#include "shared/codec/hex.hpp"
#include "shared/codec/text.hpp"

namespace wib::codec {
namespace {

constexpr bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
constexpr bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
constexpr bool is_unreserved(char c) {
    return is_letter(c) || is_digit(c) || c == '-' || c == '.' || c == '_' || c == '~';
}
constexpr bool is_visible(char c) {
    return c > 0x20 && c < 0x7f;
}

enum class Plus { stays, is_space };

std::optional<std::string> decode(std::string_view text, Plus plus) {
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '+' && plus == Plus::is_space) {
            decoded += ' ';
        } else if (text[at] == '%') {
            const auto byte = at + 2 < text.size() ? parse_hex(text.substr(at + 1, 2)) : std::nullopt;
            if (!byte) return std::nullopt;
            decoded += static_cast<char>(byte->front());
            at += 2;
        } else {
            decoded += text[at];
        }
    }
    if (decoded.find('\0') != std::string::npos || !is_utf8(decoded)) return std::nullopt;
    return decoded;
}

bool is_plain_segment(std::string_view segment) {
    const auto decoded = decode(segment, Plus::stays);
    return decoded && !decoded->empty() && *decoded != "." && *decoded != ".." &&
           decoded->find_first_of("/\\") == std::string::npos;
}

// A trailing slash leaves one empty segment at the end, which the route table then does not know.
bool is_plain_path(std::string_view path) {
    if (path == "/") return true;
    for (std::size_t start = 1; start <= path.size();) {
        const auto end = std::min(path.find('/', start), path.size());
        const bool is_trailing_slash = start == path.size();
        if (!is_trailing_slash && !is_plain_segment(path.substr(start, end - start))) return false;
        start = end + 1;
    }
    return true;
}

}  // namespace

std::string percent_encode(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string encoded;
    encoded.reserve(text.size());
    for (const char c : text) {
        if (is_unreserved(c)) {
            encoded += c;
            continue;
        }
        encoded += '%';
        encoded += digits[static_cast<unsigned char>(c) >> 4];
        encoded += digits[static_cast<unsigned char>(c) & 15];
    }
    return encoded;
}

std::optional<std::string> percent_decode(std::string_view text) {
    return decode(text, Plus::stays);
}

std::optional<QueryParams> parse_query(std::string_view query) {
    QueryParams params;
    while (!query.empty()) {
        const auto end = std::min(query.find('&'), query.size());
        const auto pair = query.substr(0, end);
        query.remove_prefix(std::min(end + 1, query.size()));
        if (pair.empty()) continue;
        if (params.size() == kMaxQueryParams) return std::nullopt;

        const auto equals = std::min(pair.find('='), pair.size());
        auto name = decode(pair.substr(0, equals), Plus::is_space);
        auto value = decode(pair.substr(std::min(equals + 1, pair.size())), Plus::is_space);
        if (!name || !value) return std::nullopt;
        params.emplace_back(std::move(*name), std::move(*value));
    }
    return params;
}

std::string print_query(const QueryParams& params) {
    std::string query;
    for (const auto& [name, value] : params) {
        if (!query.empty()) query += '&';
        query += percent_encode(name) + '=' + percent_encode(value);
    }
    return query;
}

std::optional<Target> parse_target(std::string_view target) {
    if (target.empty() || target.front() != '/' || target.size() > kMaxTarget) return std::nullopt;
    if (!std::ranges::all_of(target, is_visible) || target.find('#') != std::string_view::npos) return std::nullopt;
    const auto question = std::min(target.find('?'), target.size());
    const Target parsed{.path = target.substr(0, question),
                        .query = target.substr(std::min(question + 1, target.size()))};
    if (!is_plain_path(parsed.path)) return std::nullopt;
    return parsed;
}

std::optional<Url> parse_url(std::string_view text) {
    if (!std::ranges::all_of(text, is_visible) || text.find('#') != std::string_view::npos) return std::nullopt;
    const auto colon = text.find("://");
    if (colon == std::string_view::npos) return std::nullopt;
    Url url{};
    url.scheme = text.substr(0, colon);
    if (url.scheme != "http" && url.scheme != "https" && url.scheme != "ws" && url.scheme != "wss") return std::nullopt;
    text.remove_prefix(colon + 3);

    const auto slash = std::min(text.find_first_of("/?"), text.size());
    auto authority = text.substr(0, slash);
    url.target = text.substr(slash);
    if (authority.find('@') != std::string_view::npos || url.target.starts_with('?')) return std::nullopt;

    if (authority.starts_with('[')) {
        const auto close = authority.find(']');
        if (close == std::string_view::npos) return std::nullopt;
        url.host = authority.substr(1, close - 1);
        authority.remove_prefix(close + 1);
        if (!authority.empty() && authority.front() != ':') return std::nullopt;
        url.port = authority.substr(std::min<std::size_t>(1, authority.size()));
        if (url.port.empty() && !authority.empty()) return std::nullopt;
    } else {
        const auto port = authority.find(':');
        url.host = authority.substr(0, std::min(port, authority.size()));
        if (port != std::string_view::npos) {
            url.port = authority.substr(port + 1);
            if (url.port.empty()) return std::nullopt;
        }
    }
    const bool port_is_number = url.port.size() <= 5 && std::ranges::all_of(url.port, is_digit);
    if (url.host.empty() || !port_is_number) return std::nullopt;
    return url;
}

bool is_own_machine(std::string_view host) {
    if (host == "::1" || host == "localhost" || host.ends_with(".localhost") || host.ends_with(".test")) return true;
    // 127.0.0.0/8, written in full: "127.example.com" is a name like any other.
    return host.starts_with("127.") && host.size() <= 15 && std::ranges::count(host, '.') == 3 &&
           host.find_first_not_of("0123456789.") == std::string_view::npos;
}

}  // namespace wib::codec

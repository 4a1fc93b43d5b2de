#include "shared/codec/cookie.hpp"

#include <algorithm>

#include "shared/codec/header.hpp"

namespace wib::codec {

std::optional<std::string_view> find_cookie(std::string_view cookie_header, std::string_view name) {
    while (!cookie_header.empty()) {
        const auto end = std::min(cookie_header.find(';'), cookie_header.size());
        const auto pair = trim(cookie_header.substr(0, end));
        cookie_header.remove_prefix(std::min(end + 1, cookie_header.size()));
        const auto equals = pair.find('=');
        if (equals == std::string_view::npos || pair.substr(0, equals) != name) continue;
        auto value = pair.substr(equals + 1);
        const bool is_quoted = value.size() >= 2 && value.starts_with('"') && value.ends_with('"');
        return is_quoted ? value.substr(1, value.size() - 2) : value;
    }
    return std::nullopt;
}

std::string set_cookie(std::string_view name, std::string_view value, std::chrono::seconds life) {
    std::string cookie{name};
    cookie += '=';
    cookie += value;
    cookie += "; Path=/; Max-Age=" + std::to_string(life.count()) + "; HttpOnly; Secure; SameSite=Lax";
    return cookie;
}

std::string clear_cookie(std::string_view name) {
    return set_cookie(name, "", std::chrono::seconds{0});
}

}  // namespace wib::codec

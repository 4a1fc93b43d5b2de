#include "edge/core/page.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "shared/codec/base64.hpp"

namespace wib::edge {
namespace {

// Every page with a form for a route whose row says Human::proven.
constexpr std::array<std::string_view, 3> kAsking{"/signup", "/forgot-password", "/accept-invite"};

// Where the console's program draws (edge/console/index.html).
constexpr std::string_view kRoot = R"(<div id="root")";

void add_attribute(std::string& out, std::string_view name, std::string_view value) {
    out += ' ';
    out += name;
    out += "=\"";
    for (const char c : value) {
        if (c == '&')
            out += "&amp;";
        else if (c == '"')
            out += "&quot;";
        else
            out += c;
    }
    out += '"';
}

}  // namespace

bool asks_for_a_person(std::string_view path) {
    return std::ranges::find(kAsking, path) != kAsking.end();
}

bool loads_wasm(std::string_view path) {
    return path == "/verify";
}

std::string dress(std::string_view html, std::string_view nonce, const std::optional<HumanCheck>& check,
                  std::string_view path) {
    std::string attributes;
    add_attribute(attributes, "nonce", nonce);
    if (check) {
        add_attribute(attributes, "data-site-key", check->site_key);
        if (asks_for_a_person(path)) add_attribute(attributes, "data-widget", check->widget_url);
    }
    std::string dressed{html};
    if (const auto at = dressed.find(kRoot); at != std::string::npos) dressed.insert(at + kRoot.size(), attributes);
    return dressed;
}

std::string style_nonce(const Event& event) {
    constexpr std::size_t kSize = 16;
    return codec::base64(std::as_bytes(std::span{event.random}.first(kSize)));
}

std::string_view origin_of(std::string_view url) {
    const auto path = url.find('/', url.find("://") + 3);
    return url.substr(0, path);
}

}  // namespace wib::edge

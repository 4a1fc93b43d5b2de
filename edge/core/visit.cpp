#include "edge/core/visit.hpp"

#include <algorithm>
#include <charconv>

#include "edge/core/answer.hpp"
#include "shared/codec/hex.hpp"
#include "shared/codec/url.hpp"

namespace wib::edge {
namespace {

constexpr std::size_t kMaxCorrelationId = 64;

bool is_plain(std::string_view text) {
    return !text.empty() && text.size() <= kMaxCorrelationId && std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
               c == '.';
    });
}

RequestId random_id(const Event& event, std::size_t from) {
    std::array<std::uint8_t, 16> random{};
    std::copy_n(event.random.begin() + static_cast<std::ptrdiff_t>(from), random.size(), random.begin());
    return RequestId{uuid_v4(random)};
}

std::string_view without_port(std::string_view host) {
    if (host.starts_with('[')) return host.substr(1, std::min(host.find(']'), host.size()) - 1);
    return host.substr(0, host.find(':'));
}

}  // namespace

bool Visit::came_in_the_clear() const {
    return event.scheme == "http" && !codec::is_own_machine(without_port(event.host));
}

RequestId request_id(const Event& event) {
    return random_id(event, 0);
}
RequestId side_request_id(const Event& event) {
    return random_id(event, 16);
}

RequestId numbered_request_id(const Event& event, std::uint16_t number) {
    std::array<std::uint8_t, 16> random{};
    std::copy_n(event.random.begin(), random.size(), random.begin());
    random[0] = static_cast<std::uint8_t>(random[0] ^ (number & 0xff));
    random[1] = static_cast<std::uint8_t>(random[1] ^ (number >> 8));
    return RequestId{uuid_v4(random)};
}

std::string correlation_id(const Event& event) {
    const auto brought = event.headers.get("x-correlation-id");
    if (is_plain(brought)) return std::string{brought};
    const auto millis = unix_micros(event.now) / 1000;
    char digits[16];
    const auto end = std::to_chars(std::begin(digits), std::end(digits), millis, 36).ptr;
    const auto random = std::as_bytes(std::span{event.random}.subspan(16, 6));
    return "wb-" + std::string(digits, end) + "-" + codec::hex(random);
}

Respond refuse(const Visit& visit, std::string_view route, const api::Problem& problem) {
    visit.dialogue.line().route = route;
    visit.dialogue.line().code = api::name(problem.code);
    visit.dialogue.note(Count{"refused", std::string{route}, std::string{api::name(problem.code)}});
    return respond(problem, visit.correlation_id, visit.is_head());
}

}  // namespace wib::edge

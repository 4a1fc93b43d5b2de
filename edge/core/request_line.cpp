#include "edge/core/request_line.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "shared/codec/header.hpp"
#include "shared/codec/reflect.hpp"

namespace wib::edge {

namespace {

constexpr std::string_view kNothing = "-";
constexpr std::size_t kLongestMethod = 16;

void text(std::string& out, std::string_view member, std::string_view value) {
    out += member;
    codec::write_string(out, value);
}

std::string_view or_nothing(std::string_view text) {
    return text.empty() ? kNothing : text;
}
std::string from_word(std::string_view word) {
    return word == kNothing ? std::string{} : std::string{word};
}

// A method is what the caller wrote; ours are short words of capitals.
std::string plain_method(std::string_view method) {
    const bool is_plain = !method.empty() && method.size() <= kLongestMethod &&
                          std::ranges::all_of(method, [](char c) { return c >= 'A' && c <= 'Z'; });
    return is_plain ? std::string{method} : "OTHER";
}

}  // namespace

RequestLine open_line(const Event& event, std::string request_id, std::string correlation_id) {
    const auto trace = event.headers.get("traceparent");
    return {.began = event.now,
            .request_id = std::move(request_id),
            .traceparent = std::string{codec::trace_id_of(trace).empty() ? std::string_view{} : trace},
            .method = plain_method(event.method),
            .correlation_id = std::move(correlation_id)};
}

void name_principal(RequestLine& line, const Principal& principal) {
    line.principal = codec::enum_name(principal.kind);
    line.organization = principal.organization ? to_string(*principal.organization) : std::string{};
}

std::string encode(const RequestLine& line) {
    std::string text = std::to_string(unix_micros(line.began));
    for (const std::string_view word :
         {std::string_view{line.request_id}, std::string_view{line.traceparent}, std::string_view{line.method},
          std::string_view{line.principal}, std::string_view{line.organization}, std::string_view{line.cache}}) {
        text += ' ';
        text += or_nothing(word);
    }
    return text;
}

std::optional<RequestLine> decode_line(std::string_view text) {
    std::array<std::string_view, 7> words;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const auto end = text.find(' ');
        const bool is_last = i + 1 == words.size();
        if (is_last != (end == std::string_view::npos)) return std::nullopt;
        words[i] = text.substr(0, end);
        if (words[i].empty()) return std::nullopt;
        text.remove_prefix(is_last ? text.size() : end + 1);
    }
    constexpr std::int64_t kYear9999 = 253'402'300'799'000'000;
    std::int64_t began = 0;
    const auto [end, fault] = std::from_chars(words[0].data(), words[0].data() + words[0].size(), began);
    if (fault != std::errc{} || end != words[0].data() + words[0].size() || began < 0 || began > kYear9999)
        return std::nullopt;
    return RequestLine{.began = from_unix_micros(began),
                       .request_id = from_word(words[1]),
                       .traceparent = from_word(words[2]),
                       .method = from_word(words[3]),
                       .principal = from_word(words[4]),
                       .organization = from_word(words[5]),
                       .cache = from_word(words[6]),
                       .correlation_id = {},
                       .route = "none",
                       .code = {}};
}

// Printed by hand: in the module a description of the line costs several kilobytes, and each request prints one.
std::string print(const RequestLine& line, int status, std::optional<std::int64_t> bytes, Instant now) {
    constexpr int kOurFault = 500;
    const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(now - line.began).count();
    std::string out = "{\"ts\":\"";
    append_rfc3339(out, now);
    out += status >= kOurFault ? "\",\"level\":\"warn\"" : "\",\"level\":\"info\"";
    out += ",\"event\":\"request\",\"service\":\"edge\"";
    text(out, ",\"request_id\":", line.request_id);
    text(out, ",\"correlation_id\":", line.correlation_id);
    text(out, ",\"trace_id\":", codec::trace_id_of(line.traceparent));
    text(out, ",\"method\":", line.method);
    text(out, ",\"route\":", line.route);
    out.append(",\"status\":").append(std::to_string(status));
    text(out, ",\"code\":", line.code);
    text(out, ",\"cache\":", line.cache);
    text(out, ",\"principal\":", line.principal);
    text(out, ",\"organization\":", line.organization);
    out.append(",\"ms\":").append(std::to_string(std::max<std::int64_t>(0, took)));
    out.append(",\"bytes\":").append(bytes ? std::to_string(*bytes) : "null");
    return out + '}';
}

}  // namespace wib::edge

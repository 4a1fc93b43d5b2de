#include "shared/core/time.hpp"

namespace wib {
namespace {

using namespace std::chrono;

// Reads exactly `digits` decimal digits at `at`; moves past them.
std::optional<int> take_number(std::string_view text, std::size_t& at, std::size_t digits) {
    if (at + digits > text.size()) return std::nullopt;
    int value = 0;
    for (std::size_t i = 0; i < digits; ++i) {
        const char c = text[at + i];
        if (c < '0' || c > '9') return std::nullopt;
        value = value * 10 + (c - '0');
    }
    at += digits;
    return value;
}

bool take(std::string_view text, std::size_t& at, char expected) {
    if (at >= text.size() || text[at] != expected) return false;
    ++at;
    return true;
}

std::optional<minutes> take_offset(std::string_view text, std::size_t& at) {
    if (take(text, at, 'Z') || take(text, at, 'z')) return minutes{0};
    const bool east = take(text, at, '+');
    if (!east && !take(text, at, '-')) return std::nullopt;
    const auto hour = take_number(text, at, 2);
    if (!hour || *hour > 23) return std::nullopt;
    int minute = 0;
    if (at < text.size()) {
        take(text, at, ':');
        const auto parsed = take_number(text, at, 2);
        if (!parsed || *parsed > 59) return std::nullopt;
        minute = *parsed;
    }
    const auto offset = hours{*hour} + minutes{minute};
    return east ? offset : -offset;
}

// Writes exactly `digits` decimal digits at `at`.
void put_number(std::string& text, std::size_t at, std::size_t digits, unsigned value) {
    for (auto place = at + digits; place-- > at; value /= 10) text[place] = static_cast<char>('0' + value % 10);
}

}  // namespace

std::string to_rfc3339(Instant at) {
    const auto day = floor<days>(at);
    const year_month_day date{day};
    const hh_mm_ss<microseconds> time{at - day};
    // By hand: a page of calls holds two hundred of these, and snprintf was a third of what printing it took.
    std::string text = "0000-00-00T00:00:00.000000Z";
    put_number(text, 5, 2, static_cast<unsigned>(date.month()));
    put_number(text, 8, 2, static_cast<unsigned>(date.day()));
    put_number(text, 11, 2, static_cast<unsigned>(time.hours().count()));
    put_number(text, 14, 2, static_cast<unsigned>(time.minutes().count()));
    put_number(text, 17, 2, static_cast<unsigned>(time.seconds().count()));
    put_number(text, 20, 6, static_cast<unsigned>(time.subseconds().count()));
    const auto y = static_cast<int>(date.year());
    if (y < 0 || y > 9999) return text.replace(0, 4, std::to_string(y));  // beyond what RFC 3339 can say
    put_number(text, 0, 4, static_cast<unsigned>(y));
    return text;
}

std::optional<Instant> parse_rfc3339(std::string_view text) {
    std::size_t at = 0;
    const auto y = take_number(text, at, 4);
    if (!y || !take(text, at, '-')) return std::nullopt;
    const auto mo = take_number(text, at, 2);
    if (!mo || !take(text, at, '-')) return std::nullopt;
    const auto d = take_number(text, at, 2);
    if (!d || !(take(text, at, 'T') || take(text, at, 't') || take(text, at, ' '))) return std::nullopt;
    const auto h = take_number(text, at, 2);
    if (!h || !take(text, at, ':')) return std::nullopt;
    const auto mi = take_number(text, at, 2);
    if (!mi || !take(text, at, ':')) return std::nullopt;
    const auto s = take_number(text, at, 2);
    if (!s) return std::nullopt;

    std::int64_t fraction = 0;
    if (take(text, at, '.')) {
        std::int64_t unit = 100'000;
        const auto first = at;
        while (at < text.size() && text[at] >= '0' && text[at] <= '9') {
            fraction += (text[at] - '0') * unit;
            unit /= 10;
            ++at;
        }
        if (at == first) return std::nullopt;
    }
    const auto offset = take_offset(text, at);
    if (!offset || at != text.size()) return std::nullopt;

    const year_month_day date{year{*y}, month{static_cast<unsigned>(*mo)}, day{static_cast<unsigned>(*d)}};
    if (!date.ok() || *h > 23 || *mi > 59 || *s > 60) return std::nullopt;
    return Instant{sys_days{date}} + hours{*h} + minutes{*mi} + seconds{*s} + microseconds{fraction} - *offset;
}

}  // namespace wib

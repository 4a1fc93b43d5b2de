#include "shared/core/time.hpp"

namespace wib {
namespace {

using namespace std::chrono;

// Reads exactly `digits` decimal digits at `at`; moves past them.
template <std::size_t digits>
std::optional<int> take_number(std::string_view text, std::size_t& at) {
    if (at + digits > text.size()) return std::nullopt;
    int value = 0;
    bool strange = false;
    for (std::size_t i = 0; i < digits; ++i) {
        const auto digit = static_cast<unsigned char>(text[at + i] - '0');
        strange |= digit > 9;
        value = value * 10 + digit;
    }
    if (strange) return std::nullopt;
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
    const auto hour = take_number<2>(text, at);
    if (!hour || *hour > 23) return std::nullopt;
    int minute = 0;
    if (at < text.size()) {
        take(text, at, ':');
        const auto parsed = take_number<2>(text, at);
        if (!parsed || *parsed > 59) return std::nullopt;
        minute = *parsed;
    }
    const auto offset = hours{*hour} + minutes{minute};
    return east ? offset : -offset;
}

// Writes exactly `digits` decimal digits at `at`.
template <std::size_t digits>
void put_number(char* text, unsigned value) {
    for (auto place = digits; place-- > 0; value /= 10) text[place] = static_cast<char>('0' + value % 10);
}

}  // namespace

std::string to_rfc3339(Instant at) {
    std::string text;
    append_rfc3339(text, at);
    return text;
}

void append_rfc3339(std::string& out, Instant at) {
    const auto day = floor<days>(at);
    const year_month_day date{day};
    const hh_mm_ss<microseconds> time{at - day};
    // By hand: a page of calls holds two hundred of these, and snprintf was a third of what printing it took.
    char text[] = "0000-00-00T00:00:00.000000Z";
    put_number<2>(text + 5, static_cast<unsigned>(date.month()));
    put_number<2>(text + 8, static_cast<unsigned>(date.day()));
    put_number<2>(text + 11, static_cast<unsigned>(time.hours().count()));
    put_number<2>(text + 14, static_cast<unsigned>(time.minutes().count()));
    put_number<2>(text + 17, static_cast<unsigned>(time.seconds().count()));
    put_number<6>(text + 20, static_cast<unsigned>(time.subseconds().count()));
    const auto y = static_cast<int>(date.year());
    if (y < 0 || y > 9999) {  // beyond what RFC 3339 can say
        out += std::to_string(y);
        out.append(text + 4, sizeof text - 5);
        return;
    }
    put_number<4>(text, static_cast<unsigned>(y));
    out.append(text, sizeof text - 1);
}

std::optional<Instant> parse_rfc3339(std::string_view text) {
    std::size_t at = 0;
    const auto y = take_number<4>(text, at);
    if (!y || !take(text, at, '-')) return std::nullopt;
    const auto mo = take_number<2>(text, at);
    if (!mo || !take(text, at, '-')) return std::nullopt;
    const auto d = take_number<2>(text, at);
    if (!d || !(take(text, at, 'T') || take(text, at, 't') || take(text, at, ' '))) return std::nullopt;
    const auto h = take_number<2>(text, at);
    if (!h || !take(text, at, ':')) return std::nullopt;
    const auto mi = take_number<2>(text, at);
    if (!mi || !take(text, at, ':')) return std::nullopt;
    const auto s = take_number<2>(text, at);
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
    const auto moment =
        Instant{sys_days{date}} + hours{*h} + minutes{*mi} + seconds{*s} + microseconds{fraction} - *offset;
    // An offset (or a leap second) can lead out of the years that have four digits, and Postgres knows no year 0: what
    // is read here can be printed and kept.
    constexpr Instant first{sys_days{year{1} / 1 / 1}}, past{sys_days{year{10'000} / 1 / 1}};
    if (moment < first || moment >= past) return std::nullopt;
    return moment;
}

}  // namespace wib

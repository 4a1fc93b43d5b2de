#include "shared/codec/reflect.hpp"

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <charconv>
#include <cmath>
#include <cstring>

namespace wib::codec {
namespace {

// Faults echo names the caller sent; a path longer than this says nothing more to a reader.
constexpr std::size_t kMaxPath = 200;

std::string counted(std::string_view before, std::uint64_t count, std::string_view after) {
    std::string text{before};
    text += std::to_string(count);
    text += after;
    return text;
}

// Depth is bounded where the document was read.
bool holds_only_finite(const boost::json::value& value) {
    if (const auto* number = value.if_double()) return std::isfinite(*number);
    if (const auto* items = value.if_array()) return std::ranges::all_of(*items, holds_only_finite);
    if (const auto* members = value.if_object())
        return std::ranges::all_of(*members, [](const auto& member) { return holds_only_finite(member.value()); });
    return true;
}

}  // namespace

void Reader::fault(std::string_view message) {
    if (faults_.size() == kMaxFaults) return;
    auto path = path_;
    if (path.size() > kMaxPath) {
        auto cut = kMaxPath;
        while ((static_cast<unsigned char>(path[cut]) & 0xc0) == 0x80) --cut;
        path.resize(cut);
    }
    faults_.push_back({std::move(path), std::string{message}});
}

Reader::Step Reader::enter(std::string_view member) {
    const auto back_to = path_.size();
    if (!path_.empty()) path_ += '.';
    path_ += member;
    return {path_, back_to};
}

Reader::Step Reader::enter(std::size_t item) {
    const auto back_to = path_.size();
    path_ += '[';
    path_ += std::to_string(item);
    path_ += ']';
    return {path_, back_to};
}

void Reader::refuse_unknown(const boost::json::object& object, const std::string_view* known, std::size_t count) {
    if (unknown_ == Unknown::ignored) return;
    for (const auto& [name, value] : object) {
        const std::string_view key{name.data(), name.size()};
        if (std::find(known, known + count, key) != known + count) continue;
        const auto step = enter(key);
        fault("is not a known field");
    }
}

const boost::json::object* Reader::object(const boost::json::value& value) {
    const auto* object = value.if_object();
    if (!object) fault("must be an object");
    return object;
}

const boost::json::array* Reader::array(const boost::json::value& value, std::size_t min, std::size_t max) {
    const auto* array = value.if_array();
    if (!array) {
        fault("must be a list");
        return nullptr;
    }
    if (array->size() >= min && array->size() <= max) return array;
    fault(counted("must have ", min, counted(" to ", max, " items")));
    return nullptr;
}

const boost::json::string* Reader::string(const boost::json::value& value) {
    const auto* text = value.if_string();
    if (!text) {
        fault("must be a string");
        return nullptr;
    }
    // Postgres keeps no NUL in text: refused here, it is the caller's fault and not a failed statement.
    if (text->find('\0') != boost::json::string::npos) {
        fault("must not contain NUL");
        return nullptr;
    }
    return text;
}

std::optional<std::int64_t> Reader::whole(const boost::json::value& value) {
    constexpr double kExact = 9'007'199'254'740'992;  // 2^53: above it a double no longer tells neighbours apart
    if (const auto* number = value.if_int64()) return *number;
    const auto* number = value.if_double();
    if (!number || std::abs(*number) > kExact || std::trunc(*number) != *number) return std::nullopt;
    return static_cast<std::int64_t>(*number);
}

std::optional<std::int64_t> Reader::integer(const boost::json::value& value, std::int64_t min, std::int64_t max) {
    const auto number = whole(value);
    if (number && *number >= min && *number <= max) return *number;
    fault("must be a whole number from " + std::to_string(min) + " to " + std::to_string(max));
    return std::nullopt;
}

std::optional<std::uint64_t> Reader::natural(const boost::json::value& value, std::uint64_t max) {
    if (const auto number = whole(value); number && *number >= 0 && static_cast<std::uint64_t>(*number) <= max)
        return static_cast<std::uint64_t>(*number);
    if (const auto* number = value.if_uint64(); number && *number <= max) return *number;
    fault(counted("must be a whole number from 0 to ", max, ""));
    return std::nullopt;
}

std::optional<double> Reader::number(const boost::json::value& value) {
    // A literal beyond a double's reach ("1e400") is read as infinity, which has no JSON.
    if (const auto* number = value.if_double(); number && std::isfinite(*number)) return *number;
    if (const auto* number = value.if_int64()) return static_cast<double>(*number);
    if (const auto* number = value.if_uint64()) return static_cast<double>(*number);
    fault("must be a number");
    return std::nullopt;
}

std::optional<bool> Reader::boolean(const boost::json::value& value) {
    if (const auto* truth = value.if_bool()) return *truth;
    fault("must be true or false");
    return std::nullopt;
}

namespace {

// ASCII that stands for itself in a JSON string.
constexpr bool is_plain(char c) {
    return static_cast<signed char>(c) >= 0x20 && c != '"' && c != '\\';
}

/// Where from `at` on the first character stands that does not stand for itself. Eight at a time: a byte is strange
/// when its highest bit is set, or becomes so by taking 0x20 from it, or by taking 1 from its difference to a quote or
/// backslash. A borrow from a neighbour can only follow that neighbour's being strange.
std::size_t end_of_plain(std::string_view text, std::size_t at) {
    constexpr std::uint64_t ones = 0x0101010101010101;
    constexpr auto differs = [](std::uint64_t word, char c) { return word ^ (ones * static_cast<unsigned char>(c)); };
    for (; at + 8 <= text.size(); at += 8) {
        std::uint64_t word;
        std::memcpy(&word, text.data() + at, 8);
        const auto strange = word | (word - ones * 0x20) | (differs(word, '"') - ones) | (differs(word, '\\') - ones);
        if ((strange & (ones * 0x80)) != 0) break;
    }
    while (at < text.size() && is_plain(text[at])) ++at;
    return at;
}

template <class Whole>
void write_whole(std::string& out, Whole value) {
    std::array<char, 20> text;
    out.append(text.data(), std::to_chars(text.data(), text.data() + text.size(), value).ptr);
}

}  // namespace

void write_string(std::string& out, std::string_view text) {
    constexpr std::string_view digits = "0123456789abcdef";
    constexpr std::string_view replacement = "\xef\xbf\xbd";
    out += '"';
    for (std::size_t at = 0; at < text.size();) {
        // Nearly everything is written as it is: in one piece.
        const auto run = at;
        at = end_of_plain(text, at);
        out.append(text, run, at - run);
        if (at == text.size()) break;

        const auto length = utf8_length(text, at);
        const char c = text[at];
        if (length != 1) {
            out += length == 0 ? replacement : text.substr(at, length);
        } else if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (c == '\n') {
            out += "\\n";
        } else {
            out += "\\u00";
            out += digits[static_cast<unsigned char>(c) >> 4];
            out += digits[static_cast<unsigned char>(c) & 15];
        }
        at += std::max<std::size_t>(length, 1);
    }
    out += '"';
}

void write_number(std::string& out, std::int64_t value) {
    write_whole(out, value);
}
void write_number(std::string& out, std::uint64_t value) {
    write_whole(out, value);
}

void write_number(std::string& out, double value) {
    if (!std::isfinite(value)) {
        out += "null";
        return;
    }
    std::array<char, 32> text;
    const auto [end, error] = std::to_chars(text.data(), text.data() + text.size(), value);
    ensure(error == std::errc{}, "the shortest form of a double fits 32 characters");
    out.append(text.data(), end);
}

std::optional<Instant> Json<Instant>::read(const boost::json::value& value, Reader& in) {
    const auto* text = in.string(value);
    if (!text) return std::nullopt;
    const auto at = parse_rfc3339({text->data(), text->size()});
    if (!at) in.fault("must be a date and time (RFC 3339)");
    return at;
}

std::optional<RawJson> Json<RawJson>::read(const boost::json::value& value, Reader& in) {
    if (!holds_only_finite(value)) {
        in.fault("must hold only numbers that a double can hold");
        return std::nullopt;
    }
    return RawJson{boost::json::serialize(value)};
}

void detail::append_choice(std::string& message, std::string_view choice) {
    if (!message.ends_with("of ")) message += ", ";
    message += choice;
}

}  // namespace wib::codec

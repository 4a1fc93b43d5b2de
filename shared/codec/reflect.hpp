#pragma once
#include <array>
#include <boost/describe.hpp>
#include <boost/json/value.hpp>
#include <concepts>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "shared/codec/document.hpp"
#include "shared/codec/fault.hpp"
#include "shared/codec/field.hpp"
#include "shared/codec/text.hpp"
#include "shared/core/ensure.hpp"
#include "shared/core/result.hpp"
#include "shared/core/secret.hpp"
#include "shared/core/time.hpp"

/// One struct gives parsing, validation and JSON. Describe it (BOOST_DESCRIBE_STRUCT(StartCall, (), (to_number,
/// from_number)), all members, in the order of their declaration, at most 52) and
///
///     const auto command = codec::parse<StartCall>(body);       // Result<StartCall, ParseError>
///     const auto text = codec::print(answer);                   // compact JSON, members in order
///
/// Constraints live in member types: E164, Text<1, 200>, List<T, 1, 10>, ids, Instant, described enums. A type of one's
/// own joins by having `static std::optional<T> parse(std::string_view)`, a `to_string` and perhaps `static expects()`;
/// anything else specialises Json<T>. std::optional may be absent or null and is printed as null; Field is printed only
/// when present.
namespace wib::codec {

/// Any JSON, kept as its text: event data, words. Empty prints as null.
struct RawJson {
    std::string text;
    bool operator==(const RawJson&) const = default;
};

/// JSON kept as its text that is known to be a T: stored by us, passed through as it is.
template <class T>
struct RawJsonOf : RawJson {};

/// Min to Max items.
template <class T, std::size_t Min, std::size_t Max>
struct List {
    std::vector<T> items;
    bool operator==(const List&) const = default;
};

/// A std::vector takes at most this many items.
inline constexpr std::size_t kMaxItems = 10'000;
/// More faults than this are not told: an answer must stay smaller than its question.
inline constexpr std::size_t kMaxFaults = 100;

/// Collects faults and knows where in the document it stands.
class Reader {
  public:
    explicit Reader(Unknown unknown) : unknown_(unknown) {}

    /// Notes what is wanted here ("must be a string").
    void fault(std::string_view message);
    /// Goes to a member or item until the returned step is dropped.
    class Step {
      public:
        Step(std::string& path, std::size_t back_to) : path_(path), back_to_(back_to) {}
        Step(const Step&) = delete;
        Step& operator=(const Step&) = delete;
        ~Step() { path_.resize(back_to_); }

      private:
        std::string& path_;
        std::size_t back_to_;
    };
    [[nodiscard]] Step enter(std::string_view member);
    [[nodiscard]] Step enter(std::size_t item);

    /// Faults every member that is none of `known`, unless unknown ones are ignored.
    void refuse_unknown(const boost::json::object& object, const std::string_view* known, std::size_t count);

    // The value as what it must be; a fault and nothing when it is something else.
    [[nodiscard]] const boost::json::object* object(const boost::json::value& value);
    [[nodiscard]] const boost::json::array* array(const boost::json::value& value, std::size_t min, std::size_t max);
    [[nodiscard]] const boost::json::string* string(const boost::json::value& value);
    /// A whole number, also one written 7.0 (JSON Schema counts it as one); without a fault when it is none.
    [[nodiscard]] static std::optional<std::int64_t> whole(const boost::json::value& value);
    [[nodiscard]] std::optional<std::int64_t> integer(const boost::json::value& value, std::int64_t min,
                                                      std::int64_t max);
    [[nodiscard]] std::optional<std::uint64_t> natural(const boost::json::value& value, std::uint64_t max);
    [[nodiscard]] std::optional<double> number(const boost::json::value& value);
    [[nodiscard]] std::optional<bool> boolean(const boost::json::value& value);

    [[nodiscard]] const Faults& faults() const { return faults_; }

  private:
    Unknown unknown_;
    std::string path_;
    Faults faults_;
};

/// Appends a JSON string, quoted and escaped; bytes that are not UTF-8 become U+FFFD, so that what we print is always
/// JSON.
void write_string(std::string& out, std::string_view text);
void write_number(std::string& out, std::int64_t value);
void write_number(std::string& out, std::uint64_t value);
/// The shortest form that reads back the same; not-a-number and infinities have none and become null.
void write_number(std::string& out, double value);

/// How a T reads and writes. `read` gives nothing exactly when it noted a fault; `absent`, where it exists, is the
/// value of a missing member; `is_absent`, where it exists, keeps a member from being printed.
template <class T>
struct Json;

template <class T>
concept TextValue = requires(std::string_view text, const T& value) {
    { T::parse(text) } -> std::same_as<std::optional<T>>;
    { to_string(value) } -> std::convertible_to<std::string>;
};

template <class T>
concept DescribedStruct = std::is_class_v<T> && boost::describe::has_describe_members<T>::value && !TextValue<T>;

template <class T>
concept DescribedEnum = std::is_enum_v<T> && boost::describe::has_describe_enumerators<T>::value;

template <class T>
[[nodiscard]] Result<T, ParseError> parse(std::string_view text, const Reading& how = {}) {
    const Document document{text, how};
    if (document.error()) return unexpected(*document.error());
    Reader in{how.unknown};
    auto value = Json<T>::read(document.root(), in);
    if (!in.faults().empty()) return unexpected(ParseError{ParseError::Kind::faults, in.faults()});
    ensure(value.has_value(), "a reader that found no fault has a value");
    return std::move(*value);
}

template <class T>
void write(std::string& out, const T& value) {
    Json<T>::write(out, value);
}

template <class T>
[[nodiscard]] std::string print(const T& value) {
    std::string out;
    write(out, value);
    return out;
}

/// A T as text that is known to be one.
template <class T>
[[nodiscard]] RawJsonOf<T> raw_json_of(const T& value) {
    return {{print(value)}};
}

/// The wire name of a described enumerator: its identifier without a trailing underscore ("operator_" is "operator").
template <DescribedEnum E>
[[nodiscard]] constexpr std::string_view enum_name(E value);
template <DescribedEnum E>
[[nodiscard]] constexpr std::optional<E> parse_enum(std::string_view name);

// ---------------------------------------------------------------------------------------------------------------------------

namespace detail {

constexpr std::string_view wire_name(std::string_view identifier) {
    return identifier.ends_with('_') ? identifier.substr(0, identifier.size() - 1) : identifier;
}

template <class D>
struct MemberOf;
template <class Struct, class Member>
struct MemberOf<Member Struct::*> {
    using Type = Member;
};
template <class D>
using MemberType = typename MemberOf<std::remove_cv_t<decltype(D::pointer)>>::Type;

template <class T>
std::optional<T> read_member(const boost::json::object& object, std::string_view name, Reader& in) {
    const auto step = in.enter(name);
    if (const auto* value = object.if_contains(name)) return Json<T>::read(*value, in);
    if constexpr (requires { Json<T>::absent(); }) {
        return Json<T>::absent();
    } else {
        in.fault("is required");
        return std::nullopt;
    }
}

template <class T>
void write_member(std::string& out, std::string_view name, const T& value) {
    if constexpr (requires { Json<T>::is_absent(value); })
        if (Json<T>::is_absent(value)) return;
    if (out.back() != '{') out += ',';
    write_string(out, name);
    out += ':';
    write(out, value);
}

// What stands before a described member's value: `,"name":`. A C++ identifier needs no escape.
template <class D>
inline constexpr auto kBeforeMember = [] {
    constexpr auto name = wire_name(D::name);
    std::array<char, name.size() + 4> text{',', '"'};
    for (std::size_t i = 0; i < name.size(); ++i) text[i + 2] = name[i];
    text[name.size() + 2] = '"';
    text[name.size() + 3] = ':';
    return text;
}();

template <class D, class T>
void write_described(std::string& out, const T& value) {
    if constexpr (requires { Json<T>::is_absent(value); })
        if (Json<T>::is_absent(value)) return;
    const std::size_t first = out.back() == '{' ? 1 : 0;
    out.append(kBeforeMember<D>.data() + first, kBeforeMember<D>.size() - first);
    write(out, value);
}

// T{…} takes members in the order of their declaration, which is therefore the order they must be described in.
template <class T, class... D>
void ensure_declared_order(const T& made) {
    const std::array<const void*, sizeof...(D)> places{static_cast<const void*>(&(made.*D::pointer))...};
    for (std::size_t i = 1; i < places.size(); ++i)
        ensure(places[i - 1] < places[i], "members are described in the order they are declared");
}

// A base's members stand without braces of their own: T{…} takes them all in one row.
template <class T, class... D, class... M>
T make_struct(M&&... members) {
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wmissing-braces"
    T made{std::forward<M>(members)...};
#pragma clang diagnostic pop
    ensure_declared_order<T, D...>(made);
    return made;
}

template <class T, template <class...> class L, class... D>
std::optional<T> read_struct(const boost::json::object& object, Reader& in, L<D...>) {
    std::tuple<std::optional<MemberType<D>>...> read{read_member<MemberType<D>>(object, wire_name(D::name), in)...};
    static constexpr std::array<std::string_view, sizeof...(D)> known{wire_name(D::name)...};
    in.refuse_unknown(object, known.data(), known.size());
    return std::apply(
        [](auto&... member) -> std::optional<T> {
            if ((!member.has_value() || ...)) return std::nullopt;
            return make_struct<T, D...>(std::move(*member)...);
        },
        read);
}

template <class T, template <class...> class L, class... D>
void write_struct(std::string& out, const T& value, L<D...>) {
    (write_described<D>(out, value.*D::pointer), ...);
}

template <class T>
std::optional<std::vector<T>> read_items(const boost::json::value& value, Reader& in, std::size_t min,
                                         std::size_t max) {
    const auto* array = in.array(value, min, max);
    if (!array) return std::nullopt;
    std::vector<T> items;
    items.reserve(array->size());
    for (std::size_t i = 0; i < array->size(); ++i) {
        const auto step = in.enter(i);
        if (auto item = Json<T>::read((*array)[i], in)) items.push_back(std::move(*item));
    }
    if (items.size() != array->size()) return std::nullopt;
    return items;
}

template <class T>
void write_items(std::string& out, const std::vector<T>& items) {
    out += '[';
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (i > 0) out += ',';
        write(out, static_cast<const T&>(items[i]));
    }
    out += ']';
}

void append_choice(std::string& message, std::string_view choice);

}  // namespace detail

template <DescribedEnum E>
constexpr std::string_view enum_name(E value) {
    std::string_view found;
    [&]<template <class...> class L, class... D>(L<D...>) {
        ((D::value == value ? void(found = detail::wire_name(D::name)) : void()), ...);
    }(boost::describe::describe_enumerators<E>{});
    ensure(!found.empty(), "every enumerator is described");
    return found;
}

template <DescribedEnum E>
constexpr std::optional<E> parse_enum(std::string_view name) {
    std::optional<E> found;
    [&]<template <class...> class L, class... D>(L<D...>) {
        ((detail::wire_name(D::name) == name ? void(found = D::value) : void()), ...);
    }(boost::describe::describe_enumerators<E>{});
    return found;
}

/// Every wire name of a described enum, in order.
template <DescribedEnum E>
inline constexpr auto kNames = []<template <class...> class L, class... D>(L<D...>) {
    return std::array<std::string_view, sizeof...(D)>{detail::wire_name(D::name)...};
}(boost::describe::describe_enumerators<E>{});

template <DescribedStruct T>
struct Json<T> {
    using Members = boost::describe::describe_members<T, boost::describe::mod_public | boost::describe::mod_inherited>;
    static std::optional<T> read(const boost::json::value& value, Reader& in) {
        const auto* object = in.object(value);
        if (!object) return std::nullopt;
        return detail::read_struct<T>(*object, in, Members{});
    }
    static void write(std::string& out, const T& value) {
        out += '{';
        detail::write_struct(out, value, Members{});
        out += '}';
    }
};

template <DescribedEnum E>
struct Json<E> {
    static std::optional<E> read(const boost::json::value& value, Reader& in) {
        const auto* text = value.if_string();
        const auto found = text ? parse_enum<E>({text->data(), text->size()}) : std::nullopt;
        if (!found) in.fault(expects());
        return found;
    }
    static void write(std::string& out, E value) { write_string(out, enum_name(value)); }
    static std::string expects() {
        std::string message = "must be one of ";
        [&]<template <class...> class L, class... D>(L<D...>) {
            (detail::append_choice(message, detail::wire_name(D::name)), ...);
        }(boost::describe::describe_enumerators<E>{});
        return message;
    }
};

template <TextValue T>
struct Json<T> {
    static std::optional<T> read(const boost::json::value& value, Reader& in) {
        const auto* text = in.string(value);
        if (!text) return std::nullopt;
        auto parsed = T::parse(std::string_view{text->data(), text->size()});
        if (!parsed) {
            if constexpr (requires { T::expects(); })
                in.fault(T::expects());
            else
                in.fault("is not well formed");
        }
        return parsed;
    }
    static void write(std::string& out, const T& value) {
        if constexpr (requires { append_plain(out, value); }) {
            out += '"';
            append_plain(out, value);
            out += '"';
        } else {
            write_string(out, to_string(value));
        }
    }
};

template <>
struct Json<bool> {
    static std::optional<bool> read(const boost::json::value& value, Reader& in) { return in.boolean(value); }
    static void write(std::string& out, bool value) { out += value ? "true" : "false"; }
};

template <std::signed_integral T>
struct Json<T> {
    static std::optional<T> read(const boost::json::value& value, Reader& in) {
        const auto number = in.integer(value, std::numeric_limits<T>::min(), std::numeric_limits<T>::max());
        if (!number) return std::nullopt;
        return static_cast<T>(*number);
    }
    static void write(std::string& out, T value) { write_number(out, std::int64_t{value}); }
};

template <std::unsigned_integral T>
    requires(!std::same_as<T, bool>)
struct Json<T> {
    static std::optional<T> read(const boost::json::value& value, Reader& in) {
        const auto number = in.natural(value, std::numeric_limits<T>::max());
        if (!number) return std::nullopt;
        return static_cast<T>(*number);
    }
    static void write(std::string& out, T value) { write_number(out, std::uint64_t{value}); }
};

template <>
struct Json<double> {
    static std::optional<double> read(const boost::json::value& value, Reader& in) { return in.number(value); }
    static void write(std::string& out, double value) { write_number(out, value); }
};

template <>
struct Json<std::string> {
    static std::optional<std::string> read(const boost::json::value& value, Reader& in) {
        const auto* text = in.string(value);
        if (!text) return std::nullopt;
        return std::string{text->data(), text->size()};
    }
    static void write(std::string& out, const std::string& value) { write_string(out, value); }
};

/// Read, never written: printing a secret does not compile.
template <>
struct Json<Secret> {
    static std::optional<Secret> read(const boost::json::value& value, Reader& in) {
        auto text = Json<std::string>::read(value, in);
        if (!text) return std::nullopt;
        return Secret{std::move(*text)};
    }
};

template <>
struct Json<Instant> {
    static std::optional<Instant> read(const boost::json::value& value, Reader& in);
    static void write(std::string& out, Instant value) {
        out += '"';
        append_rfc3339(out, value);
        out += '"';
    }
};

template <>
struct Json<RawJson> {
    static std::optional<RawJson> read(const boost::json::value& value, Reader& in);
    static void write(std::string& out, const RawJson& value) { out += value.text.empty() ? "null" : value.text; }
};

template <class T>
struct Json<RawJsonOf<T>> {
    static std::optional<RawJsonOf<T>> read(const boost::json::value& value, Reader& in) {
        auto raw = Json<RawJson>::read(value, in);
        if (!raw) return std::nullopt;
        return RawJsonOf<T>{std::move(*raw)};
    }
    static void write(std::string& out, const RawJsonOf<T>& value) { Json<RawJson>::write(out, value); }
};

template <class T>
struct Json<std::optional<T>> {
    static std::optional<std::optional<T>> read(const boost::json::value& value, Reader& in) {
        if (value.is_null()) return std::optional<T>{};
        auto read = Json<T>::read(value, in);
        if (!read) return std::nullopt;
        return std::optional<std::optional<T>>{std::in_place, std::move(*read)};
    }
    static std::optional<T> absent() { return std::nullopt; }
    static void write(std::string& out, const std::optional<T>& value) {
        if (value)
            codec::write(out, *value);
        else
            out += "null";
    }
};

template <class T>
struct Json<Field<T>> {
    static std::optional<Field<T>> read(const boost::json::value& value, Reader& in) {
        if (value.is_null()) return Field<T>::null();
        auto read = Json<T>::read(value, in);
        if (!read) return std::nullopt;
        return Field<T>{std::move(*read)};
    }
    static Field<T> absent() { return {}; }
    static bool is_absent(const Field<T>& value) { return value.is_absent(); }
    static void write(std::string& out, const Field<T>& value) {
        if (value.has_value())
            codec::write(out, value.value());
        else
            out += "null";
    }
};

template <class T>
struct Json<std::vector<T>> {
    static std::optional<std::vector<T>> read(const boost::json::value& value, Reader& in) {
        return detail::read_items<T>(value, in, 0, kMaxItems);
    }
    static void write(std::string& out, const std::vector<T>& value) { detail::write_items(out, value); }
};

template <class T, std::size_t Min, std::size_t Max>
struct Json<List<T, Min, Max>> {
    static std::optional<List<T, Min, Max>> read(const boost::json::value& value, Reader& in) {
        auto items = detail::read_items<T>(value, in, Min, Max);
        if (!items) return std::nullopt;
        return List<T, Min, Max>{std::move(*items)};
    }
    static void write(std::string& out, const List<T, Min, Max>& value) { detail::write_items(out, value.items); }
};

template <class T>
struct Json<std::map<std::string, T>> {
    static std::optional<std::map<std::string, T>> read(const boost::json::value& value, Reader& in) {
        const auto* object = in.object(value);
        if (!object) return std::nullopt;
        std::map<std::string, T> entries;
        for (const auto& [name, entry] : *object) {
            const std::string_view key{name.data(), name.size()};
            const auto step = in.enter(key);
            if (auto read = Json<T>::read(entry, in)) entries.emplace(key, std::move(*read));
        }
        if (entries.size() != object->size()) return std::nullopt;
        return entries;
    }
    static void write(std::string& out, const std::map<std::string, T>& value) {
        out += '{';
        for (const auto& [name, entry] : value) detail::write_member(out, name, entry);
        out += '}';
    }
};

}  // namespace wib::codec

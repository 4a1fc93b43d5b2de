#pragma once
#include <charconv>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

#include "shared/codec/reflect.hpp"
#include "shared/codec/whole.hpp"
#include "shared/core/result.hpp"
#include "shared/core/strong_id.hpp"

/// The same described structs, read from named texts: the query of a request, the parameters of its path. An empty text
/// means that the field is absent; names nobody described are left alone, as links gather them on their way.
///
///     struct ListCallsQuery : PageQuery { std::optional<std::string> search; };
///
///     const auto query = codec::parse_query<ListCallsQuery>(request.query);
namespace wib::codec {

using TextFields = std::map<std::string, std::string, std::less<>>;

/// Everything wrong with the fields together.
struct FieldFaults {
    Faults faults;
    bool only_ids;  ///< nothing but ids is wrong, which callers tell by a code of its own
};

/// How a T is read from a field's text. `absent`, where it exists, is the value of a missing field.
template <class T>
struct FromText;

namespace detail {

template <class T>
inline constexpr bool kIsId = false;
template <class Tag>
inline constexpr bool kIsId<StrongId<Tag>> = true;
template <class T>
inline constexpr bool kIsId<std::optional<T>> = kIsId<T>;

template <std::integral T>
std::optional<T> whole_of(std::string_view text) {
    T value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

template <class T>
std::optional<T> read_field(const TextFields& fields, std::string_view name, Reader& in, bool& only_ids) {
    const auto step = in.enter(name);
    const auto before = in.faults().size();
    const auto found = fields.find(name);
    std::optional<T> value;
    if (found != fields.end() && !found->second.empty()) {
        value = FromText<T>::read(found->second, in);
    } else if constexpr (requires { FromText<T>::absent(); }) {
        value = FromText<T>::absent();
    } else {
        in.fault("is required");
    }
    if (in.faults().size() > before && !kIsId<T>) only_ids = false;
    return value;
}

template <class T, template <class...> class L, class... D>
Result<T, FieldFaults> read_fields(const TextFields& fields, L<D...>) {
    Reader in{Unknown::ignored};
    bool only_ids = true;
    std::tuple<std::optional<MemberType<D>>...> read{
        read_field<MemberType<D>>(fields, wire_name(D::name), in, only_ids)...};
    if (!in.faults().empty()) return unexpected(FieldFaults{in.faults(), only_ids});
    return std::apply([](auto&... member) { return make_struct<T, D...>(std::move(*member)...); }, read);
}

}  // namespace detail

template <TextValue T>
struct FromText<T> {
    static std::optional<T> read(std::string_view text, Reader& in) {
        auto parsed = T::parse(text);
        if (!parsed) {
            if constexpr (requires { T::expects(); })
                in.fault(T::expects());
            else
                in.fault("is not well formed");
        }
        return parsed;
    }
};

template <>
struct FromText<std::string> {
    static std::optional<std::string> read(std::string_view text, Reader&) { return std::string{text}; }
};

template <>
struct FromText<bool> {
    static std::optional<bool> read(std::string_view text, Reader& in) {
        if (text == "true" || text == "false") return text == "true";
        in.fault("must be true or false");
        return std::nullopt;
    }
};

template <std::integral T>
    requires(!std::same_as<T, bool>)
struct FromText<T> {
    static std::optional<T> read(std::string_view text, Reader& in) {
        const auto value = detail::whole_of<T>(text);
        if (!value)
            in.fault("must be a whole number from " + std::to_string(std::numeric_limits<T>::min()) + " to " +
                     std::to_string(std::numeric_limits<T>::max()));
        return value;
    }
};

template <std::int64_t Min, std::int64_t Max, std::int64_t Default, Above TooLarge>
struct FromText<Whole<Min, Max, Default, TooLarge>> {
    using T = Whole<Min, Max, Default, TooLarge>;
    static std::optional<T> read(std::string_view text, Reader& in) {
        const auto number = detail::whole_of<std::int64_t>(text);
        auto value = number ? T::from(*number) : std::nullopt;
        if (!value) in.fault(T::expects());
        return value;
    }
    static T absent()
        requires(T::kHasDefault)
    {
        return {};
    }
};

template <DescribedEnum E>
struct FromText<E> {
    static std::optional<E> read(std::string_view text, Reader& in) {
        const auto found = parse_enum<E>(text);
        if (!found) in.fault(Json<E>::expects());
        return found;
    }
};

template <>
struct FromText<Instant> {
    static std::optional<Instant> read(std::string_view text, Reader& in) {
        const auto at = parse_rfc3339(text);
        if (!at) in.fault("must be a date and time (RFC 3339)");
        return at;
    }
};

template <class T>
struct FromText<std::optional<T>> {
    static std::optional<std::optional<T>> read(std::string_view text, Reader& in) {
        auto value = FromText<T>::read(text, in);
        if (!value) return std::nullopt;
        return std::optional<std::optional<T>>{std::in_place, std::move(*value)};
    }
    static std::optional<T> absent() { return std::nullopt; }
};

/// Reads every member of T from the field of its name; every fault with its name, or the whole.
template <DescribedStruct T>
[[nodiscard]] Result<T, FieldFaults> parse_query(const TextFields& fields) {
    return detail::read_fields<T>(fields, typename Json<T>::Members{});
}

}  // namespace wib::codec

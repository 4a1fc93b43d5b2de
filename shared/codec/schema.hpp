#pragma once
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shared/codec/about.hpp"
#include "shared/codec/reflect.hpp"
#include "shared/codec/secret_text.hpp"
#include "shared/codec/whole.hpp"

/// JSON Schema (2020-12, as OpenAPI 3.1 uses it) of everything reflect.hpp reads and prints. A schema and its parser
/// say the same: tests/unit/shared/api/endpoints holds them against each other on thousands of mutated bodies.
///
/// A described struct becomes a component of its own name; `static constexpr std::array about{codec::About{…}}` puts
/// words to its members, and `static constexpr std::string_view schema_rules()` adds what no member says alone (a JSON
/// object, merged in where the struct is read). A text type of one's own tells its `format()`, `pattern()`,
/// `min_characters()` and `max_characters()`, whichever it has.
///
/// Native only: the edge module never links it.
namespace wib::codec {

/// What we read may leave optional members out and holds nothing else; what we print has every member.
enum class Direction { read, printed };

template <class T>
struct Schema;

/// Components gathered while schemas are made, each named once. What is printed is to be asked for first: a struct that
/// is read and printed in two shapes keeps its name for what is printed and is read as "<Name>Input".
class Schemas {
  public:
    template <class T>
    [[nodiscard]] boost::json::object of(Direction direction) {
        return Schema<T>::make(*this, direction);
    }
    /// A reference to the component of this type, made when it is not there yet.
    [[nodiscard]] boost::json::object refer(std::string_view type, Direction direction,
                                            boost::json::object (*make)(Schemas&, Direction));
    /// By name.
    [[nodiscard]] const std::map<std::string, boost::json::object>& components() const { return components_; }

  private:
    std::map<std::string, boost::json::object> components_;
    std::map<std::string, std::string> types_;                        // component → type it stands for
    std::map<std::pair<std::string, Direction>, std::string> names_;  // type → component
};

namespace detail {

/// "wib::api::Call", as the compiler spells it.
template <class T>
constexpr std::string_view type_name() {
    const std::string_view spelled = __PRETTY_FUNCTION__;
    const auto begin = spelled.find("[T = ") + 5;
    return spelled.substr(begin, spelled.rfind(']') - begin);
}

boost::json::object text_schema(std::optional<std::size_t> min, std::optional<std::size_t> max);
boost::json::object whole_schema(std::string_view format, std::optional<std::int64_t> min,
                                 std::optional<std::int64_t> max);
boost::json::object list_schema(boost::json::object item, std::size_t min, std::optional<std::size_t> max);
boost::json::object nullable(boost::json::object schema);
void describe(boost::json::object& schema, const About& about);
void merge_rules(boost::json::object& schema, std::string_view rules);
/// "must be a phone number" → "A phone number".
std::string as_description(std::string_view expects);

template <class T>
void describe_members(boost::json::object& properties) {
    if constexpr (requires { T::about; })
        for (const About& about : T::about)
            if (auto* member = properties.if_contains(about.member)) describe(member->as_object(), about);
}

template <class T, template <class...> class L, class... B>
void describe_from_bases(boost::json::object& properties, L<B...>) {
    (describe_members<typename B::type>(properties), ...);
    describe_members<T>(properties);
}

template <class M>
constexpr bool is_required(Direction direction) {
    if (direction == Direction::read) return !requires { Json<M>::absent(); };
    return !requires(const M& value) { Json<M>::is_absent(value); };
}

template <class T, template <class...> class L, class... D>
boost::json::object struct_schema(Schemas& schemas, Direction direction, L<D...>) {
    boost::json::object properties;
    boost::json::array required;
    const auto member = [&]<class M>(std::string_view name) {
        properties.emplace(name, schemas.of<M>(direction));
        if (is_required<M>(direction)) required.emplace_back(name);
    };
    (member.template operator()<MemberType<D>>(wire_name(D::name)), ...);
    describe_from_bases<T>(properties, boost::describe::describe_bases<T, boost::describe::mod_public>{});

    boost::json::object schema{{"type", "object"}, {"properties", std::move(properties)}};
    if (!required.empty()) schema.emplace("required", std::move(required));
    schema.emplace("additionalProperties", false);
    if constexpr (requires { T::about; })
        for (const About& about : T::about)
            if (about.member.empty()) schema.emplace("description", about.text);
    if constexpr (requires { T::schema_rules(); })
        if (direction == Direction::read) merge_rules(schema, T::schema_rules());
    return schema;
}

}  // namespace detail

template <DescribedStruct T>
struct Schema<T> {
    static boost::json::object make(Schemas& schemas, Direction direction) {
        return schemas.refer(detail::type_name<T>(), direction, [](Schemas& all, Direction way) {
            return detail::struct_schema<T>(all, way, typename Json<T>::Members{});
        });
    }
};

template <DescribedEnum E>
struct Schema<E> {
    static boost::json::object make(Schemas& schemas, Direction direction) {
        return schemas.refer(detail::type_name<E>(), direction, [](Schemas&, Direction) {
            boost::json::array names;
            for (const auto name : kNames<E>) names.emplace_back(name);
            return boost::json::object{{"type", "string"}, {"enum", std::move(names)}};
        });
    }
};

template <TextValue T>
struct Schema<T> {
    static boost::json::object make(Schemas&, Direction) {
        std::optional<std::size_t> min, max;
        if constexpr (requires { T::min_characters(); }) min = T::min_characters();
        if constexpr (requires { T::max_characters(); }) max = T::max_characters();
        auto schema = detail::text_schema(min, max);
        if constexpr (requires { T::format(); }) schema.emplace("format", T::format());
        if constexpr (requires { T::pattern(); }) {
            schema.emplace("pattern", T::pattern());
            if constexpr (requires { T::expects(); })
                schema.emplace("description", detail::as_description(T::expects()));
        }
        return schema;
    }
};

template <>
struct Schema<bool> {
    static boost::json::object make(Schemas&, Direction) { return {{"type", "boolean"}}; }
};

template <std::integral T>
    requires(!std::same_as<T, bool>)
struct Schema<T> {
    static boost::json::object make(Schemas&, Direction) {
        using Limits = std::numeric_limits<T>;
        if constexpr (sizeof(T) == 8)
            return detail::whole_schema("int64", std::signed_integral<T> ? std::nullopt : std::optional{0}, {});
        else
            return detail::whole_schema("int32", Limits::min(), Limits::max());
    }
};

template <std::int64_t Min, std::int64_t Max, std::int64_t Default, Above TooLarge>
struct Schema<Whole<Min, Max, Default, TooLarge>> {
    static boost::json::object make(Schemas&, Direction) {
        using T = Whole<Min, Max, Default, TooLarge>;
        auto schema = detail::whole_schema(sizeof(typename T::Value) == 8 ? "int64" : "int32", Min,
                                           TooLarge == Above::cut ? std::nullopt : std::optional{Max});
        if constexpr (T::kHasDefault) schema.emplace("default", Default);
        if constexpr (TooLarge == Above::cut)
            schema.emplace("description",
                           "What is above " + std::to_string(Max) + " counts as " + std::to_string(Max) + ".");
        return schema;
    }
};

template <>
struct Schema<double> {
    static boost::json::object make(Schemas&, Direction) { return {{"type", "number"}}; }
};

template <>
struct Schema<std::string> {
    static boost::json::object make(Schemas&, Direction) { return detail::text_schema({}, {}); }
};

template <>
struct Schema<Secret> {
    static boost::json::object make(Schemas&, Direction) {
        return {{"type", "string"}, {"format", "password"}, {"writeOnly", true}};
    }
};

template <std::size_t Min, std::size_t Max>
struct Schema<SecretText<Min, Max>> {
    static boost::json::object make(Schemas&, Direction) {
        auto schema = detail::text_schema(Min, Max);
        schema.emplace("format", "password");
        schema.emplace("writeOnly", true);
        return schema;
    }
};

template <>
struct Schema<Instant> {
    static boost::json::object make(Schemas&, Direction) { return {{"type", "string"}, {"format", "date-time"}}; }
};

template <>
struct Schema<RawJson> {
    static boost::json::object make(Schemas&, Direction) { return {{"description", "Any JSON"}}; }
};

template <class T>
struct Schema<RawJsonOf<T>> {
    static boost::json::object make(Schemas& schemas, Direction direction) { return schemas.of<T>(direction); }
};

template <class T>
struct Schema<std::optional<T>> {
    static boost::json::object make(Schemas& schemas, Direction direction) {
        return detail::nullable(schemas.of<T>(direction));
    }
};

template <class T>
struct Schema<Field<T>> {
    static boost::json::object make(Schemas& schemas, Direction direction) {
        return detail::nullable(schemas.of<T>(direction));
    }
};

template <class T>
struct Schema<std::vector<T>> {
    static boost::json::object make(Schemas& schemas, Direction direction) {
        return detail::list_schema(schemas.of<T>(direction), 0,
                                   direction == Direction::read ? std::optional{kMaxItems} : std::nullopt);
    }
};

template <class T, std::size_t Min, std::size_t Max>
struct Schema<List<T, Min, Max>> {
    static boost::json::object make(Schemas& schemas, Direction direction) {
        return detail::list_schema(schemas.of<T>(direction), Min, Max);
    }
};

template <class T>
struct Schema<std::map<std::string, T>> {
    static boost::json::object make(Schemas& schemas, Direction direction) {
        return {{"type", "object"}, {"additionalProperties", schemas.of<T>(direction)}};
    }
};

}  // namespace wib::codec

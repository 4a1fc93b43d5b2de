#include "shared/codec/schema.hpp"

#include <boost/json/parse.hpp>

namespace wib::codec {
namespace {

namespace json = boost::json;

// "wib::voice::Transfer" → "Transfer"; a trailing underscore is C++'s, not the wire's.
std::string short_name(std::string_view type) {
    const auto colon = type.rfind(':');
    return std::string{detail::wire_name(colon == std::string_view::npos ? type : type.substr(colon + 1))};
}

}  // namespace

json::object Schemas::refer(std::string_view type, Direction direction, json::object (*make)(Schemas&, Direction)) {
    const std::pair key{std::string{type}, direction};
    auto named = names_.find(key);
    if (named == names_.end()) {
        auto schema = make(*this, direction);
        auto name = short_name(type);
        const auto taken = [&] {
            const auto there = components_.find(name);
            return there != components_.end() && !(types_.at(name) == type && there->second == schema);
        };
        if (taken()) {
            ensure(types_.at(name) == type, "two types of one name would be one component");
            name += direction == Direction::read ? "Input" : "Output";
            ensure(!taken(), "a component's name is free");
        }
        types_.emplace(name, type);
        components_.emplace(name, std::move(schema));
        named = names_.emplace(key, std::move(name)).first;
    }
    return {{"$ref", "#/components/schemas/" + named->second}};
}

namespace detail {

json::object text_schema(std::optional<std::size_t> min, std::optional<std::size_t> max) {
    json::object schema{{"type", "string"}};
    if (min.value_or(0) > 0) schema.emplace("minLength", *min);
    if (max) schema.emplace("maxLength", *max);
    return schema;
}

json::object whole_schema(std::string_view format, std::optional<std::int64_t> min, std::optional<std::int64_t> max) {
    json::object schema{{"type", "integer"}, {"format", format}};
    if (min) schema.emplace("minimum", *min);
    if (max) schema.emplace("maximum", *max);
    return schema;
}

json::object list_schema(json::object item, std::size_t min, std::optional<std::size_t> max) {
    json::object schema{{"type", "array"}, {"items", std::move(item)}};
    if (min > 0) schema.emplace("minItems", min);
    if (max) schema.emplace("maxItems", *max);
    return schema;
}

json::object nullable(json::object schema) {
    auto* type = schema.if_contains("type");
    if (!type) {
        if (!schema.contains("$ref")) return schema;  // any JSON: null is one
        return {{"anyOf", json::array{std::move(schema), json::object{{"type", "null"}}}}};
    }
    if (type->is_string()) *type = json::array{*type, "null"};
    return schema;
}

void describe(json::object& schema, const About& about) {
    schema["description"] = about.text;
    if (about.choices.empty()) return;
    auto& choices = schema["enum"].emplace_array();
    for (const auto choice : about.choices) choices.emplace_back(choice);
    if (const auto* type = schema.if_contains("type"); type && type->is_array()) choices.emplace_back(nullptr);
}

void merge_rules(json::object& schema, std::string_view rules) {
    for (const auto& [key, value] : json::parse(rules).as_object()) schema.insert_or_assign(key, value);
}

std::string as_description(std::string_view expects) {
    if (expects.starts_with("must be ")) expects.remove_prefix(8);
    std::string text{expects};
    if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
    return text;
}

}  // namespace detail
}  // namespace wib::codec

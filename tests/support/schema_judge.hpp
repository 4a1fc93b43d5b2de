#pragma once
#include <algorithm>
#include <boost/json.hpp>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <regex>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>

namespace wib::testing {

/// A second opinion on JSON Schema (2020-12, the words our documents use): told a schema and a value, it says where the
/// value is wrong, in the notation of our faults ("legs[2].to_number"). Written against the specification, not against
/// shared/codec. A word it does not know is an error, so that no rule goes unjudged.
class SchemaJudge {
  public:
    /// `document` holds what "#/components/schemas/…" refers to; it outlives the judge.
    explicit SchemaJudge(const boost::json::object& document) : document_(document) {}

    [[nodiscard]] std::set<std::string> faults(const boost::json::object& schema,
                                               const boost::json::value& value) const {
        std::set<std::string> found;
        judge(schema, value, "", found);
        return found;
    }

  private:
    using Faults = std::set<std::string>;

    const boost::json::object& at(std::string_view pointer) const {
        if (!pointer.starts_with("#/")) throw std::runtime_error("no local reference: " + std::string{pointer});
        pointer.remove_prefix(2);
        const boost::json::object* here = &document_;
        while (!pointer.empty()) {
            const auto end = std::min(pointer.find('/'), pointer.size());
            here = &here->at(pointer.substr(0, end)).as_object();
            pointer.remove_prefix(std::min(end + 1, pointer.size()));
        }
        return *here;
    }

    static bool is_type(std::string_view type, const boost::json::value& value) {
        if (type == "null") return value.is_null();
        if (type == "boolean") return value.is_bool();
        if (type == "string") return value.is_string();
        if (type == "array") return value.is_array();
        if (type == "object") return value.is_object();
        if (type == "number") return value.is_number();
        if (type == "integer")
            return value.is_int64() || value.is_uint64() ||
                   (value.is_double() && std::trunc(value.as_double()) == value.as_double());
        throw std::runtime_error("no such type: " + std::string{type});
    }

    static bool fits_type(const boost::json::value& wanted, const boost::json::value& value) {
        if (wanted.is_string()) return is_type(wanted.as_string(), value);
        for (const auto& type : wanted.as_array())
            if (is_type(type.as_string(), value)) return true;
        return false;
    }

    static bool fits_format(std::string_view format, const boost::json::value& value) {
        static const std::regex uuid{"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"};
        static const std::regex moment{
            R"(\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])[Tt ]([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d+)?([Zz]|[+-]\d\d:\d\d))"};
        if (const auto* text = value.if_string()) {
            const std::string word{text->data(), text->size()};
            if (format == "uuid") return std::regex_match(word, uuid);
            if (format == "date-time") return std::regex_match(word, moment);
        }
        if (value.is_uint64() && (format == "int32" || format == "int64"))
            return value.as_uint64() <= std::numeric_limits<std::int64_t>::max();
        return true;
    }

    static std::size_t characters(std::string_view utf8) {
        std::size_t count = 0;
        for (const char c : utf8) count += (static_cast<unsigned char>(c) & 0xc0) != 0x80 ? 1 : 0;
        return count;
    }

    static std::string below(const std::string& path, std::string_view member) {
        return path.empty() ? std::string{member} : path + "." + std::string{member};
    }

    void judge(const boost::json::object& schema, const boost::json::value& value, const std::string& path,
               Faults& found) const {
        for (const auto& [key, rule] : schema) judge_word({key.data(), key.size()}, rule, schema, value, path, found);
    }

    void judge_word(std::string_view word, const boost::json::value& rule, const boost::json::object& schema,
                    const boost::json::value& value, const std::string& path, Faults& found) const {
        const auto wrong_if = [&](bool wrong) {
            if (wrong) found.insert(path);
        };
        const auto* text = value.if_string();
        const auto* list = value.if_array();
        const auto* object = value.if_object();
        if (word == "description" || word == "default" || word == "writeOnly" || word == "then") return;
        if (word == "$ref") return judge(at(rule.as_string()), value, path, found);
        if (word == "type") return wrong_if(!fits_type(rule, value));
        if (word == "const") return wrong_if(value != rule);
        if (word == "enum") {
            const auto& choices = rule.as_array();
            return wrong_if(std::find(choices.begin(), choices.end(), value) == choices.end());
        }
        if (word == "format") return wrong_if(!fits_format(rule.as_string(), value));
        if (word == "minLength") return wrong_if(text && characters(*text) < rule.to_number<std::size_t>());
        if (word == "maxLength") return wrong_if(text && characters(*text) > rule.to_number<std::size_t>());
        if (word == "pattern")
            return wrong_if(text && !std::regex_search(std::string{text->data(), text->size()},
                                                       std::regex{rule.as_string().c_str(), std::regex::ECMAScript}));
        if (word == "minimum")
            return wrong_if(value.is_number() && value.to_number<double>() < rule.to_number<double>());
        if (word == "maximum")
            return wrong_if(value.is_number() && value.to_number<double>() > rule.to_number<double>());
        if (word == "minItems") return wrong_if(list && list->size() < rule.to_number<std::size_t>());
        if (word == "maxItems") return wrong_if(list && list->size() > rule.to_number<std::size_t>());
        if (word == "items") {
            for (std::size_t i = 0; list && i < list->size(); ++i)
                judge(rule.as_object(), (*list)[i], path + "[" + std::to_string(i) + "]", found);
            return;
        }
        if (word == "properties") {
            for (const auto& [name, below_it] : rule.as_object())
                if (const auto* member = object ? object->if_contains(name) : nullptr)
                    judge(below_it.as_object(), *member, below(path, name), found);
            return;
        }
        if (word == "required") {
            for (const auto& name : rule.as_array())
                if (object && !object->contains(name.as_string())) found.insert(below(path, name.as_string()));
            return;
        }
        if (word == "additionalProperties") {
            const auto* known = schema.if_contains("properties");
            for (std::size_t i = 0; object && i < object->size(); ++i) {
                const auto& member = *(object->begin() + static_cast<std::ptrdiff_t>(i));
                if (known && known->as_object().contains(member.key())) continue;
                if (const auto* wanted = rule.if_object())
                    judge(*wanted, member.value(), below(path, member.key()), found);
                else if (!rule.as_bool())
                    found.insert(below(path, member.key()));
            }
            return;
        }
        if (word == "allOf") {
            for (const auto& part : rule.as_array()) judge(part.as_object(), value, path, found);
            return;
        }
        if (word == "anyOf") {
            // What the first alternative says is what is told: the others are "or null" and "or this instead".
            std::optional<Faults> first;
            for (const auto& part : rule.as_array()) {
                Faults faults_here;
                judge(part.as_object(), value, path, faults_here);
                if (faults_here.empty()) return;
                if (!first) first = std::move(faults_here);
            }
            if (first) found.merge(*first);
            return;
        }
        if (word == "if") {
            Faults unmet;
            judge(rule.as_object(), value, path, unmet);
            if (unmet.empty()) judge(schema.at("then").as_object(), value, path, found);
            return;
        }
        throw std::runtime_error("the judge does not know the word " + std::string{word});
    }

    const boost::json::object& document_;
};

}  // namespace wib::testing

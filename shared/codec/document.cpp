#include "shared/codec/document.hpp"

#include <algorithm>
#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/value_stack.hpp>
#include <cstdint>
#include <cstdlib>
#include <string>

namespace wib::codec {
namespace {

using boost::json::error_code;
using boost::json::string_view;

// A literal's value, correctly rounded however many digits it has.
double nearest(string_view literal) {
    constexpr std::size_t kUsual = 64;
    if (literal.size() >= kUsual) return std::strtod(std::string{literal.data(), literal.size()}.c_str(), nullptr);
    std::array<char, kUsual> text;
    *std::copy(literal.begin(), literal.end(), text.begin()) = '\0';
    return std::strtod(text.data(), nullptr);
}

// What Boost's parser tells of, put together as Boost's own handler does it, but for doubles: those are read again from
// their literal. The names are Boost's (basic_parser, "Handler").
struct Builder {
    static constexpr std::size_t max_object_size = boost::json::object::max_size();
    static constexpr std::size_t max_array_size = boost::json::array::max_size();
    static constexpr std::size_t max_key_size = boost::json::string::max_size();
    static constexpr std::size_t max_string_size = boost::json::string::max_size();

    explicit Builder(boost::json::storage_ptr memory) : values(memory) { values.reset(std::move(memory)); }

    bool on_document_begin(error_code&) { return true; }
    bool on_document_end(error_code&) { return true; }
    bool on_object_begin(error_code&) { return true; }
    bool on_object_end(std::size_t count, error_code&) { return members += count, values.push_object(count), true; }
    bool on_array_begin(error_code&) { return true; }
    bool on_array_end(std::size_t count, error_code&) { return values.push_array(count), true; }
    bool on_key_part(string_view part, std::size_t, error_code&) { return values.push_chars(part), true; }
    bool on_key(string_view end, std::size_t, error_code&) { return values.push_key(end), true; }
    bool on_string_part(string_view part, std::size_t, error_code&) { return values.push_chars(part), true; }
    bool on_string(string_view end, std::size_t, error_code&) { return values.push_string(end), true; }
    bool on_number_part(string_view, error_code&) { return true; }
    bool on_int64(std::int64_t value, string_view, error_code&) { return values.push_int64(value), true; }
    bool on_uint64(std::uint64_t value, string_view, error_code&) { return values.push_uint64(value), true; }
    // The whole text is one piece, so the literal is whole, too.
    bool on_double(double, string_view literal, error_code&) { return values.push_double(nearest(literal)), true; }
    bool on_bool(bool value, error_code&) { return values.push_bool(value), true; }
    bool on_null(error_code&) { return values.push_null(), true; }
    bool on_comment_part(string_view, error_code&) { return true; }
    bool on_comment(string_view, error_code&) { return true; }

    boost::json::value_stack values;
    std::size_t members = 0;  ///< as they were written, in all objects
};

// Members that are left, in all objects: fewer than were written where one took another's place.
std::size_t count_members(const boost::json::value& value) {
    std::size_t count = 0;
    if (const auto* array = value.if_array())
        for (const auto& item : *array) count += count_members(item);
    if (const auto* object = value.if_object())
        for (const auto& member : *object) count += 1 + count_members(member.value());
    return count;
}

}  // namespace

Document::Document(std::string_view text, const Reading& how)
    : memory_(first_block_.data(), first_block_.size()), root_(&memory_) {
    if (text.size() > how.max_bytes) {
        error_ = {ParseError::Kind::faults, {{"", "must be at most " + std::to_string(how.max_bytes) + " bytes"}}};
        return;
    }
    boost::json::parse_options options;
    options.max_depth = how.max_depth;
    boost::json::error_code error;
    boost::json::basic_parser<Builder> parser{options, &memory_};
    const auto consumed = parser.write_some(false, text.data(), text.size(), error);
    if (!error && consumed == text.size()) {
        root_ = parser.handler().values.release();
        if (how.repeated == Repeated::refused && count_members(root_) != parser.handler().members)
            error_ = {ParseError::Kind::faults, {{"", "must not name a member twice"}}};
        return;
    }
    if (error == boost::json::error::too_deep) {
        error_ = {ParseError::Kind::faults,
                  {{"", "must not nest deeper than " + std::to_string(how.max_depth) + " levels"}}};
        return;
    }
    error_ = {ParseError::Kind::not_json, {{"", "is not JSON from byte " + std::to_string(consumed) + " on"}}};
}

}  // namespace wib::codec

#pragma once
#include <array>
#include <boost/json/monotonic_resource.hpp>
#include <boost/json/value.hpp>
#include <cstddef>
#include <optional>
#include <string_view>

#include "shared/codec/fault.hpp"

/// JSON as it was written: values in memory, with the limits that keep a text from costing more than it is worth.
namespace wib::codec {

/// Why a text is no T. `not_json` and `faults` are different problem codes (INVALID_JSON, VALIDATION_ERROR).
struct ParseError {
    enum class Kind { not_json, faults };
    Kind kind;
    Faults faults;  ///< never empty; for not_json it says at which byte
};

/// What members nobody described mean: a mistake of the caller (our API), or a newer vendor.
enum class Unknown { refused, ignored };

/// What a name that comes twice in one object means: the last one counts, or the text says two things at once.
enum class Repeated { last_counts, refused };

/// Limits on a text before anything is made of it. Depth counts nested objects and arrays.
struct Reading {
    Unknown unknown = Unknown::refused;
    Repeated repeated = Repeated::last_counts;
    std::size_t max_bytes = std::size_t{1} << 20;
    std::size_t max_depth = 32;
};

/// A parsed text with its memory; its values die with it. A number with a fraction or an exponent is the double nearest
/// to what was written (Boost's own parser, 1.81, is off by a last bit now and then), infinite where no double reaches.
class Document {
  public:
    Document(std::string_view text, const Reading& how);
    [[nodiscard]] const std::optional<ParseError>& error() const { return error_; }
    [[nodiscard]] const boost::json::value& root() const { return root_; }

  private:
    std::array<unsigned char, 2048> first_block_;
    boost::json::monotonic_resource memory_;
    boost::json::value root_;
    std::optional<ParseError> error_;
};

}  // namespace wib::codec

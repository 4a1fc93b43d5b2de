#pragma once
#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>

#include "origin/record/ports.hpp"

namespace wib::record {

struct WholeObject {};
struct NotSatisfiable {};
/// What a request asks for: all of it (no Range, one we may ignore, or several ranges), one part, or a part beyond the
/// end.
using Asked = std::variant<WholeObject, ByteRange, NotSatisfiable>;

/// Reads a Range header (RFC 9110 §14.2) against an object's size: "bytes=a-b", "bytes=a-", "bytes=-n". The range given
/// back lies within the object.
[[nodiscard]] Asked asked_range(std::string_view header, std::uint64_t size);

}  // namespace wib::record

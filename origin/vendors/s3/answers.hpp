#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "origin/record/ports.hpp"

namespace wib::s3 {

/// What S3 says in XML, read without a parser for all of XML: elements are found by name, entities are undone.

/// The text of the first <name>…</name>; nothing when there is none or it is not closed.
[[nodiscard]] std::optional<std::string> element(std::string_view xml, std::string_view name);

struct ErrorAnswer {
    std::string code;  ///< "NoSuchKey"
    std::string message;
};
/// Nothing when the body is no <Error> document. A 200 can carry one (CompleteMultipartUpload).
[[nodiscard]] std::optional<ErrorAnswer> parse_error(std::string_view xml);

/// What a status and its error document mean to us.
[[nodiscard]] record::StoreError meaning_of(int status, std::string_view body);

/// The uploads of a ListMultipartUploads answer; those whose beginning cannot be read are left out.
[[nodiscard]] std::vector<record::Unfinished> parse_unfinished(std::string_view xml);

/// "bytes 0-9/443"
struct ContentRange {
    record::ByteRange range;
    std::uint64_t size;
};
[[nodiscard]] std::optional<ContentRange> parse_content_range(std::string_view header);

/// How a file is cut: parts of one size but for the last (R2 insists), at most 10 000 of them.
struct PartPlan {
    std::uint64_t part_bytes;
    std::uint64_t parts;
};
inline constexpr std::uint64_t kMultipartAbove = 8 * 1024 * 1024;
[[nodiscard]] PartPlan plan_parts(std::uint64_t file_bytes);

}  // namespace wib::s3

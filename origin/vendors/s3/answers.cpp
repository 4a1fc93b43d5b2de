#include "origin/vendors/s3/answers.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace wib::s3 {

using record::StoreError;

namespace {

constexpr std::uint64_t kMostParts = 10'000;
constexpr std::uint64_t kMebibyte = 1024 * 1024;
constexpr std::size_t kLongestText = 2048;

std::string without_entities(std::string_view text) {
    constexpr std::array<std::pair<std::string_view, char>, 5> kEntities{
        {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}}};
    std::string out;
    while (!text.empty()) {
        const auto known =
            std::ranges::find_if(kEntities, [&](const auto& entity) { return text.starts_with(entity.first); });
        if (known != kEntities.end()) {
            out += known->second;
            text.remove_prefix(known->first.size());
        } else if (text.starts_with("&#34;")) {
            out += '"';
            text.remove_prefix(5);
        } else {
            out += text.front();
            text.remove_prefix(1);
        }
    }
    return out;
}

template <class Number>
bool take_number(std::string_view& text, Number& number) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{}) return false;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return true;
}

bool take(std::string_view& text, std::string_view expected) {
    if (!text.starts_with(expected)) return false;
    text.remove_prefix(expected.size());
    return true;
}

}  // namespace

std::optional<std::string> element(std::string_view xml, std::string_view name) {
    const auto open = '<' + std::string{name};
    for (auto at = xml.find(open); at != std::string_view::npos; at = xml.find(open, at + 1)) {
        const auto after = at + open.size();
        if (after >= xml.size()) return std::nullopt;
        // <Key> and <Key attribute=…>, not <KeyCount>.
        if (xml[after] != '>' && xml[after] != ' ') continue;
        const auto begin = xml.find('>', after);
        if (begin == std::string_view::npos) return std::nullopt;
        const auto end = xml.find("</" + std::string{name} + '>', begin);
        if (end == std::string_view::npos) return std::nullopt;
        return without_entities(xml.substr(begin + 1, std::min(end - begin - 1, kLongestText)));
    }
    return std::nullopt;
}

std::optional<ErrorAnswer> parse_error(std::string_view xml) {
    // The document itself is <Error>; a mere mention further in is not.
    auto root = xml.substr(0, 512);
    if (const auto declaration = root.find("?>"); declaration != std::string_view::npos)
        root.remove_prefix(declaration + 2);
    const auto first = root.find('<');
    if (first == std::string_view::npos || !root.substr(first).starts_with("<Error")) return std::nullopt;
    const auto code = element(xml, "Code");
    if (!code) return std::nullopt;
    return ErrorAnswer{*code, element(xml, "Message").value_or("")};
}

StoreError meaning_of(int status, std::string_view body) {
    const auto said = parse_error(body);
    const auto code = said ? said->code : std::string{};
    const auto detail = std::to_string(status) + (said ? ' ' + said->code + ": " + said->message : std::string{});
    using Kind = StoreError::Kind;
    if (code == "BadDigest" || code == "InvalidDigest" || code == "XAmzContentSHA256Mismatch" ||
        code == "IncompleteBody")
        return {Kind::corrupt, true, detail};
    if (code == "InternalError" || code == "SlowDown" || code == "ServiceUnavailable" || code == "RequestTimeout" ||
        code == "TooManyRequests")
        return {Kind::unreachable, true, detail};
    // A missing bucket is a fault of ours, a missing key an answer.
    if (status == 404 && code != "NoSuchBucket" && code != "NoSuchUpload") return {Kind::not_found, false, detail};
    if (status == 429 || status >= 500) return {Kind::unreachable, true, detail};
    return {Kind::refused, false, detail};
}

std::vector<record::Unfinished> parse_unfinished(std::string_view xml) {
    constexpr std::string_view kBegin = "<Upload>", kEnd = "</Upload>";
    std::vector<record::Unfinished> found;
    for (auto at = xml.find(kBegin); at != std::string_view::npos; at = xml.find(kBegin, at + 1)) {
        const auto end = xml.find(kEnd, at);
        if (end == std::string_view::npos) break;
        const auto row = xml.substr(at, end - at);
        auto key = element(row, "Key");
        auto id = element(row, "UploadId");
        const auto begun = parse_rfc3339(element(row, "Initiated").value_or(""));
        if (key && id && begun && !key->empty() && !id->empty())
            found.push_back({{std::move(*key), std::move(*id)}, *begun});
    }
    return found;
}

std::optional<ContentRange> parse_content_range(std::string_view header) {
    ContentRange found{};
    if (!take(header, "bytes ") || !take_number(header, found.range.first) || !take(header, "-") ||
        !take_number(header, found.range.last) || !take(header, "/") || !take_number(header, found.size) ||
        !header.empty())
        return std::nullopt;
    if (found.range.first > found.range.last || found.range.last >= found.size) return std::nullopt;
    return found;
}

PartPlan plan_parts(std::uint64_t file_bytes) {
    const auto least = (file_bytes + kMostParts - 1) / kMostParts;
    const auto part_bytes = std::max(kMultipartAbove, (least + kMebibyte - 1) / kMebibyte * kMebibyte);
    return {part_bytes, std::max<std::uint64_t>(1, (file_bytes + part_bytes - 1) / part_bytes)};
}

}  // namespace wib::s3

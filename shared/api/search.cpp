#include "shared/api/search.hpp"

#include <charconv>

namespace wib::api {
namespace {

/// Digits alone, so many at most.
template <class T>
std::optional<T> number_of(std::string_view text, std::size_t longest) {
    if (text.empty() || text.size() > longest || text.find_first_not_of("0123456789") != std::string_view::npos)
        return std::nullopt;
    T value{};
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

}  // namespace

std::optional<SearchCursor> SearchCursor::parse(std::string_view text) {
    const auto first = text.find('.');
    const auto last = text.rfind('.');
    if (first == last) return std::nullopt;
    const auto at = number_of<std::int64_t>(text.substr(0, first), 16);
    const auto version = parse_uuid(text.substr(first + 1, last - first - 1));
    const auto utterance = number_of<std::int32_t>(text.substr(last + 1), 9);
    if (!at || !version || !utterance) return std::nullopt;
    return SearchCursor{from_unix_micros(*at), TranscriptVersionId{*version}, *utterance};
}

std::string to_string(const SearchCursor& cursor) {
    return std::to_string(unix_micros(cursor.call_at())) + '.' + to_string(cursor.version()) + '.' +
           std::to_string(cursor.utterance());
}

}  // namespace wib::api

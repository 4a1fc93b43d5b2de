#include "shared/api/page.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace wib::api {
namespace {

// Deep pages are slow to count and nobody reads them; a filter is the answer.
constexpr std::int32_t kLastPage = 100'000;

std::optional<std::int32_t> parse_count(std::string_view text) {
    std::int32_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value < 1) return std::nullopt;
    return value;
}

}  // namespace

Result<PageQuery, Problem> parse_page(std::string_view page, std::string_view limit) {
    PageQuery query;
    Problem refusal{.code = Code::validation_error};
    if (!page.empty()) {
        const auto number = parse_count(page);
        if (number && *number <= kLastPage)
            query.page = *number;
        else
            refusal.details.push_back({"page", "must be a whole number from 1 to " + std::to_string(kLastPage)});
    }
    if (!limit.empty()) {
        const auto number = parse_count(limit);
        if (number)
            query.limit = std::min(*number, kLargestPageSize);
        else
            refusal.details.push_back(
                {"limit", "must be a whole number from 1 to " + std::to_string(kLargestPageSize)});
    }
    if (!refusal.details.empty()) return unexpected(std::move(refusal));
    return query;
}

Pagination paginate(const PageQuery& query, std::int64_t total) {
    return {.page = query.page,
            .limit = query.limit,
            .total = total,
            .total_pages = (total + query.limit - 1) / query.limit};
}

}  // namespace wib::api

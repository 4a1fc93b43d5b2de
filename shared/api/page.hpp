#pragma once
#include <boost/describe.hpp>
#include <cstdint>
#include <string_view>

#include "shared/api/problem.hpp"
#include "shared/core/result.hpp"

namespace wib::api {

inline constexpr std::int32_t kDefaultPageSize = 50;
inline constexpr std::int32_t kLargestPageSize = 200;

/// Which part of a list is wanted; pages count from 1.
struct PageQuery {
    std::int32_t page = 1;
    std::int32_t limit = kDefaultPageSize;
    [[nodiscard]] std::int64_t offset() const { return (std::int64_t{page} - 1) * limit; }
    bool operator==(const PageQuery&) const = default;
};

/// Reads ?page= and ?limit=; empty texts mean the defaults, a limit above the largest is cut to it.
[[nodiscard]] Result<PageQuery, Problem> parse_page(std::string_view page, std::string_view limit);

/// The foot of every list. `total` counts the whole filter, not this page.
struct Pagination {
    std::int32_t page;
    std::int32_t limit;
    std::int64_t total;
    std::int64_t total_pages;
    bool operator==(const Pagination&) const = default;
};
BOOST_DESCRIBE_STRUCT(Pagination, (), (page, limit, total, total_pages))

[[nodiscard]] Pagination paginate(const PageQuery& query, std::int64_t total);

}  // namespace wib::api

#pragma once
#include <boost/describe.hpp>
#include <cstdint>

#include "shared/codec/whole.hpp"

namespace wib::api {

inline constexpr std::int32_t kDefaultPageSize = 50;
inline constexpr std::int32_t kLargestPageSize = 200;

/// Deep pages are slow to count and nobody reads them; a filter is the answer.
inline constexpr std::int32_t kLastPage = 100'000;

/// ?page=&limit=, the start of every list's query: which part is wanted; pages count from 1.
struct PageQuery {
    codec::Whole<1, kLastPage, 1> page;
    codec::Whole<1, kLargestPageSize, kDefaultPageSize, codec::Above::cut> limit;
    [[nodiscard]] std::int64_t offset() const { return (std::int64_t{page.value()} - 1) * limit.value(); }
    bool operator==(const PageQuery&) const = default;
};
BOOST_DESCRIBE_STRUCT(PageQuery, (), (page, limit))

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

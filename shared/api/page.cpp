#include "shared/api/page.hpp"

namespace wib::api {

Pagination paginate(const PageQuery& query, std::int64_t total) {
    return {.page = query.page,
            .limit = query.limit,
            .total = total,
            .total_pages = (total + query.limit - 1) / query.limit};
}

}  // namespace wib::api

#pragma once
#include <libpq-fe.h>

#include <cstddef>
#include <string_view>
#include <vector>

namespace wib::db {

/// The libpq result behind Rows.
struct ResultHandle {
    explicit ResultHandle(PGresult* r) : result(r) {}
    ~ResultHandle() { PQclear(result); }
    ResultHandle(const ResultHandle&) = delete;
    ResultHandle& operator=(const ResultHandle&) = delete;
    PGresult* result;
    /// The columns' names, gathered when the first is asked for.
    [[nodiscard]] const std::vector<std::string_view>& columns() const {
        if (columns_.empty()) {
            const int width = PQnfields(result);
            columns_.reserve(static_cast<std::size_t>(width));
            for (int at = 0; at < width; ++at) columns_.emplace_back(PQfname(result, at));
        }
        return columns_;
    }
    /// Where the next column asked for will probably be: rows are read in the order they were selected in.
    mutable std::size_t likely_column = 0;

  private:
    mutable std::vector<std::string_view> columns_;
};

}  // namespace wib::db

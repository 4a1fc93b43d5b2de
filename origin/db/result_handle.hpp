#pragma once
#include <libpq-fe.h>

#include <memory>

namespace wib::db {

/// The libpq result behind Rows.
struct ResultHandle {
    explicit ResultHandle(PGresult* r) : result(r) {}
    ~ResultHandle() { PQclear(result); }
    ResultHandle(const ResultHandle&) = delete;
    ResultHandle& operator=(const ResultHandle&) = delete;
    PGresult* result;
    /// Where the next column asked for will probably be: rows are read in the order they were selected in.
    mutable int likely_column = 0;
};

}  // namespace wib::db

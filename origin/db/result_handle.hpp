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
};

}  // namespace wib::db

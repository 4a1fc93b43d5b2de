#include "origin/db/bootstrap.hpp"

#include <libpq-fe.h>

#include <memory>
#include <stdexcept>
#include <string_view>
#include <vector>

#include "generated/sql/bootstrap.hpp"

namespace wib::db {

namespace {

struct Close {
    void operator()(PGconn* pg) const { PQfinish(pg); }
};
using Connected = std::unique_ptr<PGconn, Close>;

Connected connect(const Secret& url, const char* database) {
    // The URL stands as dbname with expansion; a database given after it overrides the URL's own.
    std::vector<const char*> keys{"dbname"}, values{url.reveal().c_str()};
    if (database) keys.push_back("dbname"), values.push_back(database);
    keys.push_back(nullptr), values.push_back(nullptr);
    Connected pg{PQconnectdbParams(keys.data(), values.data(), 1)};
    if (PQstatus(pg.get()) != CONNECTION_OK) throw std::runtime_error(PQerrorMessage(pg.get()));
    PQsetNoticeProcessor(pg.get(), [](void*, const char*) {}, nullptr);
    return pg;
}

std::string run(PGconn* pg, const std::string& sql) {
    PGresult* result = PQexec(pg, sql.c_str());
    const auto status = PQresultStatus(result);
    std::string first = PQntuples(result) > 0 ? PQgetvalue(result, 0, 0) : "";
    const std::string problem = PQresultErrorMessage(result);
    PQclear(result);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) throw std::runtime_error(problem);
    return first;
}

std::string identifier(PGconn* pg, std::string_view name) {
    char* quoted = PQescapeIdentifier(pg, name.data(), name.size());
    std::string text = quoted;
    PQfreemem(quoted);
    return text;
}

std::string literal(PGconn* pg, std::string_view value) {
    char* quoted = PQescapeLiteral(pg, value.data(), value.size());
    std::string text = quoted;
    PQfreemem(quoted);
    return text;
}

}  // namespace

void bootstrap(const Bootstrap& plan) {
    const auto pg = connect(plan.administrator_url, nullptr);
    run(pg.get(), std::string(sql::bootstrap.text));
    for (const auto& [role, password] : plan.passwords) {
        char* verifier = PQencryptPasswordConn(pg.get(), password.reveal().c_str(), role.c_str(), "scram-sha-256");
        if (!verifier) throw std::runtime_error(PQerrorMessage(pg.get()));
        const auto statement = "alter role " + identifier(pg.get(), role) + " password " + literal(pg.get(), verifier);
        PQfreemem(verifier);
        run(pg.get(), statement);
    }
    if (run(pg.get(), "select 1 from pg_database where datname = " + literal(pg.get(), plan.database)).empty())
        run(pg.get(), "create database " + identifier(pg.get(), plan.database) +
                          " owner wib_owner template template0 encoding 'UTF8'");
    const auto inside = connect(plan.administrator_url, plan.database.c_str());
    run(inside.get(), std::string(sql::bootstrap_database.text));
}

}  // namespace wib::db

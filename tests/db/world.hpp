#pragma once
#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <memory>
#include <pqxx/pqxx>
#include <string>

#include "origin/db/postgres.hpp"
#include "shared/core/strong_id.hpp"
#include "tests/support/postgres.hpp"
#include "tests/support/run.hpp"

namespace wib::testing {

/// The same suite runs over a direct connection and through PgBouncer in transaction mode.
enum class Route { direct, pgbouncer };
inline void PrintTo(Route route, std::ostream* out) {
    *out << (route == Route::direct ? "direct" : "through PgBouncer");
}
inline std::string name_of_route(const ::testing::TestParamInfo<Route>& info) {
    return info.param == Route::direct ? "Direct" : "PgBouncer";
}

/// One tenant with one signed-in person.
struct Tenancy {
    OrgId organization;
    UserId user;
    SessionId session;

    [[nodiscard]] db::Tenant as_session() const { return {organization, ActorKind::session, session.value}; }
    [[nodiscard]] db::Tenant as_job() const { return {organization, ActorKind::job, std::nullopt, "settle"}; }
};

inline Uuid to_uuid(const pqxx::field& field) {
    return parse_uuid(field.c_str()).value();
}

/// A tenant made the way the product makes one: the owner enrols, the door opens a session.
inline Tenancy make_tenancy(const std::string& owner_url, const std::string& app_url, const std::string& name) {
    Tenancy made;
    {
        pqxx::connection owner{owner_url};
        pqxx::work sql{owner};
        made.organization = OrgId{to_uuid(sql.exec1("select gen_random_uuid()")[0])};
        sql.exec_params("select set_config('app.current_organization_id', $1, true)", to_string(made.organization));
        sql.exec_params("insert into organizations (id, name, plan) values ($1, $2, 'pro')",
                        to_string(made.organization), name);
        made.user = UserId{to_uuid(sql.exec_params1("select wib.enrol($1, $2, $3, 'hash', 'agent')",
                                                    to_string(made.organization), name + "@example.test", name)[0])};
        sql.commit();
    }
    pqxx::connection app{app_url};
    pqxx::work sql{app};
    made.session =
        SessionId{to_uuid(sql.exec_params1("select wib.create_session(encode(sha256(gen_random_uuid()::text::bytea), "
                                           "'hex'), $1, $2, null, '127.0.0.1', 'test', now() + "
                                           "interval '1 hour')",
                                           to_string(made.user), to_string(made.organization))[0])};
    sql.commit();
    return made;
}

inline const Secret& master_key() {
    static const Secret key{std::string(32, 'k')};
    return key;
}

/// A migrated database, a tenant in it, and the origin's own door to it on one io context.
class World {
  public:
    explicit World(Route route = Route::direct, std::size_t connections = 2, std::size_t queue = 256)
        : url(route == Route::direct ? database.url() : database.pooled_url()),
          tenancy(make_tenancy(database.url("wib_owner"), database.url(), "alpha")),
          db(open(url, connections, queue)) {}

    std::unique_ptr<db::PostgresDatabase> open(const std::string& where, std::size_t connections = 2,
                                               std::size_t queue = 256,
                                               db::NamedStatements named = db::NamedStatements::probe) {
        return std::make_unique<db::PostgresDatabase>(
            db::DatabaseConfig{{Secret{where}, named, "wib-test"}, connections, queue, master_key()}, std::vector{&io});
    }
    /// Runs as the superuser, past every policy; the first value, if any.
    std::string truth(const std::string& sql) const {
        pqxx::connection all{database.url("postgres")};
        const auto rows = pqxx::nontransaction{all}.exec(sql);
        return rows.empty() || rows[0][0].is_null() ? std::string{} : rows[0][0].c_str();
    }
    template <class T>
    T run(Task<T> task) {
        return testing::run(io, std::move(task));
    }
    void run(Task<void> task) { testing::run(io, std::move(task)); }

    TestDatabase database;
    std::string url;
    Tenancy tenancy;
    boost::asio::io_context io{1};
    std::unique_ptr<db::PostgresDatabase> db;
};

inline constexpr db::Statement kInsertCall{
    "insert_call", "insert into calls (organization_id, to_number) values ($1::uuid, $2) returning id"};
inline constexpr db::Statement kCountCalls{"count_calls", "select count(*) as n from calls"};

}  // namespace wib::testing

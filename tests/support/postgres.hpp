#pragma once
#include <sys/types.h>

#include <memory>
#include <string>
#include <string_view>

namespace wib::testing {

/// A test's own database, migrated and empty, in a cluster that all test processes of a run share. Made from a template
/// in some tens of milliseconds; dropped with the test. Nothing to install or start: the first test that asks starts
/// the cluster, and it ends by itself when nobody has asked for twenty seconds.
class TestDatabase {
  public:
    TestDatabase();
    ~TestDatabase();
    TestDatabase(const TestDatabase&) = delete;
    TestDatabase& operator=(const TestDatabase&) = delete;

    /// libpq URL for a role (wib_app, wib_owner, … or postgres, the superuser).
    [[nodiscard]] std::string url(std::string_view role = "wib_app") const;
    /// The same over TCP with a password, as in production; the roles that can log in have one.
    [[nodiscard]] std::string tcp_url(std::string_view role = "wib_app") const;
    /// The same through PgBouncer 1.18 in transaction mode, started at the first call and ended with the test.
    [[nodiscard]] std::string pooled_url(std::string_view role = "wib_app");
    [[nodiscard]] const std::string& name() const { return name_; }

  private:
    struct Pooler;
    std::string name_;
    std::unique_ptr<Pooler> pooler_;
};

/// A cluster of a test's own, for tests that stop and start the server, or want another version of it: `migrated`, with
/// one database "wib", or `bare`, with nothing but its superuser.
class TestServer {
  public:
    enum class Setup { migrated, bare };
    /// With the machine's PostgreSQL.
    explicit TestServer(Setup setup = Setup::migrated);
    /// With the programs of an npm package's `native` folder, copied to where the server's user can run them.
    TestServer(const std::string& packaged, Setup setup);
    ~TestServer();
    TestServer(const TestServer&) = delete;
    TestServer& operator=(const TestServer&) = delete;

    void start();
    /// SIGINT: running statements are cut, connections closed.
    void stop();
    /// SIGKILL to all of it, as a crash would.
    void crash();
    [[nodiscard]] std::string url(std::string_view role = "wib_app", std::string_view database = "wib") const;

  private:
    void prepare(Setup setup);

    std::string dir_, bin_;
    int port_ = 0;
    pid_t pid_ = -1;
};

/// The folder with the newest PostgreSQL server programs, "" when there is none.
[[nodiscard]] std::string postgres_programs();
/// Where the migrations under test are.
[[nodiscard]] std::string migrations_folder();

}  // namespace wib::testing

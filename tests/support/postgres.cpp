#include "tests/support/postgres.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <grp.h>
#include <netinet/in.h>
#include <pwd.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <pqxx/pqxx>

#include <algorithm>
#include <boost/json.hpp>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <stdexcept>
#include <thread>
#include <vector>

#include "origin/db/bootstrap.hpp"
#include "origin/db/migrate.hpp"
#include "shared/crypto/hash.hpp"

namespace wib::testing {

namespace fs = std::filesystem;

namespace {

constexpr const char* kPassword = "test-only";
constexpr const char* kLoginRoles[] = {"wib_owner", "wib_app", "wib_purge", "wib_backup", "wib_readonly"};

void wait_until(const std::function<bool()>& true_at_last, const std::string& what) {
    const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds{60};
    while (!true_at_last()) {
        if (std::chrono::steady_clock::now() > give_up) throw std::runtime_error(what + " did not come up");
        std::this_thread::sleep_for(std::chrono::milliseconds{20});
    }
}

int free_port() {
    const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (fd < 0 || bind(fd, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
        getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size) != 0)
        throw std::runtime_error("no free port");
    close(fd);
    return ntohs(address.sin_port);
}

/// Postgres and PgBouncer refuse to run as root: then they run as `postgres`.
const passwd* server_user() {
    return geteuid() == 0 ? getpwnam("postgres") : nullptr;
}

enum class Fate { dies_with_us, outlives_us };

/// Starts a program with nothing of ours open; its output goes to `log`.
pid_t spawn(const std::vector<std::string>& command, const std::string& log, Fate fate) {
    const passwd* user = fate == Fate::dies_with_us ? server_user() : nullptr;
    const pid_t parent = getpid();
    std::vector<char*> words;
    for (const auto& word : command) words.push_back(const_cast<char*>(word.c_str()));
    words.push_back(nullptr);
    const pid_t pid = fork();
    if (pid < 0) throw std::runtime_error("cannot fork");
    if (pid > 0) return pid;
    if (fate == Fate::outlives_us && (setsid() < 0 || fork() > 0)) _exit(0);
    const int out = open(log.c_str(), O_CREAT | O_WRONLY | O_APPEND, 0600);
    const int in = open("/dev/null", O_RDONLY);
    dup2(in, 0), dup2(out, 1), dup2(out, 2);
    close_range(3, ~0u, 0);
    if (user && (setgroups(0, nullptr) != 0 || setgid(user->pw_gid) != 0 || setuid(user->pw_uid) != 0)) _exit(126);
    if (fate == Fate::dies_with_us) {
        // After setuid, which clears it.
        prctl(PR_SET_PDEATHSIG, SIGINT);
        if (getppid() != parent) _exit(125);
    }
    execv(words[0], words.data());
    _exit(127);
}

void reap(pid_t& pid) {
    if (pid <= 0) return;
    int status = 0;
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
    }
    pid = -1;
}

void run_and_wait(const std::vector<std::string>& command, const std::string& log) {
    pid_t pid = spawn(command, log, Fate::dies_with_us);
    int status = 0;
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
    }
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        throw std::runtime_error(command.front() + " failed; see " + log);
}

/// Folders of test processes that were killed before they could tidy up.
void sweep() {
    static const bool once = [] {
        std::error_code ignored;
        for (const auto& entry : fs::directory_iterator("/tmp", ignored)) {
            const auto name = entry.path().filename().string();
            if (!name.starts_with("wib-pg-")) continue;
            const int owner = std::atoi(name.c_str() + 7);
            if (owner > 0 && kill(owner, 0) != 0 && errno == ESRCH) fs::remove_all(entry.path(), ignored);
        }
        return true;
    }();
    (void)once;
}

/// A folder only the server's user can enter. Under /tmp: socket names have 107 characters, and `postgres` cannot reach
/// root's home.
std::string make_folder() {
    sweep();
    static int count = 0;
    const auto path = "/tmp/wib-pg-" + std::to_string(getpid()) + "-" + std::to_string(++count);
    fs::create_directories(path);
    chmod(path.c_str(), 0700);
    if (const auto* user = server_user(); user && chown(path.c_str(), user->pw_uid, user->pw_gid) != 0)
        throw std::runtime_error("cannot give " + path + " away");
    return path;
}

std::string socket_url(std::string_view role, std::string_view database, std::string_view dir, int port) {
    return "postgresql://" + std::string(role) + ":" + kPassword + "@/" + std::string(database) +
           "?host=" + std::string(dir) + "&port=" + std::to_string(port);
}

void bootstrap_and_migrate(const std::function<std::string(std::string_view role, std::string_view database)>& url,
                           const std::string& database) {
    db::Bootstrap plan{.administrator_url = Secret{url("postgres", "postgres")}, .database = database, .passwords = {}};
    for (const auto* role : kLoginRoles) plan.passwords.emplace(role, Secret{kPassword});
    db::bootstrap(plan);
    db::migrate(Secret{url("wib_owner", database)}, db::read_migrations(migrations_folder()), db::DryRun::no,
                [](const db::Migration&, std::chrono::milliseconds) {});
}

bool answers(const std::string& url) {
    try {
        pqxx::connection connection{url};
        return connection.is_open();
    } catch (const pqxx::failure&) {
        return false;
    }
}

struct Lock {
    explicit Lock(const std::string& path) : fd(open(path.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600)) {
        if (fd < 0) throw std::runtime_error("cannot open " + path);
    }
    ~Lock() { close(fd); }
    Lock(const Lock&) = delete;
    Lock& operator=(const Lock&) = delete;
    void take(int how) const {
        while (flock(fd, how) != 0)
            if (errno != EINTR) throw std::runtime_error("cannot lock");
    }
    int fd;
};

/// The cluster of this build folder, joined or started by this process.
class SharedCluster {
  public:
    static SharedCluster& get() {
        static SharedCluster cluster;
        return cluster;
    }
    [[nodiscard]] std::string url(std::string_view role, std::string_view database) const {
        return socket_url(role, database, dir_, port_);
    }
    [[nodiscard]] std::string tcp_url(std::string_view role, std::string_view database) const {
        return "postgresql://" + std::string(role) + ":" + kPassword + "@localhost:" + std::to_string(port_) + "/" +
               std::string(database);
    }
    [[nodiscard]] const std::string& template_name() const { return template_; }
    [[nodiscard]] const std::string& dir() const { return dir_; }
    [[nodiscard]] int port() const { return port_; }

  private:
    SharedCluster()
        : dir_("/tmp/wib-test-" + std::to_string(geteuid()) + "-" + crypto::sha256_hex(WIB_BUILD_DIR).substr(0, 12)),
          users_(std::string{WIB_BUILD_DIR} + "/postgres.users") {
        const Lock joining{std::string{WIB_BUILD_DIR} + "/postgres.lock"};
        joining.take(LOCK_EX);
        users_.take(LOCK_SH);  // until this process ends
        if (!alive()) start();
        std::string all;
        for (const auto& migration : db::read_migrations(migrations_folder())) all += migration.checksum;
        // A build folder keeps its cluster while migrations are being written: each state of them has its own template.
        template_ = "template_" + crypto::sha256_hex(all).substr(0, 16);
        pqxx::connection administrator{url("postgres", "postgres")};
        pqxx::nontransaction sql{administrator};
        if (sql.exec_params("select 1 from pg_database where datname = $1 and datallowconn = false", template_)
                .empty()) {
            sql.exec("drop database if exists " + template_ + " with (force)");
            bootstrap_and_migrate([this](auto role, auto database) { return url(role, database); }, template_);
            sql.exec("alter database " + template_ + " allow_connections false");
        }
    }

    bool alive() {
        std::ifstream in{dir_ + "/data/postmaster.pid"};
        std::string line;
        for (int at = 0; at < 4 && std::getline(in, line); ++at) {
        }
        if (!in || !fs::exists(dir_ + "/ready")) return false;
        port_ = std::atoi(line.c_str());
        return port_ > 0 && answers(url("postgres", "postgres"));
    }

    void start() {
        const auto bin = postgres_programs();
        if (bin.empty())
            throw std::runtime_error("PostgreSQL's server programs are not installed (package postgresql)");
        port_ = free_port();
        fs::remove(dir_ + "/ready");
        fs::remove(dir_ + "/failed");
        pid_t starter = spawn({"/bin/sh", std::string{WIB_SOURCE_DIR} + "/tests/support/postgres/keep_postgres.sh",
                               dir_, WIB_BUILD_DIR, bin, std::to_string(port_)},
                              std::string{WIB_BUILD_DIR} + "/postgres.log", Fate::outlives_us);
        reap(starter);
        wait_until(
            [&] {
                if (fs::exists(dir_ + "/failed")) throw std::runtime_error("the test cluster failed; see " + dir_);
                return fs::exists(dir_ + "/ready");
            },
            "the test cluster");
    }

    std::string dir_;
    Lock users_;
    int port_ = 0;
    std::string template_;
};

}  // namespace

std::string postgres_programs() {
    if (const char* given = std::getenv("WIB_PG_BIN"); given && *given) return given;
    std::string best;
    int newest = 0;
    std::error_code none;
    for (const auto& entry : fs::directory_iterator("/usr/lib/postgresql", none)) {
        const int version = std::atoi(entry.path().filename().c_str());
        if (version > newest && fs::exists(entry.path() / "bin/initdb")) {
            newest = version;
            best = entry.path() / "bin";
        }
    }
    return best;
}

std::string migrations_folder() {
    return std::string{WIB_SOURCE_DIR} + "/migrations";
}

struct TestDatabase::Pooler {
    std::string dir;
    int port = 0;
    pid_t pid = -1;

    explicit Pooler(const std::string& database) : dir(make_folder()), port(free_port()) {
        auto& cluster = SharedCluster::get();
        std::ofstream ini{dir + "/pgbouncer.ini"};
        ini << "[databases]\n"
            << database << " = host=" << cluster.dir() << " port=" << cluster.port() << "\n"
            << "[pgbouncer]\npool_mode = transaction\nauth_type = trust\nauth_file = " << dir
            << "/users\nunix_socket_dir = " << dir << "\nlisten_addr =\nlisten_port = " << port
            << "\ndefault_pool_size = 4\nmax_client_conn = 200\nserver_reset_query =\n"
            << "ignore_startup_parameters = extra_float_digits\n";
        ini.close();
        std::ofstream users{dir + "/users"};
        for (const auto* role : kLoginRoles) users << '"' << role << "\" \"" << kPassword << "\"\n";
        users.close();
        for (const auto* file : {"/pgbouncer.ini", "/users"})
            if (const auto* user = server_user(); user && chown((dir + file).c_str(), user->pw_uid, user->pw_gid) != 0)
                throw std::runtime_error("cannot give the pooler's files away");
        pid = spawn({"/usr/sbin/pgbouncer", dir + "/pgbouncer.ini"}, dir + "/log", Fate::dies_with_us);
        const auto url = socket_url("wib_app", database, dir, port);
        wait_until([&] { return answers(url); }, "PgBouncer");
    }
    ~Pooler() {
        if (pid > 0) kill(pid, SIGTERM);
        reap(pid);
        std::error_code ignored;
        fs::remove_all(dir, ignored);
    }
};

TestDatabase::TestDatabase() {
    auto& cluster = SharedCluster::get();
    static int count = 0;
    name_ = "test_" + std::to_string(getpid()) + "_" + std::to_string(++count);
    pqxx::connection administrator{cluster.url("postgres", "postgres")};
    pqxx::nontransaction sql{administrator};
    sql.exec("drop database if exists " + name_ + " with (force)");
    sql.exec("create database " + name_ + " owner wib_owner template " + cluster.template_name());
    // Rights on the database itself are not copied from the template.
    sql.exec("revoke all on database " + name_ + " from public");
    sql.exec("grant connect, temporary on database " + name_ + " to wib_owner, wib_app");
    sql.exec("grant connect on database " + name_ + " to wib_purge, wib_backup, wib_readonly");
    sql.exec("grant create on database " + name_ + " to wib_owner");
}

TestDatabase::~TestDatabase() {
    pooler_.reset();
    try {
        pqxx::connection administrator{SharedCluster::get().url("postgres", "postgres")};
        pqxx::nontransaction{administrator}.exec("drop database if exists " + name_ + " with (force)");
    } catch (const std::exception&) {
        // The cluster goes away by itself, and this database with it.
    }
}

std::string TestDatabase::url(std::string_view role) const {
    return SharedCluster::get().url(role, name_);
}
std::string TestDatabase::tcp_url(std::string_view role) const {
    return SharedCluster::get().tcp_url(role, name_);
}

std::string TestDatabase::pooled_url(std::string_view role) {
    if (!pooler_) pooler_ = std::make_unique<Pooler>(name_);
    return socket_url(role, name_, pooler_->dir, pooler_->port);
}

namespace {

/// npm leaves links out of packages; this one lists them beside its files and would make them in an install script.
void link_libraries(const fs::path& native) {
    std::ifstream in{native / "pg-symlinks.json"};
    const std::string text{std::istreambuf_iterator<char>{in}, {}};
    for (const auto& link : boost::json::parse(text).as_array()) {
        const auto there = [&](const char* key) {
            return native / fs::path{std::string{link.at(key).as_string()}}.lexically_relative("native");
        };
        fs::create_directories(there("target").parent_path());
        fs::remove(there("target"));
        fs::create_symlink(fs::relative(there("source"), there("target").parent_path()), there("target"));
    }
}

}  // namespace

TestServer::TestServer(Setup setup) : dir_(make_folder()), bin_(postgres_programs()) {
    prepare(setup);
}

TestServer::TestServer(const std::string& packaged, Setup setup) : dir_(make_folder()), bin_(dir_ + "/programs/bin") {
    fs::copy(packaged, dir_ + "/programs", fs::copy_options::recursive);
    link_libraries(dir_ + "/programs");
    prepare(setup);
}

void TestServer::prepare(Setup setup) {
    port_ = free_port();
    const auto log = std::string{WIB_BUILD_DIR} + "/postgres.log";
    run_and_wait({bin_ + "/initdb", "-D", dir_ + "/data", "-U", "postgres", "-E", "UTF8", "--locale=C", "--no-sync",
                  "--auth-local=trust", "--auth-host=reject"},
                 log);
    start();
    if (setup == Setup::migrated)
        bootstrap_and_migrate([this](auto role, auto database) { return url(role, database); }, "wib");
}

TestServer::~TestServer() {
    stop();
    std::error_code ignored;
    fs::remove_all(dir_, ignored);
}

void TestServer::start() {
    fs::remove(dir_ + "/data/postmaster.pid");
    pid_ = spawn({bin_ + "/postgres", "-D", dir_ + "/data", "-k", dir_, "-p", std::to_string(port_), "-c",
                  "listen_addresses=", "-c", "fsync=off", "-c", "shared_buffers=32MB"},
                 dir_ + "/server.log", Fate::dies_with_us);
    wait_until([&] { return answers(socket_url("postgres", "postgres", dir_, port_)); }, "the test server");
}

void TestServer::stop() {
    if (pid_ > 0) kill(pid_, SIGINT);
    reap(pid_);
}

void TestServer::crash() {
    // The postmaster's death takes its children with it (they watch it); SIGQUIT is what its own crash handling sends.
    if (pid_ > 0) kill(pid_, SIGQUIT);
    reap(pid_);
}

std::string TestServer::url(std::string_view role, std::string_view database) const {
    return socket_url(role, database, dir_, port_);
}

}  // namespace wib::testing

#pragma once
#include <libpq-fe.h>

#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <deque>
#include <exception>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "origin/db/server_error.hpp"
#include "origin/db/statement.hpp"
#include "origin/db/tenant_tx.hpp"
#include "origin/runtime/task.hpp"
#include "shared/core/deadline.hpp"
#include "shared/core/secret.hpp"

namespace wib::db {

/// Whether statements are prepared under a name on the server and found there again (117 µs against 186).
/// PgBouncer 1.18 in transaction mode does not keep them; `probe` finds out, connection by connection.
enum class NamedStatements { probe, on, off };

struct ConnectionConfig {
    Secret url;  ///< libpq form: a URL or key=value pairs
    NamedStatements named = NamedStatements::probe;
    std::string application_name = "wib-origin";
};

/// Thrown by exchange() when the connection died under it: deadline passed, socket lost, server gone.
struct ConnectionLost : std::exception {
    std::string reason;
    explicit ConnectionLost(std::string r) : reason(std::move(r)) {}
    [[nodiscard]] const char* what() const noexcept override { return reason.c_str(); }
};

/// One libpq connection in pipeline mode, living on one executor. Statements are queued with send() and travel together
/// with the next exchange(); nothing is believed before the sync behind them has been answered. A wait that does not
/// end well (deadline, cancellation) leaves the connection broken, to be dropped: libpq 15 can only cancel by blocking.
class Connection {
  public:
    /// Resolves the host first (libpq would block in getaddrinfo), connects, and probes. Throws ConnectionLost.
    static Task<std::unique_ptr<Connection>> open(const ConnectionConfig& config, Deadline deadline);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    /// Queues one statement; its texts must outlive the exchange.
    void send(const Statement& statement, const Params& params);
    /// Ends the batch, waits for every answer in it, and returns the rows of each statement in order. Throws
    /// ConnectionLost, or what throw_meaning makes of the first error; after the latter the connection is well.
    Task<std::vector<Rows>> exchange(Deadline deadline);
    /// Sends a lone statement whose answer nobody waits for (ROLLBACK); it is read before the next exchange's answers.
    void send_and_forget(const Statement& statement);

    /// Nothing is half-sent or half-read, as far as we know without asking.
    [[nodiscard]] bool well() const { return !broken_ && PQstatus(pg_) == CONNECTION_OK; }
    /// Looks at the socket: false when the server hung up or says something unasked.
    [[nodiscard]] bool still_there();
    [[nodiscard]] bool in_transaction() const;
    [[nodiscard]] bool names_statements() const { return named_; }
    /// Round trips begun so far: syncs whose answer somebody waited for.
    [[nodiscard]] std::uint64_t exchanges() const { return exchanges_; }

  private:
    struct Expected {
        enum class Kind { reply, prepare, forgotten, sync } kind;
        std::string_view statement{};
        const std::string* prepared = nullptr;  // key in prepared_, for `prepare`
        bool answered = false;
    };
    struct Alarm;

    Connection(boost::asio::any_io_executor executor, PGconn* pg);
    Task<void> finish_connecting(Deadline deadline);
    Task<void> probe(NamedStatements named, Deadline deadline);
    Task<void> readable();
    Task<void> flushed();
    void take(PGresult* result, std::vector<Rows>& rows, std::optional<ServerError>& error);
    void attach();
    [[noreturn]] void lose(std::string reason);

    boost::asio::any_io_executor executor_;
    PGconn* pg_;
    boost::asio::posix::stream_descriptor socket_;
    std::shared_ptr<Alarm> alarm_;
    std::deque<Expected> expected_;
    std::unordered_map<std::string, std::string> prepared_;  // statement text → name on the server
    std::uint64_t exchanges_ = 0;
    int names_given_ = 0;
    bool named_ = false;
    bool broken_ = false;
};

}  // namespace wib::db

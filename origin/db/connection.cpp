#include "origin/db/connection.hpp"

#include <poll.h>

#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>
#include <chrono>
#include <optional>
#include <utility>

#include "origin/db/result_handle.hpp"
#include "origin/runtime/within.hpp"

namespace wib::db {

namespace asio = boost::asio;
using asio::posix::stream_descriptor;

namespace {

constexpr Statement kWhichBackend{"which_backend", "select pg_backend_pid() as pid"};

std::string trimmed(const char* message) {
    std::string text = message ? message : "";
    while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.pop_back();
    return text;
}

std::vector<std::string> split(const std::string& text, char at) {
    std::vector<std::string> parts;
    std::size_t begin = 0;
    for (;;) {
        const auto end = text.find(at, begin);
        parts.push_back(text.substr(begin, end - begin));
        if (end == std::string::npos) return parts;
        begin = end + 1;
    }
}

/// Connection parameters with every host name resolved: libpq gets `host` (for the certificate) and `hostaddr` (to
/// connect).
struct Parameters {
    std::vector<std::pair<std::string, std::string>> pairs;

    std::string* find(std::string_view key) {
        for (auto& [k, v] : pairs)
            if (k == key) return &v;
        return nullptr;
    }
    void set(std::string_view key, std::string value) {
        if (auto* there = find(key)) {
            *there = std::move(value);
        } else {
            pairs.emplace_back(key, std::move(value));
        }
    }
    void set_unless_given(std::string_view key, std::string value) {
        if (!find(key)) pairs.emplace_back(key, std::move(value));
    }
};

Parameters parse(const ConnectionConfig& config) {
    char* problem = nullptr;
    PQconninfoOption* options = PQconninfoParse(config.url.reveal().c_str(), &problem);
    if (!options) {
        PQfreemem(problem);  // may quote the password
        throw ConnectionLost("the database URL cannot be read");
    }
    Parameters parameters;
    for (auto* option = options; option->keyword; ++option)
        if (option->val) parameters.pairs.emplace_back(option->keyword, option->val);
    PQconninfoFree(options);
    parameters.set_unless_given("application_name", config.application_name);
    parameters.set_unless_given("gssencmode", "disable");
    parameters.set("client_encoding", "UTF8");
    // A network that swallows packets is noticed within seconds, idle or not.
    parameters.set_unless_given("keepalives_idle", "15");
    parameters.set_unless_given("keepalives_interval", "5");
    parameters.set_unless_given("keepalives_count", "3");
    parameters.set_unless_given("tcp_user_timeout", "10000");
    return parameters;
}

Task<void> resolve(Parameters& parameters, Deadline deadline) {
    const auto* host = parameters.find("host");
    if (!host || parameters.find("hostaddr")) co_return;
    const auto executor = co_await asio::this_coro::executor;
    const auto* port = parameters.find("port");
    const auto names = split(*host, ',');
    const auto ports = split(port ? *port : "5432", ',');
    std::string hosts, addresses, ports_out;
    for (std::size_t at = 0; at < names.size(); ++at) {
        const auto& name = names[at];
        const auto& its_port = ports.size() == names.size() ? ports[at] : ports.front();
        const auto add = [&](const std::string& address) {
            if (!hosts.empty()) hosts += ',', addresses += ',', ports_out += ',';
            hosts += name, addresses += address, ports_out += its_port;
        };
        if (name.empty() || name.front() == '/' || name.front() == '@') {
            add("");  // a Unix socket: there is nothing to resolve
            continue;
        }
        asio::ip::tcp::resolver resolver{executor};
        boost::system::error_code error;
        const auto found = co_await within(
            deadline, resolver.async_resolve(name, its_port, asio::redirect_error(asio::use_awaitable, error)));
        if (!found) throw ConnectionLost("resolving the database host took too long");
        if (error) throw ConnectionLost("the database host has no address: " + error.message());
        for (const auto& entry : *found) add(entry.endpoint().address().to_string());
    }
    parameters.set("host", hosts);
    parameters.set("hostaddr", addresses);
    parameters.set("port", ports_out);
}

}  // namespace

/// Ends a wait at the deadline by cancelling the socket's. Shared with the timer's handler, which may outlive us. A
/// wait that ends in time leaves the timer as it is, for the next has its deadline later, nearly always: one timer
/// serves thousands.
struct Connection::Alarm : std::enable_shared_from_this<Connection::Alarm> {
    Alarm(asio::any_io_executor executor, stream_descriptor& s) : timer(std::move(executor)), socket(&s) {}

    void set(Deadline deadline) {
        rang = false;
        due = deadline.at();
        if (due < set_for) start();
    }
    void stop() { due = kNever; }
    void end() {
        socket = nullptr;
        timer.cancel();
    }

  private:
    static constexpr auto kNever = Deadline::Clock::time_point::max();

    void start() {
        set_for = due;
        timer.expires_at(set_for);
        timer.async_wait([self = shared_from_this()](boost::system::error_code error) {
            if (error || !self->socket) return;
            self->set_for = kNever;
            if (self->due == kNever) return;
            // Left over from a wait that has ended: the one that runs now has longer.
            if (self->due > Deadline::Clock::now()) return self->start();
            self->rang = true;
            boost::system::error_code ignored;
            self->socket->cancel(ignored);
        });
    }

    asio::steady_timer timer;
    stream_descriptor* socket;  // null once the connection is gone
    Deadline::Clock::time_point due = kNever;
    Deadline::Clock::time_point set_for = kNever;

  public:
    bool rang = false;
};

Connection::Connection(asio::any_io_executor executor, PGconn* pg)
    : executor_(executor), pg_(pg), socket_(executor), alarm_(std::make_shared<Alarm>(executor, socket_)) {}

Connection::~Connection() {
    alarm_->end();
    if (socket_.is_open()) socket_.release();  // the descriptor is libpq's to close
    PQfinish(pg_);
}

void Connection::attach() {
    const int fd = PQsocket(pg_);
    if (socket_.is_open()) {
        if (socket_.native_handle() == fd) return;
        socket_.release();
    }
    if (fd < 0) lose("no socket to the database");
    socket_.assign(fd);
}

void Connection::lose(std::string reason) {
    broken_ = true;
    throw ConnectionLost(std::move(reason));
}

Task<std::unique_ptr<Connection>> Connection::open(const ConnectionConfig& config, Deadline deadline) {
    auto parameters = parse(config);
    co_await resolve(parameters, deadline);
    std::vector<const char*> keys, values;
    for (const auto& [key, value] : parameters.pairs) {
        keys.push_back(key.c_str());
        values.push_back(value.c_str());
    }
    keys.push_back(nullptr);
    values.push_back(nullptr);
    PGconn* pg = PQconnectStartParams(keys.data(), values.data(), 0);
    if (!pg) throw std::bad_alloc();
    auto connection = std::unique_ptr<Connection>(new Connection(co_await asio::this_coro::executor, pg));
    co_await connection->finish_connecting(deadline);
    co_await connection->probe(config.named, deadline);
    co_return connection;
}

Task<void> Connection::finish_connecting(Deadline deadline) {
    // The next address may be tried on a new socket that got the old one's number: let go of it before each step.
    auto next = PGRES_POLLING_WRITING;
    if (PQstatus(pg_) == CONNECTION_BAD) lose("cannot connect: " + trimmed(PQerrorMessage(pg_)));
    while (next == PGRES_POLLING_READING || next == PGRES_POLLING_WRITING) {
        attach();
        alarm_->set(deadline);
        boost::system::error_code error;
        co_await socket_.async_wait(
            next == PGRES_POLLING_READING ? stream_descriptor::wait_read : stream_descriptor::wait_write,
            asio::redirect_error(asio::use_awaitable, error));
        alarm_->stop();
        if (alarm_->rang) lose("cannot connect: deadline passed");
        if (error == asio::error::operation_aborted)
            throw boost::system::system_error(error);  // whoever asked has left
        if (error) lose("cannot connect: " + error.message());
        socket_.release();
        next = PQconnectPoll(pg_);
    }
    if (next != PGRES_POLLING_OK) lose("cannot connect: " + trimmed(PQerrorMessage(pg_)));
    attach();
    PQsetNoticeProcessor(pg_, [](void*, const char*) {}, nullptr);
    if (PQsetnonblocking(pg_, 1) != 0 || PQenterPipelineMode(pg_) != 1) lose("cannot enter pipeline mode");
}

Task<void> Connection::probe(NamedStatements named, Deadline deadline) {
    named_ = named == NamedStatements::on;
    if (named != NamedStatements::probe) co_return;
    // A pooler between us and the server invents the process id it greets us with; then the backend behind it may
    // change from transaction to transaction and forget our names.
    send(kWhichBackend, {});
    const auto rows = co_await exchange(deadline);
    named_ = rows.at(0).front()["pid"].as<int>() == PQbackendPID(pg_);
}

void Connection::send(const Statement& statement, const Params& params) {
    std::vector<const char*> values(params.size());
    for (std::size_t at = 0; at < params.size(); ++at) {
        // libpq reads a text parameter up to its first NUL: less would be kept than was given, and nobody told.
        if (params[at] && params[at]->find('\0') != std::string::npos)
            throw StatementError(statement.name, "22021", "parameter $" + std::to_string(at + 1) + " holds a NUL");
        values[at] = params[at] ? params[at]->c_str() : nullptr;
    }
    const int count = static_cast<int>(params.size());
    if (!named_) {
        if (PQsendQueryParams(pg_, std::string(statement.text).c_str(), count, nullptr, values.data(), nullptr, nullptr,
                              0) != 1)
            lose("cannot send " + std::string(statement.name) + ": " + trimmed(PQerrorMessage(pg_)));
        expected_.push_back({Expected::Kind::reply, statement.name});
        return;
    }
    const auto [known, is_new] = prepared_.try_emplace(std::string(statement.text));
    if (is_new) {
        known->second = std::string(statement.name) + "_" + std::to_string(++names_given_);
        if (PQsendPrepare(pg_, known->second.c_str(), known->first.c_str(), 0, nullptr) != 1)
            lose("cannot prepare " + std::string(statement.name) + ": " + trimmed(PQerrorMessage(pg_)));
        expected_.push_back({Expected::Kind::prepare, statement.name, &known->first});
    }
    if (PQsendQueryPrepared(pg_, known->second.c_str(), count, values.data(), nullptr, nullptr, 0) != 1)
        lose("cannot send " + std::string(statement.name) + ": " + trimmed(PQerrorMessage(pg_)));
    expected_.push_back({Expected::Kind::reply, statement.name});
}

void Connection::send_and_forget(const Statement& statement) {
    const auto before = expected_.size();
    send(statement, {});
    for (auto at = before; at < expected_.size(); ++at)
        if (expected_[at].kind == Expected::Kind::reply) expected_[at].kind = Expected::Kind::forgotten;
    if (PQpipelineSync(pg_) != 1 || PQflush(pg_) != 0) lose("cannot send " + std::string(statement.name));
    expected_.push_back({Expected::Kind::sync});
}

Task<void> Connection::readable() {
    boost::system::error_code error;
    co_await socket_.async_wait(stream_descriptor::wait_read, asio::redirect_error(asio::use_awaitable, error));
    if (alarm_->rang) lose("deadline passed");
    // Somebody cancelled the request: the answer is still under way, so this connection cannot be used again.
    if (error == asio::error::operation_aborted) {
        broken_ = true;
        throw boost::system::system_error(error);
    }
    if (error) lose(error.message());
    if (PQconsumeInput(pg_) != 1) lose("connection lost: " + trimmed(PQerrorMessage(pg_)));
}

Task<void> Connection::flushed() {
    using namespace asio::experimental::awaitable_operators;
    for (;;) {
        const int left = PQflush(pg_);
        if (left == 0) co_return;
        if (left < 0) lose("connection lost: " + trimmed(PQerrorMessage(pg_)));
        // The server may be stuck writing to us while we are stuck writing to it: whichever side moves first.
        boost::system::error_code wrote, read;
        co_await (socket_.async_wait(stream_descriptor::wait_write, asio::redirect_error(asio::use_awaitable, wrote)) ||
                  socket_.async_wait(stream_descriptor::wait_read, asio::redirect_error(asio::use_awaitable, read)));
        if (alarm_->rang) lose("deadline passed");
        if (wrote && read) {
            broken_ = true;
            throw boost::system::system_error(wrote);
        }
        if (PQconsumeInput(pg_) != 1) lose("connection lost: " + trimmed(PQerrorMessage(pg_)));
    }
}

void Connection::take(PGresult* result, std::vector<Rows>& rows, std::optional<ServerError>& error) {
    auto& due = expected_.front();
    if (!result) {  // the end of one statement's results
        if (due.kind == Expected::Kind::sync || !due.answered) lose("the server's answers do not match our questions");
        expected_.pop_front();
        return;
    }
    auto owned = std::make_shared<const ResultHandle>(result);
    const auto status = PQresultStatus(result);
    if (status == PGRES_PIPELINE_SYNC) {
        if (due.kind != Expected::Kind::sync) lose("the server's answers do not match our questions");
        expected_.pop_front();
        return;
    }
    if (due.kind == Expected::Kind::sync || due.answered) lose("the server's answers do not match our questions");
    due.answered = true;
    const bool good = status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK || status == PGRES_EMPTY_QUERY;
    if (due.kind == Expected::Kind::forgotten) {
        if (!good) lose("could not roll back: " + trimmed(PQresultErrorMessage(result)));
        return;
    }
    if (due.kind == Expected::Kind::prepare) {
        if (!good) prepared_.erase(prepared_.find(*due.prepared));
    } else if (good) {
        rows.emplace_back(std::move(owned));
    }
    if (good || status == PGRES_PIPELINE_ABORTED) return;
    const auto field = [&](int code) { return trimmed(PQresultErrorField(result, code)); };
    ServerError said{std::string(due.statement), field(PG_DIAG_SQLSTATE), field(PG_DIAG_CONSTRAINT_NAME),
                     field(PG_DIAG_MESSAGE_PRIMARY)};
    if (is_connection_failure(said.sqlstate) || PQstatus(pg_) != CONNECTION_OK)
        lose(said.message.empty() ? trimmed(PQerrorMessage(pg_)) : said.message);
    // A pooler changed the backend under us after all: whoever asks next gets a connection that names nothing.
    if (said.sqlstate == "26000") lose("the server forgot a prepared statement");
    if (!error) error = std::move(said);
}

Task<std::vector<Rows>> Connection::exchange(Deadline deadline) {
    if (!well()) lose("connection lost");
    if (PQpipelineSync(pg_) != 1) lose("connection lost: " + trimmed(PQerrorMessage(pg_)));
    expected_.push_back({Expected::Kind::sync});
    ++exchanges_;
    broken_ = true;  // until every answer is in: a caller destroyed meanwhile leaves it so
    std::vector<Rows> rows;
    std::optional<ServerError> error;
    alarm_->set(deadline);
    if (PQflush(pg_) != 0) co_await flushed();
    while (!expected_.empty()) {
        while (PQisBusy(pg_)) co_await readable();
        take(PQgetResult(pg_), rows, error);
    }
    alarm_->stop();
    broken_ = false;
    if (error) throw_meaning(*error);
    co_return rows;
}

bool Connection::still_there() {
    if (!well()) return false;
    pollfd look{PQsocket(pg_), POLLIN, 0};
    if (poll(&look, 1, 0) == 0) return true;
    if (expected_.empty()) return false;  // unasked: a farewell, or the end of the stream
    if (PQconsumeInput(pg_) != 1) return false;
    std::vector<Rows> rows;
    std::optional<ServerError> error;
    try {
        while (!expected_.empty() && !PQisBusy(pg_)) take(PQgetResult(pg_), rows, error);
    } catch (const ConnectionLost&) {
        return false;
    }
    if (!expected_.empty()) return true;
    look.revents = 0;
    return poll(&look, 1, 0) == 0;
}

bool Connection::in_transaction() const {
    return PQtransactionStatus(pg_) != PQTRANS_IDLE;
}

}  // namespace wib::db

#include "origin/http/server.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <future>

#include "origin/http/connection.hpp"
#include "origin/runtime/within.hpp"

namespace wib::http {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

constexpr std::size_t kAfterwards = 4096;
constexpr auto kCutPatience = 2s;  // for what was cancelled to end

std::string describe(std::exception_ptr failure) {
    try {
        std::rethrow_exception(failure);
    } catch (const std::exception& error) {
        return error.what();
    } catch (...) {
        return "something that is no exception";
    }
}

TaskScope::OnFailure to_log(Service& service) {
    return [&service](std::string_view task, std::exception_ptr failure) {
        // Resets and broken pipes are how peers leave; the rest is worth a line.
        try {
            std::rethrow_exception(failure);
        } catch (const boost::system::system_error& error) {
            if (error.code().category() == asio::error::get_system_category() || error.code() == asio::error::eof)
                return;
        } catch (...) {
        }
        service.parts.log.error("task_failed", {{"task", task}, {"reason", describe(failure)}});
    };
}

}  // namespace

Service::Service(ServerConfig c, ServerParts p)
    : config(std::move(c)),
      parts(std::move(p)),
      memory(config.remembered_requests),
      requests(parts.metrics.counters("wib_http_requests_total", "Requests answered, by route and status.",
                                      {"route", "status"})),
      refused(parts.metrics.counters("wib_http_refused_total", "Requests refused before their handler, by reason.",
                                     {"reason"})),
      upgrades(parts.metrics.counters("wib_http_upgrades_total", "WebSocket requests, by path and outcome.",
                                      {"path", "outcome"})),
      open(parts.metrics.gauge("wib_http_connections", "Open HTTP connections.")) {
    auto& took =
        parts.metrics.histograms("wib_http_request_seconds", "From admitted to a reply's head, by route.", {"route"});
    auto& abandoned = parts.metrics.counters("wib_http_abandoned_total",
                                             "Requests whose peer left before the reply, by route.", {"route"});
    for (const auto& route : api::routes())
        figures.push_back({parts.router.find(route.name), &took.with({std::string{route.name}}),
                           &abandoned.with({std::string{route.name}})});
}

const Service::Figures& Service::of(const api::Route& route) const {
    return figures[static_cast<std::size_t>(&route - api::routes().data())];
}

Lane::Lane(asio::any_io_executor executor, Service& service)
    : drained(executor),
      requests(executor, service.config.connections, to_log(service)),
      sessions(executor, service.config.connections, to_log(service)),
      afterwards(executor, kAfterwards, to_log(service)) {}

struct Server::State {
    std::shared_ptr<Service> service;
    std::vector<std::shared_ptr<Lane>> lanes;
    std::optional<tcp::acceptor> acceptor;
    std::unique_ptr<TaskScope> accepting;
    std::size_t next = 0;
};

namespace {

Task<void> accept_all(std::shared_ptr<Service> service, tcp::acceptor& acceptor,
                      const std::vector<std::shared_ptr<Lane>>& lanes) {
    for (std::size_t next = 0;; ++next) {
        const auto& lane = lanes[next % lanes.size()];
        auto [error, socket] =
            co_await acceptor.async_accept(lane->requests.executor(), asio::as_tuple(asio::use_awaitable));
        if (error == asio::error::operation_aborted || !acceptor.is_open()) co_return;
        if (error) {
            // Out of descriptors, most likely: let some close.
            service->parts.log.warn("accept_failed", {{"reason", error.message()}});
            co_await sleep_until(service->parts.clock.in(100ms));
            continue;
        }
        if (static_cast<std::size_t>(service->open.value()) >= service->config.connections) {
            service->refused.with({"connections"}).add();
            continue;
        }
        error_code ignored;
        socket.set_option(tcp::no_delay{true}, ignored);
        asio::post(lane->requests.executor(), [lane, service, s = std::move(socket)]() mutable {
            if (!lane->draining) (void)lane->requests.start("connection", serve(std::move(s), service, lane));
        });
    }
}

Task<void> stop_accepting(tcp::acceptor& acceptor, TaskScope& accepting) {
    error_code ignored;
    acceptor.close(ignored);
    (void)co_await accepting.close(Deadline::after(Deadline::Clock::now(), kCutPatience));
}

Task<void> begin_to_end(std::shared_ptr<Lane> lane) {
    lane->drain();
    lane->sessions.stop();
    co_return;
}

Task<void> end(std::shared_ptr<Lane> lane, Deadline deadline) {
    (void)co_await lane->requests.join(deadline);
    (void)co_await lane->sessions.join(deadline);
    const auto cut = Deadline::after(Deadline::Clock::now(), kCutPatience);
    (void)co_await lane->requests.close(cut);
    (void)co_await lane->afterwards.join(cut);
    (void)co_await lane->afterwards.close(cut);
}

}  // namespace

Server::Server(ServerConfig config, ServerParts parts) : state_(std::make_shared<State>()) {
    state_->service = std::make_shared<Service>(std::move(config), std::move(parts));
}
Server::~Server() = default;

Result<std::uint16_t, StartError> Server::start() {
    auto& service = *state_->service;
    for (const auto& route : api::routes())
        if (!service.of(route).handler)
            return unexpected(StartError{"no handler for route " + std::string{route.name}});

    auto& threads = service.parts.threads;
    error_code error;
    const auto address = asio::ip::make_address(service.config.address, error);
    if (error) return unexpected(StartError{service.config.address + " is not an address"});
    const tcp::endpoint endpoint{address, service.config.port};
    auto& acceptor = state_->acceptor.emplace(threads.executor(0));
    acceptor.open(endpoint.protocol(), error);
    if (!error) acceptor.set_option(tcp::acceptor::reuse_address{true}, error);
    if (!error) acceptor.bind(endpoint, error);
    if (!error) acceptor.listen(1024, error);
    if (error)
        return unexpected(
            StartError{service.config.address + ':' + std::to_string(service.config.port) + ": " + error.message()});

    for (std::size_t lane = 0; lane < threads.size(); ++lane)
        state_->lanes.push_back(std::make_shared<Lane>(threads.executor(lane), service));
    state_->accepting = std::make_unique<TaskScope>(threads.executor(0), 1, to_log(service));
    asio::post(threads.executor(0), [state = state_] {
        (void)state->accepting->start("accept", accept_all(state->service, *state->acceptor, state->lanes));
    });
    return acceptor.local_endpoint().port();
}

Task<void> Server::stop(Deadline deadline) {
    const auto state = state_;
    if (!state->accepting) co_return;
    co_await asio::co_spawn(state->accepting->executor(), stop_accepting(*state->acceptor, *state->accepting),
                            asio::use_awaitable);
    for (const auto& lane : state->lanes)
        co_await asio::co_spawn(lane->requests.executor(), begin_to_end(lane), asio::use_awaitable);
    for (const auto& lane : state->lanes)
        co_await asio::co_spawn(lane->requests.executor(), end(lane, deadline), asio::use_awaitable);
}

std::size_t Server::connections() const {
    return static_cast<std::size_t>(state_->service->open.value());
}

}  // namespace wib::http

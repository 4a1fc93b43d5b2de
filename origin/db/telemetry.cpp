#include "origin/db/telemetry.hpp"

#include <string>

namespace wib::db {

namespace {

constexpr std::string_view kExchanges = "wib_db_exchanges_total";
constexpr std::string_view kExchangesHelp = "Round trips to Postgres by outcome";

}  // namespace

Telemetry::Telemetry(observe::Metrics& metrics, observe::Log log)
    : log_(std::move(log)),
      exchange_seconds_(metrics.histograms("wib_db_exchange_seconds", "Round trips to Postgres", {"statement"})),
      done_(metrics.counters(kExchanges, kExchangesHelp, {"outcome"}).with({"done"})),
      refused_(metrics.counters(kExchanges, kExchangesHelp, {"outcome"}).with({"refused"})),
      failed_(metrics.counters(kExchanges, kExchangesHelp, {"outcome"}).with({"failed"})),
      wait_seconds_(metrics.histogram("wib_db_wait_seconds", "Waiting for a connection")),
      connect_seconds_(metrics.histogram("wib_db_connect_seconds", "Opening a connection")),
      dropped_(metrics.counter("wib_db_connections_dropped_total", "Connections given up")),
      unreachable_(metrics.counter("wib_db_unreachable_total", "Attempts to connect that failed")),
      open_(metrics.gauge("wib_db_connections_open", "Connections to Postgres")),
      in_use_(metrics.gauge("wib_db_connections_in_use", "Connections carrying a transaction")),
      waiting_(metrics.gauge("wib_db_waiting", "Transactions waiting for a connection")) {}

void Telemetry::exchanged(std::string_view statement, int /*statements*/, std::chrono::nanoseconds took,
                          Outcome outcome) {
    exchange_seconds_.with({statement}).observe(took);
    switch (outcome) {
        case Outcome::done:
            done_.add();
            return;
        case Outcome::refused:
            refused_.add();
            return;
        case Outcome::failed:
            failed_.add();
            return;
    }
}

void Telemetry::waited(std::chrono::nanoseconds took) {
    wait_seconds_.observe(took);
}

void Telemetry::connected(std::chrono::nanoseconds took) {
    connect_seconds_.observe(took);
}

void Telemetry::dropped(std::string_view why) {
    dropped_.add();
    log_.warn("db_connection_dropped", {{"why", why}});
}

void Telemetry::unreachable(std::string_view why, std::chrono::nanoseconds until_next) {
    unreachable_.add();
    log_.warn("db_unreachable",
              {{"why", why}, {"retry_ms", std::chrono::duration_cast<std::chrono::milliseconds>(until_next).count()}});
}

void Telemetry::measure(const PoolStats& stats) {
    open_.set(stats.open);
    in_use_.set(stats.in_use);
    waiting_.set(stats.waiting);
}

}  // namespace wib::db

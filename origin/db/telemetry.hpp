#pragma once
#include "origin/db/observer.hpp"
#include "origin/db/pool.hpp"
#include "origin/observe/log.hpp"
#include "origin/observe/metrics.hpp"

namespace wib::db {

/// Tells metrics and log what the database doors do: wib_db_exchange_seconds by statement, wib_db_exchanges_total by
/// outcome, wib_db_wait_seconds, connections opened, dropped and refused.
class Telemetry final : public Observer {
  public:
    Telemetry(observe::Metrics& metrics, observe::Log log);

    void exchanged(std::string_view statement, int statements, std::chrono::nanoseconds took, Outcome outcome) override;
    void waited(std::chrono::nanoseconds took) override;
    void connected(std::chrono::nanoseconds took) override;
    void dropped(std::string_view why) override;
    void unreachable(std::string_view why, std::chrono::nanoseconds until_next) override;

    /// Copies the pool's figures into gauges; before each scrape.
    void measure(const PoolStats& stats);

  private:
    observe::Log log_;
    observe::Family<observe::Histogram>& exchange_seconds_;
    observe::Counter& done_;
    observe::Counter& refused_;
    observe::Counter& failed_;
    observe::Histogram& wait_seconds_;
    observe::Histogram& connect_seconds_;
    observe::Counter& dropped_;
    observe::Counter& unreachable_;
    observe::Gauge& open_;
    observe::Gauge& in_use_;
    observe::Gauge& waiting_;
};

}  // namespace wib::db

#pragma once
#include <boost/describe.hpp>
#include <cstdint>
#include <map>
#include <string>

#include "bench/loadgen/histogram.hpp"
#include "bench/loadgen/processes.hpp"

/// What a run prints (README.md, "The line").
namespace wib::loadgen {

/// What the caller wants the line to be called and which of its figures is the value.
struct Label {
    std::string name = "loadgen";
    std::string side = "wib";
    std::string unit = "req/s";
};

struct Lateness {
    double p50;
    double p99;
    double max;
};
BOOST_DESCRIBE_STRUCT(Lateness, (), (p50, p99, max))

struct RawLine {
    std::string name;
    std::string side;
    double value;
    std::string unit;
    std::string mode;
    bool valid;
    bool omission_safe;
    std::uint64_t sent;
    std::uint64_t answered;
    std::uint64_t errors;
    std::uint64_t unanswered;
    std::map<std::string, std::uint64_t> error_kinds;
    std::string first_error;
    double target_rate;
    double achieved_rate;
    double duration_s;
    double mean_us;
    double p50_us;
    double p90_us;
    double p99_us;
    double p999_us;
    double max_us;
    Lateness generator_late_us;
    double generator_cpu_s;
    int core;
    std::uint64_t connections;
    std::uint64_t reconnects;
    std::uint64_t bytes_in;
    std::uint64_t bytes_out;
    std::map<std::string, double> cpu_s;
    std::map<std::string, std::int64_t> rss_kib;
};
BOOST_DESCRIBE_STRUCT(RawLine, (),
                      (name, side, value, unit, mode, valid, omission_safe, sent, answered, errors, unanswered,
                       error_kinds, first_error, target_rate, achieved_rate, duration_s, mean_us, p50_us, p90_us,
                       p99_us, p999_us, max_us, generator_late_us, generator_cpu_s, core, connections, reconnects,
                       bytes_in, bytes_out, cpu_s, rss_kib))

/// Everything that is counted while a run lasts.
struct Tally {
    std::uint64_t sent = 0;
    std::uint64_t answered = 0;
    std::uint64_t unanswered = 0;
    std::uint64_t errors = 0;  ///< the unanswered among them
    std::map<std::string, std::uint64_t> kinds;
    std::string first_error;
    std::uint64_t reconnects = 0;
    std::uint64_t bytes_in = 0;
    std::uint64_t bytes_out = 0;
    Histogram latency;
    Histogram late;

    void error(const std::string& kind, std::string_view detail);
    void never_answered(std::uint64_t count);
};

/// How the run was made.
struct Circumstances {
    std::string mode;
    bool omission_safe = true;
    double target_rate = 0;
    Nanos duration{0};
    int core = 0;
    std::uint64_t connections = 0;
    double generator_cpu_s = 0;
    std::string first_process;  ///< whose CPU "…cpu…" units speak of
};

/// Throws std::invalid_argument for a unit nobody knows or, with a CPU unit, when no process is watched.
[[nodiscard]] RawLine raw_line(const Label& label, const Circumstances& run, const Tally& tally,
                               const std::map<std::string, Usage>& before, const std::map<std::string, Usage>& after);

}  // namespace wib::loadgen

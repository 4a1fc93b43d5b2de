#include "bench/loadgen/raw_line.hpp"

#include <cmath>
#include <stdexcept>

namespace wib::loadgen {

namespace {

constexpr std::size_t kLongestDetail = 200;

double micros(Nanos value) {
    return static_cast<double>(value.count()) / 1000.0;
}

double value_of(const std::string& unit, const RawLine& line, const std::string& process) {
    if (unit == "req/s" || unit == "frames/s") return line.achieved_rate;
    if (unit == "p50_us") return line.p50_us;
    if (unit == "p99_us") return line.p99_us;
    if (unit == "p999_us") return line.p999_us;
    const auto cpu = line.cpu_s.find(process);
    if (unit != "us_cpu/req" && unit != "req/cpu_s") throw std::invalid_argument("unknown unit " + unit);
    if (cpu == line.cpu_s.end()) throw std::invalid_argument(unit + " wants --pid or --pid-tree");
    const auto answered = static_cast<double>(line.answered);
    if (unit == "us_cpu/req") return answered > 0 ? cpu->second * 1e6 / answered : 0;
    return cpu->second > 0 ? answered / cpu->second : 0;
}

}  // namespace

void Tally::error(const std::string& kind, std::string_view detail) {
    ++errors;
    ++kinds[kind];
    if (first_error.empty()) first_error = kind + ": " + std::string{detail.substr(0, kLongestDetail)};
}

void Tally::never_answered(std::uint64_t count) {
    if (count == 0) return;
    unanswered += count;
    errors += count;
    kinds["unanswered"] += count;
    if (first_error.empty()) first_error = "unanswered";
}

RawLine raw_line(const Label& label, const Circumstances& run, const Tally& tally,
                 const std::map<std::string, Usage>& before, const std::map<std::string, Usage>& after) {
    const double seconds = static_cast<double>(run.duration.count()) / 1e9;
    const auto& latency = tally.latency;
    RawLine line{.name = label.name,
                 .side = label.side,
                 .value = 0,
                 .unit = label.unit,
                 .mode = run.mode,
                 .valid = tally.errors == 0 && tally.answered > 0,
                 .omission_safe = run.omission_safe,
                 .sent = tally.sent,
                 .answered = tally.answered,
                 .errors = tally.errors,
                 .unanswered = tally.unanswered,
                 .error_kinds = tally.kinds,
                 .first_error = tally.first_error,
                 .target_rate = run.target_rate,
                 .achieved_rate = seconds > 0 ? static_cast<double>(tally.answered) / seconds : 0,
                 .duration_s = seconds,
                 .mean_us = micros(latency.mean()),
                 .p50_us = micros(latency.quantile(0.5)),
                 .p90_us = micros(latency.quantile(0.9)),
                 .p99_us = micros(latency.quantile(0.99)),
                 .p999_us = micros(latency.quantile(0.999)),
                 .max_us = micros(latency.max()),
                 .generator_late_us = {micros(tally.late.quantile(0.5)), micros(tally.late.quantile(0.99)),
                                       micros(tally.late.max())},
                 .generator_cpu_s = run.generator_cpu_s,
                 .core = run.core,
                 .connections = run.connections,
                 .reconnects = tally.reconnects,
                 .bytes_in = tally.bytes_in,
                 .bytes_out = tally.bytes_out,
                 .cpu_s = {},
                 .rss_kib = {}};
    for (const auto& [name, usage] : after) {
        // Ticks are hundredths: more digits would be noise.
        line.cpu_s[name] = std::round((usage.cpu_s - before.at(name).cpu_s) * 1e4) / 1e4;
        line.rss_kib[name] = usage.rss_kib;
    }
    line.value = value_of(label.unit, line, run.first_process);
    return line;
}

}  // namespace wib::loadgen

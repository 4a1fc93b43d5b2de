#pragma once
#include <optional>
#include <string>
#include <vector>

#include "bench/loadgen/raw_line.hpp"
#include "bench/loadgen/requests.hpp"
#include "bench/loadgen/socket.hpp"

namespace wib::loadgen {

struct HttpPlan {
    Place target;
    std::vector<Request> requests;
    std::optional<api::EnvelopeKey> envelope_key;
    std::optional<double> rate;  ///< a second, open loop; closed loop without
    Nanos warmup;
    Nanos seconds;
    std::size_t connections = 32;
    bool once = false;  ///< each request at most once
};

/// What a run measured; figures cover what fell due after the warm-up.
struct Measured {
    Circumstances run;
    Tally tally;
    std::map<std::string, Usage> before;
    std::map<std::string, Usage> after;
};

[[nodiscard]] Measured run_http(const HttpPlan& plan, const std::vector<Watched>& watched);

}  // namespace wib::loadgen

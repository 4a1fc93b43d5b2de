#pragma once
#include <string>
#include <vector>

#include "bench/loadgen/http_run.hpp"

namespace wib::loadgen {

/// How one stream begins.
struct StreamStart {
    std::string target;  ///< path and query
    std::string start;   ///< the start message's object, JSON
};

/// Throws std::invalid_argument.
[[nodiscard]] std::vector<StreamStart> parse_stream_starts(std::string_view json_lines);

enum class Wire { telnyx, raw };
enum class Expect { echo, none };

struct MediaPlan {
    Place target;
    std::size_t streams = 1;
    std::vector<StreamStart> starts;  ///< one a stream; empty: the target's path, "{n}" being the stream's number
    Wire wire = Wire::telnyx;
    Expect expect = Expect::echo;
    bool both_tracks = false;
    Nanos warmup;
    Nanos seconds;
};

[[nodiscard]] Measured run_media(const MediaPlan& plan, const std::vector<Watched>& watched);

}  // namespace wib::loadgen

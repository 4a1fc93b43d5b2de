#pragma once
#include <array>
#include <cstdint>
#include <string>

#include "shared/api/http.hpp"
#include "shared/core/time.hpp"

namespace wib::edge {

/// One request as the host saw it. The body is not here: a request that is refused has it never read (ReadBody).
/// Clock and randomness arrive with it, for the module can ask nobody.
struct Event {
    Instant now{};
    std::array<std::uint8_t, 32> random{};
    std::string method;
    std::string scheme;  ///< "https", locally "http"; "queue" and "cron" for what the platform itself brings
    std::string host;    ///< with its port; the queue's name, or the schedule
    std::string target;  ///< path and query exactly as received
    bool has_body = false;
    api::Headers headers;
};

/// How an effect ended.
enum class Ending : std::uint8_t {
    done,         ///< it happened; `status`, `headers` and `body` say what came back
    absent,       ///< there is nothing under that key
    refused,      ///< the limiter says no
    too_large,    ///< more than the limit that was asked for
    late,         ///< its patience ran out; it may or may not have happened
    failed,       ///< it did not happen, as far as anybody knows
    unavailable,  ///< this deployment has no such binding
};

/// News for a request that waits: what became of the effect it asked for.
struct Outcome {
    Ending ending = Ending::failed;
    Instant now{};   ///< when it was known
    int status = 0;  ///< of an HTTP answer, else 0
    api::Headers headers;
    std::string body;

    [[nodiscard]] bool done() const { return ending == Ending::done; }
};

}  // namespace wib::edge

#pragma once
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "shared/api/envelope.hpp"
#include "shared/codec/fault.hpp"
#include "shared/core/result.hpp"
#include "shared/core/secret.hpp"

namespace wib::edge {

/// What a deployment tells the edge, read once for each instance (docs/configuration.md).
struct EdgeConfig {
    std::vector<api::EnvelopeKey> envelope_keys;  ///< one or two; the first signs
    Secret session_key;                           ///< 32 bytes, the origin's; CSRF tokens are checked with it
    std::string telnyx_key;    ///< Ed25519, base64; without it Telnyx's webhooks answer VENDOR_NOT_CONFIGURED
    bool has_limiter = false;  ///< whether this deployment has a flood limiter that could be asked
    bool has_windows = false;  ///< whether it has the counters of rules §4
};

using Settings = std::vector<std::pair<std::string, std::string>>;

/// A variable has its text, a binding its name alone. Every fault together; a fault's path is the variable's name, and
/// no fault repeats a value.
[[nodiscard]] Result<EdgeConfig, codec::Faults> read_config(const Settings& settings);

}  // namespace wib::edge

#pragma once
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "edge/access/assertion.hpp"
#include "shared/api/envelope.hpp"
#include "shared/codec/fault.hpp"
#include "shared/core/result.hpp"
#include "shared/core/secret.hpp"
#include "shared/report/dsn.hpp"

namespace wib::edge {

/// With what visitors are asked to show that they are people.
struct HumanCheck {
    Secret secret;
    std::string site_key;    ///< the widget's, which everybody may see
    std::string verify_url;  ///< where tokens are checked
    std::string widget_url;  ///< the widget's script
};

/// A public key that service tokens may be signed with.
struct ServiceKey {
    std::string id;
    std::string key;  ///< Ed25519, base64
};

/// What a deployment tells the edge, read once for each instance (docs/configuration.md).
struct EdgeConfig {
    std::vector<api::EnvelopeKey> envelope_keys;  ///< one or two; the first signs
    Secret session_key;                           ///< 32 bytes, the origin's; CSRF tokens are checked with it
    /// What vendors sign their webhooks with, one or two of each; without any the vendor's webhooks answer
    /// VENDOR_NOT_CONFIGURED.
    std::vector<std::string> telnyx_keys;    ///< Ed25519 public keys, base64
    std::vector<Secret> stripe_secrets;      ///< "whsec_…", whole
    std::vector<Secret> resend_secrets;      ///< the bytes behind "whsec_"
    std::vector<Secret> twilio_tokens;       ///< the account's auth tokens
    std::vector<Secret> assemblyai_secrets;  ///< what we give with each job
    std::vector<ServiceKey> service_keys;    ///< one or two; without any no service token is taken
    std::optional<access::Rules> access;     ///< without it nothing that Cloudflare Access says is looked at
    std::optional<HumanCheck> human_check;   ///< without it nobody is asked, and every time counted as not checked
    std::vector<std::string> cors_origins;   ///< whose pages may call /api; as browsers write them in Origin
    std::optional<report::Dsn> reports;      ///< where errors are told; nowhere without
    bool has_limiter = false;                ///< whether this deployment has a flood limiter that could be asked
    bool has_windows = false;                ///< whether it has the counters of rules §4
};

using Settings = std::vector<std::pair<std::string, std::string>>;

/// A variable has its text, a binding its name alone. Every fault together; a fault's path is the variable's name, and
/// no fault repeats a value.
[[nodiscard]] Result<EdgeConfig, codec::Faults> read_config(const Settings& settings);

}  // namespace wib::edge

#pragma once
#include <optional>
#include <string>
#include <variant>

#include "origin/runtime/task.hpp"
#include "shared/core/deadline.hpp"
#include "shared/identity/principal.hpp"

namespace wib::http {

/// Which attempt a key speaks of: organisation + user (or API key) + method + path + key (rules §5), and what its body
/// was.
struct IdempotencyClaim {
    Principal principal;  ///< with an organisation
    std::string method;
    std::string path;
    std::string key;          ///< 1–256 printable characters
    std::string body_digest;  ///< lower hex SHA-256
};

/// A 2xx answer, kept 24 h.
struct KeptReply {
    int status;
    std::string content_type;
    std::string body;
};

struct Fresh {};     ///< nobody used this key: the caller now holds it
struct Running {};   ///< somebody holds it at this moment
struct Mismatch {};  ///< it was used with another body
using Claimed = std::variant<Fresh, KeptReply, Running, Mismatch>;

/// Why a key is given back.
enum class GivenBack {
    refused,  ///< the answer was no, whatever had been written on the way to it
    failed,   ///< there is no answer: a change that was committed nevertheless keeps its key
};

/// The table idempotency_keys, which decides; implemented in origin/db. All three throw db::UnavailableError.
class IdempotencyStore {
  public:
    virtual ~IdempotencyStore() = default;
    /// Takes the key or says why not. A holder that vanished (crash) loses it after one minute; if it had made its
    /// change, the answer written with it is heard from then on.
    virtual Task<Claimed> claim(IdempotencyClaim claim, Deadline deadline) = 0;
    /// Keeps the answer for replay.
    virtual Task<void> keep(IdempotencyClaim claim, KeptReply reply, Deadline deadline) = 0;
    /// Gives the key back after an answer that is not 2xx: the next attempt runs.
    virtual Task<void> release(IdempotencyClaim claim, GivenBack why, Deadline deadline) = 0;
};

}  // namespace wib::http

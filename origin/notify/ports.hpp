#pragma once
#include <chrono>
#include <optional>
#include <string>

#include "origin/runtime/task.hpp"
#include "shared/core/deadline.hpp"
#include "shared/core/result.hpp"
#include "shared/core/uuid.hpp"

namespace wib::notify {

/// One letter to one address.
struct Mail {
    std::string to;
    std::string subject;
    std::string text;
    std::string html;
    std::string kind;  ///< what it is about, in [a-z_]: for the vendor's statistics
};

/// Why a letter did not leave. `retryable` is decided in the adapter, where the error was born.
struct MailError {
    enum class Kind { not_configured, refused, rate_limited, unreachable, timed_out };
    Kind kind;
    bool retryable;
    std::string detail{};  ///< for the log, never for the caller
    std::optional<std::chrono::seconds> wait{};
};

/// Who carries letters, in our words.
class Mailer {
  public:
    virtual ~Mailer() = default;
    /// Whether there is anybody to carry them; without, whatever needs a letter is VENDOR_NOT_CONFIGURED.
    [[nodiscard]] virtual bool is_configured() const = 0;
    /// Sends it once, however often it is told to: `id` is the vendor's idempotency key. Gives the vendor's own id.
    virtual Task<Result<std::string, MailError>> send(Uuid id, Mail mail, Deadline deadline) = 0;
};

}  // namespace wib::notify

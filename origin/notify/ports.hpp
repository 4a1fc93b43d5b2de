#pragma once
#include <boost/describe.hpp>
#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "origin/runtime/task.hpp"
#include "shared/core/deadline.hpp"
#include "shared/core/result.hpp"
#include "shared/core/time.hpp"
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

/// How a letter that had left ended (email_facts.fact). A vendor may tell of more than one end.
enum class MailFact { delivered, bounced, complained };
BOOST_DESCRIBE_ENUM(MailFact, delivered, bounced, complained)

/// What a vendor tells of a letter, in any order and more than once.
struct MailNews {
    std::string event_id;    ///< unique at this vendor
    std::string event_type;  ///< the vendor's word, for the inbox and for people; nothing decides on it
    Instant occurred_at;
    std::string vendor_id;           ///< the vendor's name of the letter; "" when the event is about none
    std::optional<MailFact> fact{};  ///< nothing for events that tell of no letter's end
    bool is_final = false;           ///< of a bounce: nothing will ever arrive at this address
    std::string detail{};            ///< the vendor's own words for why, at most 200 bytes; for the record
};
/// Reads a vendor's event; nothing when the bytes are none. `signed_id` is the event's id as the vendor signed it.
using ReadMailNews =
    std::function<std::optional<MailNews>(std::string_view body, std::string_view signed_id, Instant received_at)>;

}  // namespace wib::notify

#pragma once
#include <span>
#include <string_view>
#include <utility>

#include "shared/core/result.hpp"
#include "shared/core/secret.hpp"
#include "shared/core/time.hpp"

namespace wib::crypto {
class VerifyKey;
}

namespace wib::webhooks {

/// Why a webhook's signature does not convince.
enum class WebhookError { missing_header, malformed_header, stale, mismatch };

/// Keys any of which may have signed: two while one replaces the other, so that no event is refused meanwhile.
using Keys = std::span<const Secret>;

struct SvixHeaders;
struct TwilioRequest;

/// Something whose sender has been checked. It exists only as the result of a signature check: the functions named
/// below are all that can make one.
template <class T>
class Verified {
  public:
    [[nodiscard]] const T& value() const { return value_; }

  private:
    explicit Verified(T value) : value_(std::move(value)) {}
    T value_;

    using Checked = Result<Verified<std::string_view>, WebhookError>;
    friend Checked verify_telnyx(std::string_view body, std::string_view signature, std::string_view timestamp,
                                 const crypto::VerifyKey& key, Instant now, Duration tolerance);
    friend Checked verify_stripe(std::string_view body, std::string_view header, Keys keys, Instant now,
                                 Duration tolerance);
    friend Checked verify_svix(std::string_view body, const SvixHeaders& headers, Keys keys, Instant now,
                               Duration tolerance);
    friend Checked verify_twilio(const TwilioRequest& request, std::string_view signature, Keys tokens);
    friend Checked verify_assemblyai(std::string_view body, std::string_view secret, Keys keys);
};

}  // namespace wib::webhooks

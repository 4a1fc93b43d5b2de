#pragma once
#include <string_view>
#include <utility>

#include "shared/core/result.hpp"
#include "shared/core/time.hpp"

namespace wib::crypto {
class VerifyKey;
}

namespace wib::webhooks {

/// Why a webhook's signature does not convince.
enum class WebhookError { missing_header, malformed_header, stale, mismatch };

/// Something whose sender has been checked. It exists only as the result of a signature check: the functions named
/// below are all that can make one.
template <class T>
class Verified {
  public:
    [[nodiscard]] const T& value() const { return value_; }

  private:
    explicit Verified(T value) : value_(std::move(value)) {}
    T value_;

    friend Result<Verified<std::string_view>, WebhookError> verify_telnyx(std::string_view body,
                                                                          std::string_view signature,
                                                                          std::string_view timestamp,
                                                                          const crypto::VerifyKey& key, Instant now,
                                                                          Duration tolerance);
};

}  // namespace wib::webhooks

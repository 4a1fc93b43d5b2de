#pragma once
#include <string>
#include <string_view>

#include "shared/webhooks/verified.hpp"

/// Twilio's webhooks: HMAC-SHA1 under the account's auth token over the address as it was asked for, followed by the
/// form's fields; a body that is no form is named by its SHA-256 in the address. The scheme has no time: the same
/// request verifies for ever, and its event id (vendor_event.hpp) is all that keeps it from counting twice. Nor
/// does it part names from values ("Digits=7" and "Digits7=" sign alike): fields are read by their documented names
/// only.
namespace wib::webhooks {

inline constexpr std::string_view kTwilioSignatureHeader = "x-twilio-signature";

struct TwilioRequest {
    std::string_view url;  ///< scheme://host[:port]/path?query, as Twilio was told it
    std::string_view content_type;
    std::string_view body;
};

/// With the port written out and without it, for Twilio's own back ends disagree; any of the account's tokens may have
/// signed.
[[nodiscard]] Result<Verified<std::string_view>, WebhookError> verify_twilio(const TwilioRequest& request,
                                                                             std::string_view signature, Keys tokens);

/// What Twilio is answered (TwiML): nothing more to do in this call or message …
inline constexpr std::string_view kEmptyTwiml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response></Response>";
/// … or, to a caller whom nobody here serves, that the call is not taken.
inline constexpr std::string_view kRejectTwiml =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response><Reject/></Response>";
inline constexpr std::string_view kTwimlType = "text/xml; charset=utf-8";

/// The answer to one of Twilio's requests: a call that rings here is rejected, everything else is only taken note of.
[[nodiscard]] std::string_view twiml_for(std::string_view form);

}  // namespace wib::webhooks

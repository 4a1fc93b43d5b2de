#pragma once
#include "shared/api/endpoints/endpoint.hpp"
#include "shared/api/service.hpp"

namespace wib::api {

struct TelnyxWebhook : Endpoint {
    static constexpr std::string_view route = "telnyx_webhook";
    static constexpr std::string_view tag = "Webhooks";
    static constexpr std::string_view summary = "Takes in an event of the carrier's; 2xx means durable";
    static constexpr std::string_view description =
        "The Ed25519 signature over timestamp and raw body is checked first. An event told twice is applied once.";
    static constexpr std::array problems{Code::validation_error};
    using Body = Unparsed;
    using Reply = DoneReply;
    static Example<TelnyxWebhook> example();
};

/// The other vendors' events are taken in alike.
struct TakesEvents : Endpoint {
    static constexpr std::string_view tag = "Webhooks";
    static constexpr std::string_view description =
        "The vendor's signature over the raw body is checked first. An event told twice is taken in once; unknown "
        "types "
        "are kept.";
    static constexpr std::array problems{Code::validation_error};
    using Body = Unparsed;
    using Reply = DoneReply;
};

struct StripeWebhook : TakesEvents {
    static constexpr std::string_view route = "stripe_webhook";
    static constexpr std::string_view summary = "Takes in an event of Stripe's; 2xx means durable";
    static Example<StripeWebhook> example();
};

struct AssemblyAiWebhook : TakesEvents {
    static constexpr std::string_view route = "assemblyai_webhook";
    static constexpr std::string_view summary = "Takes in the end of a transcript; 2xx means durable";
    static Example<AssemblyAiWebhook> example();
};

struct ResendWebhook : TakesEvents {
    static constexpr std::string_view route = "resend_webhook";
    static constexpr std::string_view summary = "Takes in what became of an e-mail; 2xx means durable";
    static Example<ResendWebhook> example();
};

struct TwilioWebhook : TakesEvents {
    static constexpr std::string_view route = "twilio_webhook";
    static constexpr std::string_view summary = "Takes in a request of Twilio's and answers in TwiML";
    static constexpr std::string_view content_type = "text/xml; charset=utf-8";
    using Reply = Streamed;
    static Example<TwilioWebhook> example();
};

}  // namespace wib::api

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

}  // namespace wib::api

#pragma once
#include "shared/api/endpoints/endpoint.hpp"
#include "shared/api/reliability.hpp"
#include "shared/api/service.hpp"

namespace wib::api {

struct ListWebhookFailures : Endpoint {
    static constexpr std::string_view route = "list_webhook_failures";
    static constexpr std::string_view tag = "Reliability";
    static constexpr std::string_view summary = "Events of vendors that could not be applied, newest first";
    using Query = ListFailuresQuery;
    using Reply = FailureListReply;
    static Example<ListWebhookFailures> example();
};

struct ActOnWebhookFailure : Endpoint {
    static constexpr std::string_view route = "act_on_webhook_failure";
    static constexpr std::string_view tag = "Reliability";
    static constexpr std::string_view summary = "Replays an event, discards it, or leaves it to people";
    static constexpr std::string_view description =
        "A retry applies the event as it was received: resolved when that succeeds or it was known already, else "
        "failed "
        "with one attempt more.";
    static constexpr std::array problems{Code::not_found, Code::conflict};
    using Body = FailureActionRequest;
    using Reply = FailureReply;
    static Example<ActOnWebhookFailure> example();
};

struct ListDeadLetters : Endpoint {
    static constexpr std::string_view route = "list_dead_letters";
    static constexpr std::string_view tag = "Reliability";
    static constexpr std::string_view summary = "Open failures of every organisation, and of none";
    using Query = DeadLettersQuery;
    using Reply = DeadLettersReply;
    static Example<ListDeadLetters> example();
};

struct ReplayDeadLetter : Endpoint {
    static constexpr std::string_view route = "replay_dead_letter";
    static constexpr std::string_view tag = "Reliability";
    static constexpr std::string_view summary = "Applies an event again as it was received";
    static constexpr std::array problems{Code::not_found, Code::conflict};
    using Path = DeadLetterPath;
    using Reply = ReplayReply;
    static Example<ReplayDeadLetter> example();
};

struct RecordUndeliverable : Endpoint {
    static constexpr std::string_view route = "record_undeliverable";
    static constexpr std::string_view tag = "Internal";
    static constexpr std::string_view summary = "Takes over an event the edge could not deliver for a day";
    static constexpr std::array problems{Code::validation_error};
    using Body = UndeliverableWebhook;
    using Reply = DoneReply;
    static Example<RecordUndeliverable> example();
};

}  // namespace wib::api

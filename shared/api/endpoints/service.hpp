#pragma once
#include "shared/api/endpoints/endpoint.hpp"
#include "shared/api/service.hpp"

namespace wib::api {

struct GetHealth : Endpoint {
    static constexpr std::string_view route = "health";
    static constexpr std::string_view tag = "Service";
    static constexpr std::string_view summary = "Whether a request could be served from edge to database";
    using Reply = HealthReply;
    static Example<GetHealth> example();
};

struct GetOpenApi : Endpoint {
    static constexpr std::string_view route = "openapi";
    static constexpr std::string_view tag = "Service";
    static constexpr std::string_view summary = "This document";
    static constexpr std::string_view description =
        "Changes only with a release. Ask again with `If-None-Match` and it costs a 304.";
    static constexpr std::array also{AlsoAnswers{304, "The document the caller has is the current one"}};
    static constexpr std::array headers{SaysHeader{"ETag", "Names this version of the document"}};
    using Reply = codec::RawJson;
    static Example<GetOpenApi> example();
};

struct HealthLogs : Endpoint {
    static constexpr std::string_view route = "health_logs";
    static constexpr std::string_view tag = "Service";
    static constexpr std::string_view summary = "Writes one line to the origin's log and says which";
    static constexpr std::string_view description =
        "For whoever wants to know whether logs arrive where they are shipped to. The line holds no personal data and "
        "nothing of the credentials.";
    using Reply = LogTestReply;
    static Example<HealthLogs> example();
};

struct SchemaHealth : Endpoint {
    static constexpr std::string_view route = "schema_health";
    static constexpr std::string_view tag = "Service";
    static constexpr std::string_view summary = "The columns of key tables as this build expects them, and as they are";
    using Reply = SchemaHealthReply;
    static Example<SchemaHealth> example();
};

}  // namespace wib::api

#pragma once
#include "shared/api/endpoints/endpoint.hpp"
#include "shared/api/jobs.hpp"
#include "shared/api/service.hpp"

namespace wib::api {

struct CronHealth : Endpoint {
    static constexpr std::string_view route = "cron_health";
    static constexpr std::string_view tag = "Reliability";
    static constexpr std::string_view summary = "How each scheduled job stands, with its last runs";
    using Reply = CronHealthReply;
    static Example<CronHealth> example();
};

struct StartDueJobs : Endpoint {
    static constexpr std::string_view route = "start_due_jobs";
    static constexpr std::string_view tag = "Internal";
    static constexpr std::string_view summary = "A schedule came round: what is due by now is begun";
    static constexpr std::string_view description =
        "Answers before the work is done. Told twice, or late, or not at all: each job runs once for its time, and "
        "what "
        "was missed is made good by one run.";
    static constexpr int status = 202;
    using Body = ScheduleCameRound;
    using Reply = DoneReply;
    static Example<StartDueJobs> example();
};

}  // namespace wib::api

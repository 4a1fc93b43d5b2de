#include "shared/api/endpoints/catalogue.hpp"

namespace wib::api {

Problem problem(codec::FieldFaults faults) {
    return {.code = faults.only_ids ? Code::invalid_id : Code::validation_error, .details = std::move(faults.faults)};
}

std::vector<Described> endpoints() {
    std::vector<Described> all;
    for (auto* domain :
         {service_endpoints,    auth_endpoints,    people_endpoints,  organization_endpoints, onboarding_endpoints,
          team_endpoints,       api_key_endpoints, rights_endpoints,  plan_endpoints,         call_endpoints,
          transcript_endpoints, search_endpoints,  monitor_endpoints, live_endpoints,         record_endpoints,
          evidence_endpoints,   audio_endpoints,   webhook_endpoints, reliability_endpoints,  job_endpoints,
          internal_endpoints})
        for (auto& endpoint : domain()) all.push_back(std::move(endpoint));
    return all;
}

}  // namespace wib::api

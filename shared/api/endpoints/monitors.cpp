#include "shared/api/endpoints/monitors.hpp"

#include "shared/api/endpoints/catalogue.hpp"
#include "shared/api/endpoints/examples.hpp"

namespace wib::api {
namespace {

MonitorId a_monitor() {
    return {example::recording().value};
}

}  // namespace

Example<MonitorCall> MonitorCall::example() {
    return {.path = {example::call()},
            .body = {.mode = MonitorMode::listen},
            .reply = {.success = true,
                      .monitor = {.id = a_monitor(),
                                  .call_id = example::call(),
                                  .mode = MonitorMode::listen,
                                  .started_at = example::at("08:45:31.020")},
                      .path = "/api/calls/" + to_string(example::call()) + "/listen?monitor=" + to_string(a_monitor()),
                      .formats = {"opus", "g711"},
                      .sample_rate = 8000,
                      .packet_ms = 20}};
}

Example<StopMonitoring> StopMonitoring::example() {
    return {.path = {example::call()}, .reply = {.success = true, .stopped = 1}};
}

Example<ListenIn> ListenIn::example() {
    return {.path = {example::call()}, .query = {.monitor = a_monitor(), .format = ListenFormat::opus}};
}

std::vector<Described> monitor_endpoints() {
    return detail::described_list<MonitorCall, StopMonitoring, ListenIn>();
}

}  // namespace wib::api

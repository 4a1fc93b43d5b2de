#include "shared/api/endpoints/calls.hpp"

#include "shared/api/endpoints/catalogue.hpp"
#include "shared/api/endpoints/examples.hpp"

namespace wib::api {
namespace {

Call a_call() {
    return {.id = example::call(),
            .status = "completed",
            .direction = "outbound",
            .flow_type = "direct",
            .from_number = example::ours().value(),
            .to_number = example::consumer().value(),
            .user_id = example::user(),
            .user_name = "Grace Okafor",
            .started_at = example::at("08:45:00"),
            .answered_at = example::at("08:45:09.120"),
            .ended_at = example::at("08:47:31.480"),
            .duration_seconds = 151,
            .talk_seconds = 142,
            .hangup_cause = "normal_clearing",
            .failure_reason = {},
            .has_recording = true,
            .created_at = example::at("08:45:00")};
}

CallDetail a_detail() {
    CallDetail detail{a_call(), {}, {}, {}};
    detail.legs = codec::raw_json_of(std::vector<CallLeg>{{.id = example::leg(),
                                                           .role = "consumer",
                                                           .status = "completed",
                                                           .to_number = example::consumer().value(),
                                                           .from_number = example::ours().value(),
                                                           .dialed_at = example::at("08:45:00.310"),
                                                           .answered_at = example::at("08:45:09.120"),
                                                           .ended_at = example::at("08:47:31.480"),
                                                           .hangup_cause = "normal_clearing"}});
    detail.recordings = codec::raw_json_of(
        std::vector<CallRecording>{{.id = example::recording(),
                                    .status = "stored",
                                    .duration_ms = 142'360,
                                    .size_bytes = 2'290'114,
                                    .media_hash = std::string{example::kTokenHash},
                                    .source = "stream",
                                    .is_authoritative = true,
                                    .started_at = example::at("08:45:09.140"),
                                    .derivatives = {{.kind = "wav",
                                                     .content_type = "audio/wav",
                                                     .size_bytes = 4'555'564,
                                                     .media_hash = std::string{example::kTokenHash}}}}});
    detail.gate = codec::raw_json_of(
        GateDecision{{{.name = "number_is_ours_to_call", .outcome = "passed", .reason = {}},
                      {.name = "consent", .outcome = "not_checked", .reason = "No consent is kept for this number"}}});
    return detail;
}

}  // namespace

Example<StartCall> StartCall::example() {
    return {.body = {.to_number = example::consumer(),
                     .from_number = example::ours(),
                     .flow_type = FlowType::direct,
                     .is_test = false},
            .reply = {.success = true,
                      .call_id = example::call(),
                      .telnyx_call_id = "v3:T02llQxIyaRkhfRKxgAP8nY511EhFLizdvdUKJiSw8d6A9BborherQ",
                      .to = example::consumer().value(),
                      .from = example::ours().value(),
                      .flow_type = FlowType::direct,
                      .status = "initiated"}};
}

Example<ListCalls> ListCalls::example() {
    ListCallsQuery query;
    query.status = CallStatusFilter::completed;
    query.direction = CallDirection::outbound;
    query.search = "555 0142";
    return {.query = query,
            .reply = {.success = true,
                      .calls = {a_call()},
                      .pagination = {.page = 1, .limit = kDefaultPageSize, .total = 1, .total_pages = 1}}};
}

Example<GetCall> GetCall::example() {
    return {.path = {example::call()}, .reply = {.success = true, .call = a_detail()}};
}

Example<EndCall> EndCall::example() {
    return {.path = {example::call()}, .reply = {.success = true, .call = a_call()}};
}

Example<CallTimeline> CallTimeline::example() {
    return {.path = {example::call()},
            .reply = {.success = true,
                      .events = {{.seq = 4101,
                                  .event_type = "recording",
                                  .event_data = {R"({"call_id":"7f6c1f0e-58a1-4c1b-9d3e-2b6f0a9e4c11",)"
                                                 R"("recording_id":"2d9f5a64-0c3b-4a7e-b1b5-9e1c7d8f6a20",)"
                                                 R"("status":"stored","duration_ms":142360})"},
                                  .created_at = example::at("08:47:33.020")}}}};
}

Example<CallTranscript> CallTranscript::example() {
    return {.path = {example::call()},
            .reply = {.success = true,
                      .segments = {{.segment_index = 0,
                                    .speaker = "consumer",
                                    .content = "Hello, who is this?",
                                    .words = {{R"([{"text":"Hello,","start_ms":420,"end_ms":690,"confidence":1},)"
                                               R"({"text":"who","start_ms":900,"end_ms":1010,"confidence":1},)"
                                               R"({"text":"is","start_ms":1010,"end_ms":1120,"confidence":1},)"
                                               R"({"text":"this?","start_ms":1120,"end_ms":1480,"confidence":1}])"}},
                                    .start_ms = 420,
                                    .end_ms = 1480,
                                    .confidence = 1,
                                    .created_at = example::at("08:45:11.010")}},
                      .last_index = 0}};
}

std::vector<Described> call_endpoints() {
    return detail::described_list<StartCall, ListCalls, GetCall, EndCall, CallTimeline, CallTranscript>();
}

}  // namespace wib::api

#include "shared/api/endpoints/records.hpp"

#include "shared/api/endpoints/catalogue.hpp"
#include "shared/api/endpoints/examples.hpp"

namespace wib::api {

Example<GetRecording> GetRecording::example() {
    return {.path = {example::recording()},
            .reply = {.success = true,
                      .recording = {.id = example::recording(),
                                    .call_id = example::call(),
                                    .status = "stored",
                                    .source = "stream",
                                    .is_authoritative = true,
                                    .content_type = "application/vnd.wib.spool",
                                    .duration_ms = 142'360,
                                    .size_bytes = 2'290'114,
                                    .media_hash = std::string{example::kTokenHash},
                                    .chain_head = std::string{example::kTokenHash},
                                    .started_at = example::at("08:45:09.140"),
                                    .derivatives = {{.kind = "wav",
                                                     .content_type = "audio/wav",
                                                     .size_bytes = 4'555'564,
                                                     .media_hash = std::string{example::kTokenHash}}},
                                    .stream_path = "/api/recordings/stream/" + to_string(example::recording())}}};
}

Example<StreamRecording> StreamRecording::example() {
    return {.path = {example::recording()}};
}

Example<ListAudit> ListAudit::example() {
    ListAuditQuery query;
    query.resource_type = "call";
    query.resource_id = {example::call().value};
    return {.query = query,
            .reply = {.success = true,
                      .audit_logs = {{.id = {example::session().value},
                                      .action = "call:started",
                                      .actor_type = "session",
                                      .actor_label = {},
                                      .user_name = "Grace Okafor",
                                      .resource_type = "call",
                                      .resource_id = to_string(example::call()),
                                      .old_value = {},
                                      .new_value = {R"({"to":"***0142","from":"***0100","flow_type":"direct"})"},
                                      .created_at = example::at("08:45:00"),
                                      .correlation_id = "wb-5f0c2a9d"}},
                      .pagination = {.page = 1, .limit = kDefaultPageSize, .total = 1, .total_pages = 1}}};
}

std::vector<Described> record_endpoints() {
    return detail::described_list<GetRecording, StreamRecording, ListAudit>();
}

}  // namespace wib::api

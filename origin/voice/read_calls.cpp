#include "origin/voice/read_calls.hpp"

#include "generated/sql/voice.hpp"
#include "shared/codec/reflect.hpp"

namespace wib::voice {

namespace {

using db::Row;

api::Call read_call(const Row& row) {
    return {.id = row["id"].as<CallId>(),
            .status = row["status"].as<std::string>(),
            .direction = row["direction"].as<std::string>(),
            .flow_type = row["flow_type"].as<std::string>(),
            .from_number = std::string{row["from_number"].text()},
            .to_number = std::string{row["to_number"].text()},
            .user_id = row["user_id"].maybe<UserId>(),
            .user_name = row["user_name"].maybe<std::string>(),
            .started_at = row["started_at"].maybe<Instant>(),
            .answered_at = row["answered_at"].maybe<Instant>(),
            .ended_at = row["ended_at"].maybe<Instant>(),
            .duration_seconds = row["duration_seconds"].maybe<std::int32_t>(),
            .talk_seconds = row["talk_seconds"].maybe<std::int32_t>(),
            .hangup_cause = row["hangup_cause"].maybe<std::string>(),
            .failure_reason = row["failure_reason"].maybe<std::string>(),
            .has_recording = row["has_recording"].as<bool>(),
            .created_at = row["created_at"].as<Instant>()};
}

codec::RawJson read_raw(const db::Field& field) {
    return {std::string{field.text()}};
}

Task<bool> exists(db::TenantTx& tx, CallId call) {
    co_return !(co_await tx.exec(sql::find_call_id, call)).empty();
}

}  // namespace

Task<api::CallListReply> page_of_calls(db::TenantTx& tx, CallFilter filter, api::PageQuery page) {
    const bool all = !filter.status && !filter.direction && !filter.number;
    const auto rows = all ? co_await tx.read(sql::list_calls, page.limit.value(), page.offset())
                          : co_await tx.read(sql::list_matching_calls, filter.status, filter.direction, filter.number,
                                             page.limit.value(), page.offset());
    api::CallListReply reply{
        .success = true, .calls = {}, .pagination = api::paginate(page, rows.front()["total"].as<std::int64_t>())};
    reply.calls.reserve(static_cast<std::size_t>(rows.size()));
    for (const auto row : rows)
        if (!row["id"].is_null()) reply.calls.push_back(read_call(row));
    co_return reply;
}

Task<std::optional<api::CallDetail>> find_call(db::TenantTx& tx, CallId call) {
    const auto rows = co_await tx.read(sql::find_call, call);
    if (rows.empty()) co_return std::nullopt;
    const auto row = rows.front();
    api::CallDetail detail{};
    static_cast<api::Call&>(detail) = read_call(row);
    detail.legs = {read_raw(row["legs"])};
    detail.recordings = {read_raw(row["recordings"])};
    detail.gate = {read_raw(row["gate"])};
    co_return detail;
}

Task<std::optional<api::TimelineReply>> timeline_of(db::TenantTx& tx, CallId call) {
    if (!co_await exists(tx, call)) co_return std::nullopt;
    api::TimelineReply reply{.success = true, .events = {}};
    for (const auto row : co_await tx.exec(sql::list_timeline, call))
        reply.events.push_back({.seq = row["seq"].as<std::int64_t>(),
                                .event_type = row["event_type"].as<std::string>(),
                                .event_data = read_raw(row["event_data"]),
                                .created_at = row["created_at"].as<Instant>()});
    co_return reply;
}

Task<std::optional<api::TranscriptReply>> transcript_of(db::TenantTx& tx, CallId call, std::int32_t after,
                                                        std::int32_t limit) {
    if (!co_await exists(tx, call)) co_return std::nullopt;
    api::TranscriptReply reply{.success = true, .segments = {}, .last_index = after};
    for (const auto row : co_await tx.exec(sql::list_segments, call, after, limit)) {
        reply.segments.push_back({.segment_index = row["segment_index"].as<std::int32_t>(),
                                  .speaker = row["speaker"].as<std::string>(),
                                  .content = row["content"].as<std::string>(),
                                  .words = {read_raw(row["words"])},
                                  .start_ms = row["start_ms"].maybe<std::int64_t>().value_or(0),
                                  .end_ms = row["end_ms"].maybe<std::int64_t>().value_or(0),
                                  .confidence = row["confidence"].maybe<double>(),
                                  .created_at = row["created_at"].as<Instant>()});
        reply.last_index = reply.segments.back().segment_index;
    }
    co_return reply;
}

Task<api::AuditListReply> page_of_audit(db::TenantTx& tx, AuditFilter filter, api::PageQuery page) {
    const auto rows = co_await tx.read(sql::list_audit, filter.resource, filter.resource_type, page.limit.value(),
                                       page.offset(), filter.by);
    api::AuditListReply reply{
        .success = true, .audit_logs = {}, .pagination = api::paginate(page, rows.front()["total"].as<std::int64_t>())};
    for (const auto row : rows) {
        if (row["id"].is_null()) continue;
        reply.audit_logs.push_back({.id = {row["id"].as<Uuid>()},
                                    .action = row["action"].as<std::string>(),
                                    .actor_type = row["actor_type"].as<std::string>(),
                                    .actor_label = row["actor_label"].maybe<std::string>(),
                                    .user_name = row["user_name"].maybe<std::string>(),
                                    .resource_type = row["resource_type"].as<std::string>(),
                                    .resource_id = row["resource_id"].maybe<std::string>(),
                                    .old_value = read_raw(row["old_value"]),
                                    .new_value = read_raw(row["new_value"]),
                                    .created_at = row["created_at"].as<Instant>(),
                                    .correlation_id = row["correlation_id"].maybe<std::string>()});
    }
    co_return reply;
}

}  // namespace wib::voice

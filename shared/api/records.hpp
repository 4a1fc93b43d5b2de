#pragma once
#include <array>
#include <boost/describe.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "shared/api/calls.hpp"
#include "shared/api/page.hpp"
#include "shared/codec/reflect.hpp"
#include "shared/core/strong_id.hpp"
#include "shared/core/time.hpp"

/// Questions and replies of /api/recordings and /api/audit-logs.
namespace wib::api {

/// Path of /api/recordings/{id} and /api/recordings/stream/{id}
struct RecordingPath {
    RecordingId id;
};
BOOST_DESCRIBE_STRUCT(RecordingPath, (), (id))

/// GET /api/audit-logs
struct ListAuditQuery : PageQuery {
    std::optional<std::string> resource_type;
    std::optional<StrongId<struct ResourceTag>> resource_id;

    static constexpr std::array about{codec::About{"resource_type", "call, recording, session …"}};
};
BOOST_DESCRIBE_STRUCT(ListAuditQuery, (PageQuery), (resource_type, resource_id))

struct Recording {
    RecordingId id;
    CallId call_id;
    std::string status;
    std::string source;
    bool is_authoritative;
    std::string content_type;
    std::optional<std::int64_t> duration_ms;
    std::optional<std::int64_t> size_bytes;
    std::optional<std::string> media_hash;
    std::optional<std::string> chain_head;
    std::optional<Instant> started_at;
    std::vector<RecordingDerivative> derivatives;
    std::string stream_path;

    static constexpr std::array about{
        codec::About{"status", "Playable once stored", kRecordingStatuses},
        codec::About{"media_hash", "Lower hex SHA-256 of the stored bytes"},
        codec::About{"chain_head", "The last link of the hash chain over the frames as received"},
        codec::About{"stream_path", "Where the console plays it from: same origin, audited, with ranges"}};
};
BOOST_DESCRIBE_STRUCT(Recording, (),
                      (id, call_id, status, source, is_authoritative, content_type, duration_ms, size_bytes, media_hash,
                       chain_head, started_at, derivatives, stream_path))

struct RecordingReply {
    bool success;
    Recording recording;
};
BOOST_DESCRIBE_STRUCT(RecordingReply, (), (success, recording))

struct AuditLog {
    StrongId<struct AuditTag> id;
    std::string action;
    std::string actor_type;
    std::optional<std::string> actor_label;
    std::optional<std::string> user_name;
    std::string resource_type;
    std::optional<std::string> resource_id;
    codec::RawJson old_value;
    codec::RawJson new_value;
    Instant created_at;
    std::optional<std::string> correlation_id;

    static constexpr std::array about{codec::About{"actor_label", "A vendor's or a job's name"},
                                      codec::About{"old_value", "What was, where something changed"},
                                      codec::About{"new_value", "What is; secrets never, numbers as their last four"},
                                      codec::About{"correlation_id", "The same as in the logs"}};
};
BOOST_DESCRIBE_STRUCT(AuditLog, (),
                      (id, action, actor_type, actor_label, user_name, resource_type, resource_id, old_value, new_value,
                       created_at, correlation_id))

struct AuditListReply {
    bool success;
    std::vector<AuditLog> audit_logs;
    Pagination pagination;
};
BOOST_DESCRIBE_STRUCT(AuditListReply, (), (success, audit_logs, pagination))

}  // namespace wib::api

#include "origin/record/recording_routes.hpp"

#include "generated/sql/record.hpp"
#include "origin/http/tenant.hpp"
#include "origin/record/sound_reply.hpp"
#include "shared/api/endpoints/records.hpp"

namespace wib::record {
namespace {

using http::RequestContext;

auto no(api::Code code) {
    return wib::unexpected(api::Problem{.code = code});
}

/// What plays, and that it was asked for: committed. HEAD hands out no sound and is not told.
Task<Result<Sound, api::Problem>> find_playable(RecordingRoutes& recordings, RequestContext& request, RecordingId id) {
    auto tx = co_await recordings.database.begin(http::tenant_of(request), request.deadline);
    const auto rows = co_await tx->exec(sql::find_playable, id);
    if (rows.empty()) co_return no(api::Code::not_found);
    const auto row = rows.front();
    if (row["status"].text() != "stored" || row["object_key"].is_null())
        co_return wib::unexpected(
            api::Problem{.code = api::Code::conflict, .message = "This recording is not stored yet"});
    if (request.method != "HEAD") {
        auto entry = http::audit_of(request, "recording:accessed", "recording", id.value);
        const auto range = request.headers.get("range");
        const auto how =
            codec::print(std::map<std::string, std::string>{{"how", "stream"}, {"range", std::string{range}}});
        entry.new_value = how;
        tx->audit(entry);
    }
    co_await tx->commit();
    co_return Sound{.key = row["object_key"].as<std::string>(),
                    .content_type = row["content_type"].as<std::string>(),
                    .size = static_cast<std::uint64_t>(row["size_bytes"].as<std::int64_t>()),
                    .sha256 = row["media_hash"].as<std::string>()};
}

Task<http::Answer<api::GetRecording>> get_recording(http::Ask<api::GetRecording>& ask, db::TenantTx& tx) {
    const auto id = ask.path.id;
    const auto found = co_await tx.exec(sql::find_recording, id);
    if (found.empty()) co_return no(api::Code::not_found);
    const auto derivatives = co_await tx.exec(sql::list_derivatives, id);
    auto entry = http::audit_of(ask.request, "recording:accessed", "recording", id.value);
    entry.new_value = R"({"how":"metadata"})";
    tx.audit(entry);

    const auto row = found.front();
    api::RecordingReply reply{.success = true,
                              .recording = {.id = id,
                                            .call_id = row["call_id"].as<CallId>(),
                                            .status = row["status"].as<std::string>(),
                                            .source = row["source"].as<std::string>(),
                                            .is_authoritative = row["is_authoritative"].as<bool>(),
                                            .content_type = row["content_type"].as<std::string>(),
                                            .duration_ms = row["duration_ms"].maybe<std::int64_t>(),
                                            .size_bytes = row["size_bytes"].maybe<std::int64_t>(),
                                            .media_hash = row["media_hash"].maybe<std::string>(),
                                            .chain_head = row["chain_head"].maybe<std::string>(),
                                            .started_at = row["started_at"].maybe<Instant>(),
                                            .derivatives = {},
                                            .stream_path = "/api/recordings/stream/" + to_string(id)}};
    for (const auto derivative : derivatives)
        reply.recording.derivatives.push_back({.kind = derivative["kind"].as<std::string>(),
                                               .content_type = derivative["content_type"].as<std::string>(),
                                               .size_bytes = derivative["size_bytes"].as<std::int64_t>(),
                                               .media_hash = derivative["media_hash"].as<std::string>()});
    co_return reply;
}

// That somebody listened is committed before the first byte leaves.
Task<http::RawAnswer> stream_recording(RecordingRoutes& recordings, http::Ask<api::StreamRecording>& ask) {
    auto playable = co_await find_playable(recordings, ask.request, ask.path.id);
    if (!playable) co_return wib::unexpected(playable.error());
    co_return co_await stream_sound({recordings.store, recordings.clock}, ask.request, std::move(*playable));
}

}  // namespace

void add_endpoints(http::Endpoints& endpoints, RecordingRoutes& recordings) {
    endpoints.in_tenant<api::GetRecording>(get_recording);
    endpoints.on<api::StreamRecording>(stream_recording, recordings);
}

}  // namespace wib::record

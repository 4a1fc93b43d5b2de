#include "origin/record/recording_routes.hpp"

#include <algorithm>

#include "generated/sql/record.hpp"
#include "origin/http/tenant.hpp"
#include "origin/record/byte_range.hpp"
#include "shared/api/endpoints/records.hpp"

namespace wib::record {
namespace {

using http::Reply;
using http::RequestContext;

/// What lies in memory of a recording somebody listens to: a second at 8 kHz stereo is 32 KB.
constexpr std::uint64_t kPiece = 256 * 1024;
constexpr std::chrono::seconds kPiecePatience{15};

/// The store failed in the middle of a body: the connection ends, so that what arrived does not look complete.
struct StoreFailedError : std::exception {
    [[nodiscard]] const char* what() const noexcept override {
        return "the object store failed while a recording was streamed";
    }
};

auto no(api::Code code) {
    return wib::unexpected(api::Problem{.code = code});
}

api::Code code_of(const StoreError& error) {
    switch (error.kind) {
        case StoreError::Kind::not_configured:
            return api::Code::vendor_not_configured;
        case StoreError::Kind::not_found:
        case StoreError::Kind::refused:
        case StoreError::Kind::unreachable:
        case StoreError::Kind::corrupt:
            return api::Code::vendor_error;
    }
    return api::Code::vendor_error;
}

ByteRange piece_from(std::uint64_t at, const ByteRange& of) {
    return {.first = at, .last = std::min(of.last, at + kPiece - 1)};
}

/// Outlives the handler: everything it uses is its own, or lives as long as the server.
Task<void> send_pieces(RecordingRoutes* recordings, std::string key, ByteRange range, std::string first_piece,
                       http::BodyWriter& out) {
    co_await out.write(first_piece);
    for (auto at = range.first + first_piece.size(); at <= range.last;) {
        const auto piece =
            co_await recordings->store.get(key, piece_from(at, range), recordings->clock.in(kPiecePatience));
        if (!piece || piece->empty()) throw StoreFailedError{};
        co_await out.write(*piece);
        at += piece->size();
    }
}

struct Playable {
    std::string key;
    std::string content_type;
    std::uint64_t size;
    std::string entity_tag;
};

// What a browser saves it as: the object's own name, of which nothing is anybody's but ours (RFC 6266 §4.3).
std::string file_name(std::string_view key) {
    return std::string{key.substr(key.rfind('/') + 1)};
}

/// What plays, and that it was asked for: committed. HEAD hands out no sound and is not told.
Task<Result<Playable, api::Problem>> find_playable(RecordingRoutes& recordings, RequestContext& request,
                                                   RecordingId id) {
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
    co_return Playable{.key = row["object_key"].as<std::string>(),
                       .content_type = row["content_type"].as<std::string>(),
                       .size = static_cast<std::uint64_t>(row["size_bytes"].as<std::int64_t>()),
                       .entity_tag = '"' + row["media_hash"].as<std::string>() + '"'};
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
    auto& request = ask.request;
    const auto playable = co_await find_playable(recordings, request, ask.path.id);
    if (!playable) co_return wib::unexpected(playable.error());

    // A range of something else than the asker remembers is no range (RFC 9110 §13.1.5).
    const auto if_range = request.headers.get("if-range");
    const bool same = if_range.empty() || if_range == playable->entity_tag;
    const auto asked = asked_range(same ? request.headers.get("range") : std::string_view{}, playable->size);
    if (std::holds_alternative<NotSatisfiable>(asked)) {
        auto refusal = Reply::problem({api::Code::range_not_satisfiable}, request.correlation_id);
        refusal.headers.set("content-range", "bytes */" + std::to_string(playable->size));
        co_return refusal;
    }
    const auto* part = std::get_if<ByteRange>(&asked);
    const auto range = part ? *part : ByteRange{.first = 0, .last = playable->size - 1};

    Reply reply{.status = part ? 206 : 200,
                .headers = {{"content-type", playable->content_type},
                            {"accept-ranges", "bytes"},
                            {"etag", playable->entity_tag},
                            {"content-disposition", "inline; filename=\"" + file_name(playable->key) + '"'},
                            {"cache-control", "no-store"}},
                .body = std::string{},
                .content_length = range.last - range.first + 1};
    if (part)
        reply.headers.add("content-range", "bytes " + std::to_string(range.first) + '-' + std::to_string(range.last) +
                                               '/' + std::to_string(playable->size));
    // The first piece before the head: a store that fails now is still a problem and not a broken body.
    std::string first_piece;
    if (request.method != "HEAD") {
        auto piece = co_await recordings.store.get(playable->key, piece_from(range.first, range), request.deadline);
        if (!piece) co_return no(code_of(piece.error()));
        if (piece->empty()) co_return no(api::Code::vendor_error);
        first_piece = std::move(*piece);
    }
    reply.body = [&recordings, key = playable->key, range, first_piece = std::move(first_piece)](
                     http::BodyWriter& out) { return send_pieces(&recordings, key, range, first_piece, out); };
    co_return reply;
}

}  // namespace

void add_endpoints(http::Endpoints& endpoints, RecordingRoutes& recordings) {
    endpoints.in_tenant<api::GetRecording>(get_recording);
    endpoints.on<api::StreamRecording>(stream_recording, recordings);
}

}  // namespace wib::record

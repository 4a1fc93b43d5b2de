#include "origin/record/audio_routes.hpp"

#include <boost/describe.hpp>
#include <memory>

#include "generated/sql/record.hpp"
#include "origin/http/tenant.hpp"
#include "origin/record/audio_file.hpp"
#include "origin/record/incoming_object.hpp"
#include "origin/record/sound_reply.hpp"
#include "origin/rights/ports.hpp"
#include "shared/api/endpoints/audio.hpp"
#include "shared/codec/multipart.hpp"

namespace wib::record {

/// What the audit says of a file.
struct UploadTold {
    std::string file_key;
    std::string content_type;
    std::int64_t size_bytes;
    std::string media_hash;
};
BOOST_DESCRIBE_STRUCT(UploadTold, (), (file_key, content_type, size_bytes, media_hash))

namespace {

using api::Code;
using api::Problem;
using http::RequestContext;

constexpr std::string_view kFilePart = "file";

auto no(Code code, std::string message = {}) {
    return wib::unexpected(Problem{.code = code, .message = std::move(message)});
}
auto not_so(std::string path, std::string message) {
    return wib::unexpected(api::invalid(std::move(path), std::move(message)));
}

/// The form's file, as far as it has come.
struct Incoming {
    api::AudioFileId id;
    std::optional<std::string> original_name;
    std::unique_ptr<IncomingObject> object;  ///< none before the part has begun
    bool is_open = false;                    ///< its part has not ended
    bool is_whole = false;                   ///< the form has
};

api::AudioFile read_file(const db::Row& row) {
    auto key = row["file_key"].as<std::string>();
    return {.id = row["id"].as<api::AudioFileId>(),
            .file_key = key,
            .original_name = row["original_name"].maybe<std::string>(),
            .content_type = row["content_type"].as<std::string>(),
            .size_bytes = row["size_bytes"].as<std::int64_t>(),
            .media_hash = row["media_hash"].as<std::string>(),
            .created_by = row["created_by"].maybe<UserId>(),
            .created_by_name = row["created_by_name"].maybe<std::string>(),
            .created_at = row["created_at"].as<Instant>(),
            .stream_path = "/api/audio/files/" + key};
}

/// Whether so much more fits what the organisation's plan keeps. Refused, the transaction is committed all the same:
/// it holds what admins are told.
Task<Result<void, Problem>> make_room(const RequestContext& request, db::TenantTx& tx, std::int64_t bytes) {
    const auto counting = co_await rights::begin_counting(tx, plans::Metric::storage_bytes);
    if (!counting) co_return wib::unexpected(counting.error());
    const auto stored = co_await tx.exec(sql::count_storage);
    auto full =
        co_await rights::refuse_beyond(request, tx, *counting, stored.front()["bytes"].as<std::int64_t>(), bytes);
    if (!full) co_return Result<void, Problem>{};
    co_await tx.commit();
    co_return wib::unexpected(std::move(*full));
}

Result<void, Problem> begin_part(AudioRoutes& audio, const RequestContext& request, codec::PartHead head,
                                 Incoming& incoming) {
    if (head.name != kFilePart) return {};
    if (incoming.object) return not_so(std::string{kFilePart}, "must be one file");
    if (!is_sound(head.content_type)) return no(Code::unsupported_media, "The file must be of a type audio/….");
    incoming.id = audio.random.id<api::AudioFileId>();
    incoming.original_name = shown_name(head.file_name.value_or(""));
    incoming.is_open = true;
    auto key = "audio/" + to_string(*request.principal.organization) + '/' + to_string(incoming.id) + '.' +
               std::string{ending_of(head.content_type)};
    incoming.object = std::make_unique<IncomingObject>(
        IncomingObject::Stores{audio.store, audio.parts, audio.leftovers},
        IncomingObject::Name{.key = std::move(key), .content_type = std::move(head.content_type)});
    return {};
}

/// What a piece of the form means for the file.
Task<Result<void, Problem>> take(AudioRoutes& audio, RequestContext& request, codec::FormReader& form,
                                 std::string_view bytes, Incoming& incoming) {
    for (;;) {
        auto news = form.next(bytes);
        if (std::holds_alternative<codec::WantsMore>(news)) co_return Result<void, Problem>{};
        if (auto* head = std::get_if<codec::PartHead>(&news)) {
            if (auto begun = begin_part(audio, request, std::move(*head), incoming); !begun) co_return begun;
        } else if (const auto* text = std::get_if<codec::PartBytes>(&news)) {
            if (!incoming.is_open) continue;
            const auto written = co_await incoming.object->write(text->bytes, request.deadline);
            if (!written) co_return no(code_of(written.error()));
        } else if (std::holds_alternative<codec::PartEnd>(news)) {
            incoming.is_open = false;
        } else if (std::holds_alternative<codec::FormEnd>(news)) {
            incoming.is_whole = true;
        } else {
            co_return not_so("", "must be a form: " + std::string{std::get<codec::NoForm>(news).reason});
        }
    }
}

/// From the wire to the store, to the form's end.
Task<Result<void, Problem>> receive(AudioRoutes& audio, RequestContext& request, std::string boundary,
                                    Incoming& incoming) {
    codec::FormReader form{boundary};
    for (;;) {
        const auto bytes = co_await request.incoming->read();
        if (!bytes) co_return wib::unexpected(http::problem(bytes.error()));
        if (bytes->empty()) break;
        audio.received_bytes.add(bytes->size());
        if (auto taken = co_await take(audio, request, form, *bytes, incoming); !taken) co_return taken;
    }
    if (!incoming.is_whole) co_return not_so("", "must be a form: it ends before its end");
    if (!incoming.object) co_return not_so(std::string{kFilePart}, "is required");
    if (incoming.object->size() == 0) co_return not_so(std::string{kFilePart}, "must not be empty");
    const auto finished = co_await incoming.object->finish(request.deadline);
    if (!finished) co_return no(code_of(finished.error()));
    co_return Result<void, Problem>{};
}

/// The file is there: from now on a row names it.
Task<Result<api::AudioFile, Problem>> write_down(AudioRoutes& audio, const RequestContext& request,
                                                 Incoming& incoming) {
    auto& object = *incoming.object;
    const UploadTold told{.file_key = object.name().key,
                          .content_type = object.name().content_type,
                          .size_bytes = static_cast<std::int64_t>(object.size()),
                          .media_hash = object.sha256()};
    auto tx = co_await audio.database.begin(http::tenant_of(request), request.deadline);
    if (auto room = co_await make_room(request, *tx, told.size_bytes); !room) co_return wib::unexpected(room.error());
    const auto rows = co_await tx->exec(sql::insert_audio_file, incoming.id, told.file_key, incoming.original_name,
                                        told.content_type, told.size_bytes, told.media_hash, request.principal.user);
    auto entry = http::audit_of(request, "audio:uploaded", "audio_file", incoming.id.value);
    entry.new_value = codec::print(told);
    tx->audit(entry);
    // A commit that is cut off may stand: only one that surely does not gives the object up.
    object.keep();
    try {
        co_await tx->commit();
    } catch (const db::RefusedError&) {
        object.give_up();
        throw;
    } catch (const db::UnavailableError& away) {
        if (away.effect == db::UnavailableError::Effect::none) object.give_up();
        throw;
    }
    co_return read_file(rows.front());
}

Task<http::Answer<api::UploadAudio>> upload(AudioRoutes& audio, http::Ask<api::UploadAudio>& ask) {
    auto& request = ask.request;
    auto boundary = codec::form_boundary(request.headers.get("content-type"));
    if (!boundary || !request.incoming)
        co_return no(Code::unsupported_media, "The body must be a form (multipart/form-data).");
    {
        // Who has no room left is told before the file is sent.
        auto tx = co_await audio.database.begin(http::tenant_of(request), request.deadline);
        if (auto room = co_await make_room(request, *tx, 1); !room) co_return wib::unexpected(room.error());
    }
    Incoming incoming;
    if (auto received = co_await receive(audio, request, std::move(*boundary), incoming); !received)
        co_return wib::unexpected(received.error());
    auto file = co_await write_down(audio, request, incoming);
    if (!file) co_return wib::unexpected(file.error());
    co_return api::AudioFileReply{.success = true, .audio_file = std::move(*file)};
}

Task<http::Answer<api::ListAudio>> list_files(http::Ask<api::ListAudio>& ask, db::TenantTx& tx) {
    const auto rows = co_await tx.read(sql::list_audio_files, ask.query.limit.value(), ask.query.offset());
    api::AudioListReply reply{.success = true,
                              .audio_files = {},
                              .pagination = api::paginate(ask.query, rows.front()["total"].as<std::int64_t>())};
    for (const auto row : rows)
        if (!row["id"].is_null()) reply.audio_files.push_back(read_file(row));
    co_return reply;
}

/// What plays, and that it was asked for: committed. HEAD hands out no sound and is not told.
Task<Result<Sound, Problem>> find_sound(AudioRoutes& audio, const RequestContext& request, std::string key) {
    auto tx = co_await audio.database.begin(http::tenant_of(request), request.deadline);
    const auto rows = co_await tx->exec(sql::find_audio_file, key);
    if (rows.empty()) co_return no(Code::not_found);
    const auto row = rows.front();
    if (request.method != "HEAD") {
        auto entry = http::audit_of(request, "audio:accessed", "audio_file", row["id"].as<Uuid>());
        entry.new_value = codec::print(std::map<std::string, std::string>{
            {"how", "stream"}, {"range", std::string{request.headers.get("range")}}});
        tx->audit(entry);
    }
    co_await tx->commit();
    co_return Sound{.key = std::move(key),
                    .content_type = row["content_type"].as<std::string>(),
                    .size = static_cast<std::uint64_t>(row["size_bytes"].as<std::int64_t>()),
                    .sha256 = row["media_hash"].as<std::string>()};
}

// That somebody listened is committed before the first byte leaves. Somebody else's key is there for nobody.
Task<http::RawAnswer> stream(AudioRoutes& audio, http::Ask<api::StreamAudio>& ask) {
    const auto& [organization, file] = ask.path;
    if (organization != *ask.request.principal.organization) co_return no(Code::not_found);
    auto sound =
        co_await find_sound(audio, ask.request, "audio/" + to_string(organization) + '/' + std::string{file.value()});
    if (!sound) co_return wib::unexpected(sound.error());
    co_return co_await stream_sound({audio.store, audio.clock}, ask.request, std::move(*sound));
}

}  // namespace

void add_endpoints(http::Endpoints& endpoints, AudioRoutes& audio) {
    endpoints.on<api::UploadAudio>(upload, audio);
    endpoints.in_tenant<api::ListAudio>(list_files);
    endpoints.on<api::StreamAudio>(stream, audio);
}

}  // namespace wib::record

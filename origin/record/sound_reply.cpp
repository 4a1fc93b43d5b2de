#include "origin/record/sound_reply.hpp"

#include <algorithm>

#include "origin/record/byte_range.hpp"

namespace wib::record {
namespace {

using http::Reply;

/// What lies in memory of a sound somebody listens to: a second at 8 kHz stereo is 32 KB.
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

ByteRange piece_from(std::uint64_t at, const ByteRange& of) {
    return {.first = at, .last = std::min(of.last, at + kPiece - 1)};
}

/// Outlives the handler: everything it uses is its own, or lives as long as the server.
Task<void> send_pieces(SoundStore from, std::string key, ByteRange range, std::string first_piece,
                       http::BodyWriter& out) {
    co_await out.write(first_piece);
    for (auto at = range.first + first_piece.size(); at <= range.last;) {
        const auto piece = co_await from.store.get(key, piece_from(at, range), from.clock.in(kPiecePatience));
        if (!piece || piece->empty()) throw StoreFailedError{};
        co_await out.write(*piece);
        at += piece->size();
    }
}

// What a browser saves it as: the object's own name, of which nothing is anybody's but ours (RFC 6266 §4.3).
std::string file_name(std::string_view key) {
    return std::string{key.substr(key.rfind('/') + 1)};
}

}  // namespace

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

Task<http::RawAnswer> stream_sound(SoundStore from, const http::RequestContext& request, Sound sound) {
    // A range of something else than the asker remembers is no range (RFC 9110 §13.1.5).
    const auto entity_tag = '"' + sound.sha256 + '"';
    const auto if_range = request.headers.get("if-range");
    const bool same = if_range.empty() || if_range == entity_tag;
    const auto asked = asked_range(same ? request.headers.get("range") : std::string_view{}, sound.size);
    if (std::holds_alternative<NotSatisfiable>(asked)) {
        auto refusal = Reply::problem({api::Code::range_not_satisfiable}, request.correlation_id);
        refusal.headers.set("content-range", "bytes */" + std::to_string(sound.size));
        co_return refusal;
    }
    const auto* part = std::get_if<ByteRange>(&asked);
    const auto range = part ? *part : ByteRange{.first = 0, .last = sound.size - 1};

    Reply reply{.status = part ? 206 : 200,
                .headers = {{"content-type", sound.content_type},
                            {"accept-ranges", "bytes"},
                            {"etag", entity_tag},
                            {"content-disposition", "inline; filename=\"" + file_name(sound.key) + '"'},
                            {"cache-control", "no-store"}},
                .body = std::string{},
                .content_length = range.last - range.first + 1};
    if (part)
        reply.headers.add("content-range", "bytes " + std::to_string(range.first) + '-' + std::to_string(range.last) +
                                               '/' + std::to_string(sound.size));
    // The first piece before the head: a store that fails now is still a problem and not a broken body.
    std::string first_piece;
    if (request.method != "HEAD") {
        auto piece = co_await from.store.get(sound.key, piece_from(range.first, range), request.deadline);
        if (!piece) co_return no(code_of(piece.error()));
        if (piece->empty()) co_return no(api::Code::vendor_error);
        first_piece = std::move(*piece);
    }
    reply.body = [from, key = std::move(sound.key), range, first_piece = std::move(first_piece)](
                     http::BodyWriter& out) { return send_pieces(from, key, range, first_piece, out); };
    co_return reply;
}

}  // namespace wib::record

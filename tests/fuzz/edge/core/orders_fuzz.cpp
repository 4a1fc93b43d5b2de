#include "edge/core/effects_endpoint.hpp"
#include "edge/core/worker.hpp"
#include "edge/wire/frame.hpp"
#include "shared/api/envelope.hpp"
#include "shared/core/ensure.hpp"
#include "tests/fuzz/draw.hpp"

using namespace wib;
using namespace wib::edge;

namespace {

constexpr Instant kNow = from_unix_seconds(1'795'253'793);
constexpr std::string_view kKey = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";

Worker& worker() {
    static Worker instance{
        read_config({{"WIB_ENVELOPE_KEYS", "k1:" + std::string{kKey}}, {"WIB_SESSION_KEY", std::string{kKey}}})};
    return instance;
}

Outcome done(std::string body = {}) {
    return {.ending = Ending::done, .now = kNow, .status = 200, .headers = {}, .body = std::move(body)};
}

}  // namespace

// Orders under a good envelope: each is one of the three effects the origin may ask for, or all are refused with a code
// before any is carried out.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string body{fuzz::text_of(data, size)};
    static const api::EnvelopeKey key{"k1", Secret{"01234567890123456789012345678901"}};
    const api::Envelope envelope{.request = RequestId{uuid_v4({1})},
                                 .method = "POST",
                                 .target = std::string{kEffectsPath},
                                 .content_type = "application/json",
                                 .body_digest = api::body_digest(body),
                                 .issued_at = kNow};
    Event event{.now = kNow, .method = "POST", .scheme = "https", .host = "wib.example.com"};
    event.target = std::string{kEffectsPath};
    event.headers = {{"content-type", "application/json"},
                     {std::string{api::kEnvelopeHeader}, api::seal(envelope, key)}};
    event.has_body = !body.empty();

    auto turn = worker().begin(std::move(event));
    int carried_out = 0;
    for (int step = 0;; ++step) {
        ensure(step < 110, "at most a hundred orders are carried out");
        const auto& last = turn.back();
        if (carried_out == 1)
            ensure(wire::decode_turn(as_bytes(wire::encode(turn))).has_value(), "the host can read an order");
        if (const auto* respond = std::get_if<Respond>(&last)) {
            ensure(respond->status == 200 || carried_out == 0, "what is malformed is refused as a whole");
            ensure(respond->status == 200 || respond->body.find("\"code\":\"") != std::string::npos,
                   "a refusal has a code");
            return 0;
        }
        const bool is_order = std::holds_alternative<KvDelete>(last) || std::holds_alternative<Purge>(last) ||
                              std::holds_alternative<Enqueue>(last);
        if (const auto* purge = std::get_if<Purge>(&last))
            ensure(purge->path.starts_with('/'), "what is purged is a path");
        carried_out += is_order ? 1 : 0;
        const bool asks_whether_seen = std::holds_alternative<KvGet>(last);
        ensure(is_order || asks_whether_seen || std::holds_alternative<ReadBody>(last), "nothing else is asked for");
        turn = worker().resume(asks_whether_seen ? Outcome{.ending = Ending::absent, .now = kNow} : done(body));
    }
}

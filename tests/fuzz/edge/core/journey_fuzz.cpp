#include <algorithm>
#include <string>

#include "edge/core/forward.hpp"
#include "edge/core/worker.hpp"
#include "edge/wire/frame.hpp"
#include "shared/api/routes.hpp"
#include "shared/codec/header.hpp"
#include "shared/core/ensure.hpp"
#include "shared/identity/csrf.hpp"
#include "shared/identity/fingerprint.hpp"
#include "shared/identity/session_token.hpp"
#include "tests/fuzz/draw.hpp"

using namespace wib;
using namespace wib::edge;
using fuzz::Draw;

namespace {

constexpr Instant kNow = from_unix_seconds(1'795'253'793);
constexpr std::string_view kKey = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";
constexpr std::string_view kTelnyxKey = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";
const Secret kSecret{"01234567890123456789012345678901"};

Worker& worker() {
    static Worker instance{read_config({{"WIB_ENVELOPE_KEYS", "k1:" + std::string{kKey}},
                                        {"WIB_SESSION_KEY", std::string{kKey}},
                                        {"TELNYX_PUBLIC_KEY", std::string{kTelnyxKey}},
                                        {"TURNSTILE_SECRET_KEY", "secret"},
                                        {"TURNSTILE_SITE_KEY", "site"},
                                        {"WIB_CORS_ORIGINS", "https://a.example"}})};
    return instance;
}

const std::string& token() {
    static const std::string text = identity::session_token({1, 2, 3}).reveal();
    return text;
}
const std::string& token_hash() {
    static const std::string hash = identity::hash_token(token());
    return hash;
}
const std::string& csrf() {
    static const std::string text =
        identity::issue_csrf(identity::CsrfPurpose::session, token_hash(), kNow + std::chrono::hours{1}, {7}, kSecret);
    return text;
}

std::string claims(std::string_view role) {
    static const std::string looks = identity::fingerprint("", "", "");
    return R"({"session_id":"0192f0c0-0000-7000-8000-0000000000aa","user_id":"0192f0c0-0000-7000-8000-0000000000bb",)"
           R"("email":"a@example.com","name":"A","organization_id":"0192f0c0-0000-7000-8000-000000000001","role":")" +
           std::string{role} +
           R"(","plan":"pro","platform_role":null,"expires_at":"2026-11-28T00:00:00Z","fingerprint_hash":")" + looks +
           R"("})";
}

std::string plain(std::string_view drawn) {
    std::string text{drawn};
    std::erase(text, '\0');  // no field of a frame holds one
    return text;
}

Event an_event(Draw& draw) {
    static constexpr std::string_view kMethods[] = {"GET", "POST", "HEAD", "DELETE", "PUT", "OPTIONS"};
    static constexpr std::string_view kNames[] = {"cookie",
                                                  "x-csrf-token",
                                                  "content-type",
                                                  "content-length",
                                                  "x-correlation-id",
                                                  "idempotency-key",
                                                  "range",
                                                  "last-event-id",
                                                  "upgrade",
                                                  "telnyx-timestamp",
                                                  "telnyx-signature-ed25519",
                                                  "cf-connecting-ip",
                                                  "x-wib-envelope",
                                                  "authorization",
                                                  "x-human-proof",
                                                  "origin",
                                                  "access-control-request-method"};
    Event event{
        .now = kNow, .method = std::string{draw.one_of(kMethods)}, .scheme = "https", .host = "wib.example.com"};
    const auto rows = api::routes();
    const auto which = draw.byte();
    if (which < rows.size()) {
        for (const char c : rows[which].pattern)
            if (c == '{')
                event.target += "0192f0c0-0000-7000-8000-000000000007{";
            else if (!event.target.ends_with('{') || c == '}')
                event.target += c;
        std::erase_if(event.target, [](char c) { return c == '{' || c == '}'; });
        event.method = std::string{api::name(rows[which].method)};
    }
    event.target += plain(draw.text(40));
    const auto who = draw.byte();
    if ((who & 1) != 0) event.headers.add("authorization", "Bearer " + token());
    if ((who & 2) != 0) event.headers.add("x-csrf-token", csrf());
    for (auto more = draw.below(4); more > 0; --more) {
        const std::string name{draw.one_of(kNames)};
        event.headers.add(name, plain(draw.text(60)));
    }
    event.has_body = (who & 4) != 0;
    return event;
}

Outcome an_outcome(Draw& draw) {
    static constexpr std::string_view kRoles[] = {"viewer", "agent", "manager", "owner", "nobody"};
    Outcome outcome{.ending = static_cast<Ending>(draw.below(7)), .now = kNow + std::chrono::milliseconds{draw.byte()}};
    outcome.status = draw.number<std::uint16_t>() % 1000;
    if (draw.coin()) outcome.status = 200;
    if (draw.coin()) outcome.ending = Ending::done;
    outcome.headers.add(draw.coin() ? "content-type" : "x-wib-secret", plain(draw.text(30)));
    outcome.body = draw.coin() ? claims(draw.one_of(kRoles)) : std::string{draw.text(80)};
    return outcome;
}

bool is_question(const Effect& effect) {
    return !std::holds_alternative<Log>(effect) && !std::holds_alternative<Count>(effect) &&
           !std::holds_alternative<Respond>(effect) && !std::holds_alternative<ForwardToOrigin>(effect) &&
           !std::holds_alternative<ServeAsset>(effect);
}

/// What the host also does when nobody waits for its outcome: keeping, and counting.
bool can_be_noted(const Effect& effect) {
    return std::holds_alternative<KvPut>(effect) || std::holds_alternative<Spend>(effect);
}

void check_answer(const Respond& answer) {
    ensure(answer.status >= 0 && answer.status <= 999, "an answer has a status");
    ensure(answer.headers.get("x-content-type-options") == "nosniff", "every answer carries the security headers");
    for (const auto& [name, value] : answer.headers) {
        ensure(!codec::lower_case(name).starts_with("x-wib-"), "nothing about the hop between us leaves the edge");
        (void)value;
    }
    if (answer.from == BodyFrom::own && answer.status >= 400 && !answer.body.empty())
        ensure(answer.body.find("\"code\":\"") != std::string::npos, "a refusal has a code");
}

void check_forward(const ForwardToOrigin& forward, const Event& event) {
    static const std::vector<api::EnvelopeKey> keys{{"k1", kSecret}};
    ensure(forward.target == event.target && forward.method == event.method, "what is forwarded is what was asked");
    const auto opened =
        api::open_envelope(forward.headers.get(api::kEnvelopeHeader), keys, kNow + std::chrono::seconds{1});
    ensure(opened && opened->target == event.target, "the origin can open what it gets");
    const auto path = forward.target.substr(0, forward.target.find('?'));
    const auto match = api::match(forward.method, path);
    ensure(match.has_value(), "only what a row serves is forwarded");
    ensure(match->route->auth != api::Auth::webhook, "a webhook nobody signed is not forwarded");
    ensure(match->route->auth != api::Auth::internal, "nor what is for the edge itself");
    if (match->route->auth == api::Auth::session) {
        ensure(opened->principal.kind == ActorKind::session, "who has to sign in has signed in");
        ensure(at_least(opened->principal.role, match->route->role), "and may do it");
        if (match->route->csrf != api::Csrf::none && event.method != "GET" && event.method != "HEAD")
            ensure(event.headers.get("x-csrf-token") == csrf(), "and the page that asks is ours");
    }
}

// Plays the host until the request lets go; hands back the context that a head would go to.
std::string play(Turn turn, const Event& event, Draw& draw) {
    const bool crosses = (draw.byte() & 3) == 0;  // the boundary costs more than what lies behind it
    for (int step = 0;; ++step) {
        ensure(step < 16, "a request asks a bounded number of questions");
        if (crosses) {
            const auto printed = wire::encode(turn);
            const auto read = wire::decode_turn(as_bytes(printed));
            ensure(read && wire::encode(*read) == printed, "the host can read every turn");
        }
        for (std::size_t i = 0; i + 1 < turn.size(); ++i)
            ensure(!is_question(turn[i]) || can_be_noted(turn[i]), "notes come first");
        const auto& last = turn.back();
        if (const auto* answer = std::get_if<Respond>(&last)) {
            check_answer(*answer);
            return {};
        }
        if (const auto* forward = std::get_if<ForwardToOrigin>(&last)) {
            check_forward(*forward, event);
            return forward->context;
        }
        if (const auto* asset = std::get_if<ServeAsset>(&last)) {
            ensure(asset->path.starts_with('/') && asset->path.find("/../") == std::string::npos,
                   "an asset is below the root");
            return asset->context;
        }
        ensure(is_question(last), "a turn ends in a question or an ending");
        auto outcome = an_outcome(draw);
        if (crosses) {
            auto read = wire::decode_outcome(as_bytes(wire::encode(outcome)));
            ensure(read.has_value(), "the host's news can be read");
            outcome = std::move(*read);
        }
        turn = worker().resume(std::move(outcome));
    }
}

}  // namespace

// A request's whole life at the edge: any event, any news in any order. It ends in an answer with the security headers
// or is forwarded under an envelope by whoever may do that; no turn is unreadable.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Draw draw{data, size};
    const auto event = an_event(draw);
    const auto context = play(worker().begin(event), event, draw);
    if (context.empty()) return 0;
    ensure(decode_context(context) && encode(*decode_context(context)) == context, "a context reads back");
    (void)play(worker().finish(context, an_outcome(draw)), event, draw);
    return 0;
}

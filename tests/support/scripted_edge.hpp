#pragma once
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "edge/core/admit.hpp"
#include "edge/core/worker.hpp"
#include "edge/wire/frame.hpp"
#include "shared/api/envelope.hpp"
#include "shared/codec/base64.hpp"
#include "shared/crypto/ed25519.hpp"
#include "shared/identity/csrf.hpp"
#include "shared/identity/fingerprint.hpp"
#include "shared/identity/session_token.hpp"

namespace wib::test {

/// What one request made the host do.
struct Journey {
    std::vector<edge::Effect> notes;
    std::vector<edge::Effect> questions;
    edge::Effect ending;

    template <class E>
    [[nodiscard]] std::vector<E> all() const {
        std::vector<E> found;
        for (const auto* effects : {&notes, &questions})
            for (const auto& effect : *effects)
                if (const auto* e = std::get_if<E>(&effect)) found.push_back(*e);
        return found;
    }
    template <class E>
    [[nodiscard]] const E* as() const {
        return std::get_if<E>(&ending);
    }
    [[nodiscard]] int status() const { return as<edge::Respond>() ? as<edge::Respond>()->status : 0; }
    /// The problem code of a refusal, "" for anything else.
    [[nodiscard]] std::string code() const {
        const auto* respond = as<edge::Respond>();
        if (!respond) return {};
        const auto at = respond->body.find(R"("code":")");
        if (at == std::string::npos) return {};
        return respond->body.substr(at + 8, respond->body.find('"', at + 8) - at - 8);
    }
};

/// A host that works as Cloudflare does, in memory, and can be told to fail at one point.
class ScriptedEdge {
  public:
    static constexpr std::string_view kKey = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";
    static constexpr std::string_view kOtherKey = "YWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXphYmNkZWY=";
    static constexpr std::string_view kTelnyxKey = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";
    static constexpr std::string_view kStripeSecret = "whsec_test_secret";
    static constexpr std::string_view kResendSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    static constexpr std::string_view kTwilioToken = "0123456789abcdef0123456789abcdef";
    static constexpr std::string_view kAssemblyAiSecret = "a secret of ours for AssemblyAI";

    static constexpr std::string_view kTurnstileSecret = "0x4AAAAAAA-the-secret";
    static constexpr std::string_view kTurnstileSite = "0x4AAAAAAA-site";

    /// What service tokens are signed with: 1 is the key "new", 2 is "old".
    static crypto::SigningKey service_key(int seed) {
        return *crypto::SigningKey::from_seed(Bytes(32, static_cast<std::byte>(seed)));
    }
    static std::string service_public_key(int seed) { return codec::base64(service_key(seed).verify_key().bytes()); }

    static edge::Settings settings() {
        return {{"ORIGIN_URL", "http://127.0.0.1:1"},
                {"WIB_ENVELOPE_KEYS", "new:" + std::string{kKey} + ",old:" + std::string{kOtherKey}},
                {"WIB_SESSION_KEY", std::string{kOtherKey}},
                {"TELNYX_PUBLIC_KEY", std::string{kTelnyxKey}},
                {"STRIPE_WEBHOOK_SECRET", std::string{kStripeSecret}},
                {"RESEND_WEBHOOK_SECRET", std::string{kResendSecret}},
                {"TWILIO_AUTH_TOKEN", std::string{kTwilioToken}},
                {"ASSEMBLYAI_WEBHOOK_SECRET", std::string{kAssemblyAiSecret}},
                {"TURNSTILE_SECRET_KEY", std::string{kTurnstileSecret}},
                {"TURNSTILE_SITE_KEY", std::string{kTurnstileSite}},
                {"WIB_SERVICE_PUBLIC_KEYS", "new:" + service_public_key(1) + ",old:" + service_public_key(2)},
                {"ACCESS_TEAM_DOMAIN", "team.cloudflareaccess.com"},
                {"ACCESS_AUD", "aud" + std::string(61, '0')},
                {"FLOOD", ""},
                {"WINDOWS", ""}};
    }
    static edge::Settings settings_without(std::string_view name) {
        auto all = settings();
        std::erase_if(all, [&](const auto& setting) { return setting.first == name; });
        return all;
    }
    explicit ScriptedEdge(const edge::Settings& with = settings()) : worker(edge::read_config(with)) {}

    // -- the world behind the effects
    std::map<std::string, std::string> kv;
    std::map<std::string, std::string> sessions;  ///< token hash → claims, at the origin
    std::map<std::string, std::string> kept;      ///< objects in R2
    std::vector<std::string> queued;              ///< messages, as they were sent
    std::vector<edge::AskOrigin> asked;           ///< of the origin, in order
    std::map<std::string, edge::Outcome> says;    ///< target at the origin → its whole answer, likewise
    std::map<std::string, int> answers;           ///< path at the origin → status, where the test says so
    std::string body;                             ///< what the caller sends
    std::string page = R"(<title>T</title><div id="root"></div>)";     ///< the console's
    edge::Outcome asset{.ending = edge::Ending::done, .status = 200};  ///< how reading it ends
    std::vector<edge::FetchVendor> fetched;                            ///< what vendors were asked, in order
    std::vector<edge::Outcome> vendor_says;  ///< their answers, one after another; the last one again and again
    Duration vendor_takes{};
    edge::Ending flood = edge::Ending::unavailable;
    edge::Ending rs256 = edge::Ending::done;  ///< what becomes of each RSA signature; the arithmetic is the host's
    Duration reading{};                       ///< how long the body takes to come in
    std::optional<std::pair<std::size_t, edge::Ending>> fails_at;  ///< the question with this index ends so
    bool origin_is_down = false;
    bool has_queue = false;
    bool can_count = true;
    std::map<std::string, std::pair<std::int64_t, int>> counters;  ///< key → label and count

    edge::Worker worker;
    Instant now = from_unix_seconds(1'795'253'793);

    /// A request with the headers every browser sends.
    [[nodiscard]] edge::Event event(std::string method, std::string target, api::Headers headers = {}) const {
        edge::Event made{.now = now, .method = std::move(method), .scheme = "https", .host = "wib.example.com"};
        made.target = std::move(target);
        for (std::size_t i = 0; i < made.random.size(); ++i) made.random[i] = static_cast<std::uint8_t>(i + 1);
        made.headers = {{"cf-connecting-ip", "192.0.2.7"},
                        {"user-agent", "Browser/1"},
                        {"accept-language", "en"},
                        {"sec-ch-ua", "\"B\";v=\"1\""}};
        for (const auto& [name, value] : headers) made.headers.add(name, value);
        made.has_body = !body.empty();
        return made;
    }

    Journey begin(edge::Event event) {
        const auto in = edge::wire::encode(event);
        return play(noted("edge_begin", in, worker.begin(std::move(event))));
    }
    Journey begin(std::string method, std::string target, api::Headers headers = {}) {
        return begin(event(std::move(method), std::move(target), std::move(headers)));
    }
    Journey finish(std::string_view context, edge::Outcome head) {
        head.now = now;
        const auto in = edge::wire::encode_finish(context, head);
        return play(noted("edge_finish", in, worker.finish(context, std::move(head))));
    }

    // -- people
    static constexpr std::string_view kOrganization = "0192f0c0-0000-7000-8000-000000000001";

    static std::string claims(std::string_view role, std::string_view expires = "2026-11-28T00:00:00Z",
                              std::string_view fingerprint = {}) {
        const auto looks =
            fingerprint.empty() ? identity::fingerprint("Browser/1", "en", "\"B\";v=\"1\"") : std::string{fingerprint};
        return R"({"session_id":"0192f0c0-0000-7000-8000-0000000000aa","user_id":"0192f0c0-0000-7000-8000-0000000000bb",)"
               R"("email":"a@example.com","name":"A","organization_id":")" +
               std::string{kOrganization} + R"(","role":")" + std::string{role} +
               R"(","plan":"pro","platform_role":null,"expires_at":")" + std::string{expires} +
               R"(","fingerprint_hash":")" + looks + R"("})";
    }
    static const std::string& token() {
        static const std::string text = identity::session_token({1, 2, 3}).reveal();
        return text;
    }
    static std::string token_hash() { return identity::hash_token(token()); }
    static std::string cookie() { return "other=1; __Host-wib=" + token(); }

    [[nodiscard]] std::string session_csrf(std::string_view bound_to) const {
        return identity::issue_csrf(identity::CsrfPurpose::session, bound_to, now + std::chrono::hours{1}, {9},
                                    session_key());
    }
    [[nodiscard]] std::string pre_session_csrf(std::string_view cookie_value,
                                               Duration life = std::chrono::minutes{10}) const {
        return identity::issue_csrf(identity::CsrfPurpose::pre_session, cookie_value, now + life, {9}, session_key());
    }
    static Secret session_key() { return Secret{std::string{as_text(*codec::parse_base64(kOtherKey))}}; }

    /// The envelope of a forwarded request, as the origin reads it.
    [[nodiscard]] std::optional<api::Envelope> envelope(const api::Headers& headers, std::string_view key = kKey,
                                                        std::string_view id = "new") const {
        const std::vector<api::EnvelopeKey> keys{
            {std::string{id}, Secret{std::string{as_text(*codec::parse_base64(key))}}}};
        auto opened = api::open_envelope(headers.get(api::kEnvelopeHeader), keys, now);
        if (!opened) return std::nullopt;
        return *opened;
    }

    /// Everything that crossed the boundary, as the module's host would have seen it.
    struct Exchange {
        std::string entry;  ///< the export
        std::string in;
        std::string out;
    };
    std::vector<Exchange> transcript;

  private:
    edge::Turn noted(std::string entry, std::string in, edge::Turn turn) {
        transcript.push_back({std::move(entry), std::move(in), edge::wire::encode(turn)});
        return turn;
    }

    Journey play(edge::Turn turn) {
        Journey journey;
        for (std::size_t steps = 0;; ++steps) {
            ensure(!turn.empty() && steps < 300, "a request goes on until it ends");
            auto last = std::move(turn.back());
            turn.pop_back();
            for (auto& note : turn) carry_out(note);
            journey.notes.insert(journey.notes.end(), turn.begin(), turn.end());
            const bool is_ending = std::holds_alternative<edge::Respond>(last) ||
                                   std::holds_alternative<edge::ForwardToOrigin>(last) ||
                                   std::holds_alternative<edge::ServeAsset>(last);
            if (is_ending) {
                journey.ending = std::move(last);
                return journey;
            }
            const auto index = journey.questions.size();
            journey.questions.push_back(last);
            auto outcome =
                fails_at && fails_at->first == index ? edge::Outcome{.ending = fails_at->second} : carry_out(last);
            outcome.now = now;
            const auto in = edge::wire::encode(outcome);
            turn = noted("edge_resume", in, worker.resume(std::move(outcome)));
        }
    }

    static edge::Outcome done(std::string body = {}, int status = 0) {
        return {.ending = edge::Ending::done, .status = status, .body = std::move(body)};
    }

    edge::Outcome carry_out(const edge::Effect& effect) {
        using namespace edge;
        if (const auto* e = std::get_if<KvGet>(&effect)) {
            const auto found = kv.find(e->key);
            return found == kv.end() ? Outcome{.ending = Ending::absent} : done(found->second);
        }
        if (const auto* e = std::get_if<VerifyEd25519>(&effect)) {
            const auto key = crypto::VerifyKey::from_bytes(*codec::parse_base64(e->key));
            const auto verdict = crypto::verify_ed25519(*key, as_bytes(e->message), as_bytes(e->signature));
            return verdict == crypto::Verdict::genuine ? done() : Outcome{.ending = Ending::refused};
        }
        if (std::holds_alternative<VerifyRs256>(effect)) return {.ending = rs256};
        if (const auto* e = std::get_if<KvPut>(&effect)) kv[e->key] = e->value;
        if (const auto* e = std::get_if<KvDelete>(&effect)) kv.erase(e->key);
        if (std::holds_alternative<Limit>(effect)) return {.ending = flood};
        if (const auto* e = std::get_if<Spend>(&effect)) {
            if (!can_count) return {.ending = Ending::failed};
            auto& [label, count] = counters.try_emplace(e->key, e->label, 0).first->second;
            if (e->label > label) std::tie(label, count) = std::pair{e->label, 0};
            if (e->label == label) count += e->amount;
            return done(std::to_string(count));
        }
        if (const auto* e = std::get_if<ReadBody>(&effect)) {
            now += reading;
            if (reading > e->patience) return {.ending = Ending::late};
            return body.size() > e->limit ? Outcome{.ending = Ending::too_large} : done(body);
        }
        if (const auto* e = std::get_if<Persist>(&effect))
            kept[e->key] = e->bytes + (e->payload == Payload::gathered ? body : std::string{});
        if (const auto* e = std::get_if<Retrieve>(&effect)) {
            const auto found = kept.find(e->key);
            return found == kept.end() ? Outcome{.ending = Ending::absent} : done(found->second);
        }
        if (const auto* e = std::get_if<Remove>(&effect)) kept.erase(e->key);
        if (const auto* e = std::get_if<ListKept>(&effect)) {
            std::string lines;
            std::size_t count = 0;
            for (const auto& [key, bytes] : kept)
                if (key.starts_with(e->prefix) && key > e->after && count++ < e->limit)
                    lines += (lines.empty() ? "" : "\n") + key;
            return done(lines);
        }
        if (std::holds_alternative<ReadAsset>(effect)) {
            auto read = asset;
            read.body = page;
            return read;
        }
        if (const auto* e = std::get_if<FetchVendor>(&effect)) {
            now += vendor_takes;
            fetched.push_back(*e);
            if (vendor_says.empty()) return {.ending = Ending::failed};
            return vendor_says[std::min(fetched.size(), vendor_says.size()) - 1];
        }
        if (const auto* e = std::get_if<AskOrigin>(&effect)) {
            asked.push_back(*e);
            if (origin_is_down) return {.ending = Ending::failed};
            if (const auto told = says.find(e->target); told != says.end()) return told->second;
            if (const auto told = answers.find(e->target); told != answers.end()) return done("{}", told->second);
            if (e->method == "POST") {
                for (auto found = sessions.begin(); found != sessions.end(); ++found)
                    if (e->target == "/internal/sessions/" + found->first + "/end") {
                        sessions.erase(found);
                        return done("{}", 200);
                    }
                return done("", 404);
            }
            const auto found = sessions.find(e->target.substr(e->target.rfind('/') + 1));
            return found == sessions.end() ? done("", 404) : done(found->second, 200);
        }
        if (const auto* e = std::get_if<Enqueue>(&effect)) {
            if (!has_queue) return {.ending = Ending::unavailable};
            queued.push_back(e->message);
        }
        return done();
    }
};

}  // namespace wib::test

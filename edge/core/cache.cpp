#include "edge/core/cache.hpp"

#include <charconv>

#include "edge/core/forward.hpp"
#include "edge/core/windows.hpp"
#include "shared/codec/header.hpp"

namespace wib::edge {
namespace {

constexpr std::string_view kJson = "application/json";
// Beyond any table of ours; what is larger is no answer of these routes.
constexpr std::size_t kMaxAnswer = 256 * 1024;
// A name in KV has 512 bytes at most (vendors: cloudflare, "KV").
constexpr std::size_t kMaxTarget = 256;

bool may_be_kept(const Outcome& head) {
    return head.done() && head.status == 200 && !head.headers.has("set-cookie") &&
           codec::media_type(head.headers.get("content-type")) == kJson;
}

AskOrigin question(ForwardToOrigin onward) {
    return {.method = std::move(onward.method),
            .target = std::move(onward.target),
            .headers = std::move(onward.headers),
            .patience = onward.patience,
            .limit = kMaxAnswer};
}

// Whether the claims that let this request in still hold, as far as the edge was told: nobody else asks about them when
// the origin is spared. Where nobody can tell, the origin is asked.
Part<bool> is_trusted(const Visit& visit, std::string_view token_hash) {
    const auto doubted = co_await visit.dialogue.ask(ask_of_doubt(session_key(token_hash)));
    co_return doubted.done() && doubted.body == "0";
}

// The origin's way out, with a body that we hold.
Part<Effect> answer_with(Dialogue& dialogue, const FinishContext& context, Outcome head, std::string_view source,
                         std::chrono::seconds age) {
    dialogue.line().cache = source;
    auto ending = co_await finish_forwarded(dialogue, context, head);
    if (auto* answer = std::get_if<Respond>(&ending); answer && answer->from == BodyFrom::passed) {
        answer->from = BodyFrom::own;
        answer->body = std::move(head.body);
        answer->headers.set("x-cache", std::string{source});
        answer->headers.set("age", std::to_string(age.count()));
    }
    co_return ending;
}

}  // namespace

std::optional<std::string> cache_key(const Visit& visit, const api::Route& route,
                                     const std::optional<Session>& session) {
    const bool is_kept = route.cache == api::Cache::five_minutes && visit.event.method == "GET" && session &&
                         session->principal.kind == ActorKind::session && session->principal.organization &&
                         visit.event.target.size() <= kMaxTarget;
    if (!is_kept) return std::nullopt;
    const auto& who = session->principal;
    return "c:" + to_string(*who.organization) + ":" + std::string{name(who.role)} + ":" + who.plan + ":" +
           visit.event.target;
}

std::optional<Kept> decode_kept(std::string_view text) {
    const auto end = text.find('\n');
    std::int64_t micros = 0;
    const auto read = std::from_chars(text.data(), text.data() + std::min(end, text.size()), micros);
    if (end == std::string_view::npos || read.ec != std::errc{} || read.ptr != text.data() + end || micros < 0)
        return std::nullopt;
    return Kept{from_unix_micros(micros), text.substr(end + 1)};
}

Part<Effect> serve_kept(const Visit& visit, const std::string& key, ForwardToOrigin onward) {
    const auto context = decode_context(onward.context);
    ensure(context.has_value(), "a context reads back");
    // KV may bring back what is long over, or what another version wrote.
    const auto found = co_await visit.dialogue.ask(KvGet{key});
    const auto kept = found.done() ? decode_kept(found.body) : std::nullopt;
    const auto age = kept ? visit.dialogue.now() - kept->at : Duration{};
    if (kept && age >= Duration{} && age < kCacheLife && co_await is_trusted(visit, context->token_hash)) {
        Outcome head{.ending = Ending::done,
                     .now = visit.dialogue.now(),
                     .status = 200,
                     .headers = {{"content-type", std::string{kJson}}},
                     .body = std::string{kept->body}};
        co_return co_await answer_with(visit.dialogue, *context, std::move(head), "hit",
                                       std::chrono::floor<std::chrono::seconds>(age));
    }
    auto head = co_await visit.dialogue.ask(question(std::move(onward)));
    if (may_be_kept(head))
        visit.dialogue.note(KvPut{.key = key,
                                  .value = std::to_string(unix_micros(visit.dialogue.now())) + "\n" + head.body,
                                  .life = kCacheLife});
    co_return co_await answer_with(visit.dialogue, *context, std::move(head), "miss", std::chrono::seconds{0});
}

}  // namespace wib::edge

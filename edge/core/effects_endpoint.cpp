#include "edge/core/effects_endpoint.hpp"

#include "edge/core/admit.hpp"
#include "edge/core/answer.hpp"
#include "edge/core/windows.hpp"
#include "shared/api/envelope.hpp"
#include "shared/codec/reflect.hpp"

namespace wib::edge {

enum class OrderKind { kv_delete, purge, enqueue };
BOOST_DESCRIBE_ENUM(OrderKind, kv_delete, purge, enqueue)

struct Order {
    OrderKind kind{};
    std::optional<codec::Text<1, 512>> key;
    std::optional<codec::Text<1, 2048>> path;
    std::optional<codec::Text<1, 64>> queue;
    std::optional<codec::RawJson> message;
};
BOOST_DESCRIBE_STRUCT(Order, (), (kind, key, path, queue, message))

struct Orders {
    codec::List<Order, 1, 100> effects;
};
BOOST_DESCRIBE_STRUCT(Orders, (), (effects))

namespace {

// One message of a queue is 128 KB at most (vendors: cloudflare, "Queues").
constexpr api::Route kRoute{.method = api::Method::post,
                            .pattern = kEffectsPath,
                            .name = "edge_effects",
                            .auth = api::Auth::internal,
                            .body_limit = 256 * 1024,
                            .rate = api::RateClass::none};
constexpr Duration kPatience = std::chrono::seconds{5};

// The effect an order stands for; nothing when the order lacks what its kind needs.
std::optional<Effect> effect_of(const Order& order) {
    switch (order.kind) {
        case OrderKind::kv_delete:
            if (!order.key) return std::nullopt;
            return KvDelete{order.key->value()};
        case OrderKind::purge:
            if (!order.path || !order.path->value().starts_with('/')) return std::nullopt;
            return Purge{order.path->value()};
        case OrderKind::enqueue:
            if (!order.queue || !order.message) return std::nullopt;
            return Enqueue{order.queue->value(), order.message->text};
    }
    return std::nullopt;
}

Result<std::vector<Effect>, api::Problem> parse_orders(std::string_view body, bool has_windows) {
    const auto orders = codec::parse<Orders>(body, {.max_bytes = kRoute.body_limit});
    if (!orders) return unexpected(api::problem(orders.error()));
    std::vector<Effect> effects;
    for (std::size_t i = 0; i < orders->effects.items.size(); ++i) {
        auto effect = effect_of(orders->effects.items[i]);
        if (!effect) return unexpected(api::invalid("effects[" + std::to_string(i) + "]", "lacks what its kind needs"));
        effects.push_back(std::move(*effect));
        if (const auto* forgotten = std::get_if<KvDelete>(&effects.back()); forgotten && has_windows)
            effects.push_back(doubt(forgotten->key));
    }
    return effects;
}

// That the origin sent this very request, for the first time as far as KV knows. All orders may safely be carried out
// twice; the check keeps a replay from being a nuisance.
Part<std::optional<api::Problem>> check_envelope(const Visit& visit, std::string_view body) {
    const api::Problem invalid{api::Code::envelope_invalid};
    const auto envelope =
        api::open_envelope(visit.header(api::kEnvelopeHeader), visit.config.envelope_keys, visit.dialogue.now());
    if (!envelope) co_return invalid;
    const auto same = api::matches(*envelope, visit.event.method, visit.event.target, visit.header("content-type"),
                                   visit.header("idempotency-key"), body, false);
    if (!same) co_return invalid;

    const auto key = "e:" + to_string(envelope->request);
    const auto seen = co_await visit.dialogue.ask(KvGet{key});
    if (seen.done()) co_return api::Problem{api::Code::envelope_replayed};
    visit.dialogue.note(KvPut{key, "1"});
    co_return std::nullopt;
}

}  // namespace

Part<Effect> carry_out_effects(const Visit& visit) {
    visit.dialogue.line().route = kRoute.name;
    visit.dialogue.line().principal = "origin";
    // Forgers get no farther than their head: without an envelope nothing is read.
    if (visit.header(api::kEnvelopeHeader).empty()) co_return refuse(visit, kRoute.name, {api::Code::envelope_invalid});
    const auto body = co_await read_body(visit, kRoute, kPatience);
    if (!body) co_return refuse(visit, kRoute.name, body.error());
    if (const auto problem = co_await check_envelope(visit, *body)) co_return refuse(visit, kRoute.name, *problem);
    auto effects = parse_orders(*body, visit.config.has_windows);
    if (!effects) co_return refuse(visit, kRoute.name, effects.error());

    for (auto& effect : *effects) {
        const auto outcome = co_await visit.dialogue.ask(std::move(effect));
        if (outcome.done()) continue;
        const bool is_missing = outcome.ending == Ending::unavailable;
        co_return refuse(visit, kRoute.name,
                         {is_missing ? api::Code::vendor_not_configured : api::Code::internal_error});
    }
    Respond answer{.status = 200, .headers = {{"content-type", "application/json"}}, .body = R"({"success":true})"};
    secure(answer.headers, Surface::api, visit.correlation_id);
    co_return answer;
}

}  // namespace wib::edge

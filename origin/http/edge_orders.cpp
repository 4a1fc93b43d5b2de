#include "origin/http/edge_orders.hpp"

#include "shared/codec/reflect.hpp"

namespace wib::http {
namespace {

constexpr auto kPatience = std::chrono::seconds{2};
constexpr std::size_t kOrdersAtOnce = 100;
constexpr std::string_view kTarget = "/internal/effects";

struct Order {
    std::string kind, key;
};
BOOST_DESCRIBE_STRUCT(Order, (), (kind, key))
struct Orders {
    std::vector<Order> effects;
};
BOOST_DESCRIBE_STRUCT(Orders, (), (effects))
struct QueueOrder {
    std::string kind, queue;
    codec::RawJson message;
};
BOOST_DESCRIBE_STRUCT(QueueOrder, (), (kind, queue, message))
struct QueueOrders {
    std::vector<QueueOrder> effects;
};
BOOST_DESCRIBE_STRUCT(QueueOrders, (), (effects))

}  // namespace

EdgeOrders::EdgeOrders(std::string edge_url, api::EnvelopeKey key, Send send, const Clock& clock, Random& random,
                       observe::Log log)
    : edge_url_(std::move(edge_url)),
      key_(std::move(key)),
      send_(std::move(send)),
      clock_(clock),
      random_(random),
      log_(std::move(log)) {}

Task<void> EdgeOrders::forget_claims(std::vector<std::string> names) {
    for (std::size_t at = 0; at < names.size(); at += kOrdersAtOnce) {
        Orders orders;
        for (std::size_t i = at; i < std::min(at + kOrdersAtOnce, names.size()); ++i)
            orders.effects.push_back({.kind = "kv_delete", .key = names[i]});
        if (!co_await send_orders(codec::print(orders)))
            log_.warn("claims_not_forgotten", {{"names", orders.effects.size()}});
    }
}

Task<bool> EdgeOrders::enqueue(std::string queue, std::vector<std::string> messages) {
    for (std::size_t at = 0; at < messages.size(); at += kOrdersAtOnce) {
        QueueOrders orders;
        for (std::size_t i = at; i < std::min(at + kOrdersAtOnce, messages.size()); ++i)
            orders.effects.push_back({.kind = "enqueue", .queue = queue, .message = {std::move(messages[i])}});
        if (co_await send_orders(codec::print(orders))) continue;
        log_.warn("not_enqueued", {{"queue", queue}, {"messages", messages.size() - at}});
        co_return false;
    }
    co_return true;
}

Task<bool> EdgeOrders::send_orders(std::string body) {
    const api::Envelope envelope{.request = random_.id<RequestId>(),
                                 .method = "POST",
                                 .target = std::string{kTarget},
                                 .content_type = "application/json",
                                 .idempotency_key = {},
                                 .body_digest = api::body_digest(body),
                                 .principal = {.kind = ActorKind::anonymous, .label = "origin"},
                                 .client_address = {},
                                 .user_agent = {},
                                 .correlation_id = {},
                                 .patience = kPatience,
                                 .issued_at = clock_.now()};
    ClientRequest request{.method = "POST", .url = edge_url_ + std::string{kTarget}, .body = std::move(body)};
    request.headers.add("Content-Type", "application/json");
    request.headers.add(std::string{api::kEnvelopeHeader}, api::seal(envelope, key_));
    const auto answer = co_await send_(std::move(request), clock_.in(kPatience));
    co_return answer && answer->status == 200;
}

}  // namespace wib::http

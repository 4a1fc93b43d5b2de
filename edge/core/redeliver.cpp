#include "edge/core/redeliver.hpp"

#include <algorithm>

#include "edge/core/admit.hpp"
#include "edge/core/forward.hpp"
#include "edge/core/pointer.hpp"
#include "shared/api/reliability.hpp"
#include "shared/codec/base64.hpp"

namespace wib::edge {
namespace {

constexpr Duration kDeliveryPatience = std::chrono::seconds{10};
/// Keys that the store lists at once, and how often one sweep asks: ten thousand events a minute come back that way.
constexpr std::size_t kAtOnce = 1000;
constexpr int kPages = 10;
/// Keys in one message: well below the 128 KB it may have, and soon delivered.
constexpr std::size_t kKeysInMessage = 50;
constexpr std::string_view kUndeliverable = "/internal/webhooks/undeliverable";

constexpr api::Route kRoute{.method = api::Method::post,
                            .pattern = "queue",
                            .name = "webhook_redelivery",
                            .auth = api::Auth::internal,
                            .body_limit = 128 * 1024,
                            .rate = api::RateClass::none};

enum class Fate {
    settled,  ///< the origin has it, or has a row about it, or there is nothing under the key
    waits,    ///< the origin answered, but did not take it
    nobody,   ///< no answer: whatever else the message points to would fare alike
};

struct Tried {
    Fate fate = Fate::waits;
    Duration age{};
};

std::string reason_of(const Outcome& answer) {
    if (answer.done()) return "the origin answered " + std::to_string(answer.status);
    return answer.ending == Ending::late ? "the origin did not answer in time" : "the origin could not be reached";
}

template <std::size_t Most>
codec::Text<1, Most> short_text(std::string_view value) {
    auto parsed = codec::Text<1, Most>::parse(value.substr(0, Most));
    ensure(parsed.has_value(), "a vendor, an address and a reason are short texts");
    return std::move(*parsed);
}

// The event's bytes go to the origin as a row that people see, inspect and replay.
Part<bool> give_up(const Visit& visit, const Unpacked& kept, const Outcome& answer, std::uint16_t number) {
    const api::UndeliverableWebhook told{.vendor = short_text<50>(kept.parcel.vendor),
                                         .endpoint = short_text<500>(kept.parcel.target),
                                         .content_type = kept.parcel.content_type,
                                         .signed_id = kept.parcel.signed_id,
                                         .request = kept.parcel.request,
                                         .received_at = kept.parcel.received_at,
                                         .reason = short_text<500>(reason_of(answer)),
                                         .http_status = answer.status,
                                         .body_base64 = codec::base64(as_bytes(kept.body))};
    const auto recorded =
        co_await visit.dialogue.ask(tell_origin(visit, std::string{kUndeliverable}, codec::print(told),
                                                numbered_request_id(visit.event, number), kDeliveryPatience));
    co_return recorded.done() && recorded.status == 200;
}

Part<Tried> deliver_kept(const Visit& visit, const std::string& key, std::uint16_t number) {
    const auto object = co_await visit.dialogue.ask(Retrieve{key});
    // Delivered by another message, which took it out.
    if (object.ending == Ending::absent) co_return Tried{.fate = Fate::settled};
    const auto kept = object.done() ? unpack(object.body) : std::nullopt;
    if (!kept) {
        visit.dialogue.note(Count{"webhook_unreadable", std::string{kRoute.name}, ""});
        co_return Tried{};
    }
    Tried tried{.age = visit.dialogue.now() - kept->parcel.received_at};
    const auto answer = co_await visit.dialogue.ask(
        deliver(visit, kept->parcel, kept->body, numbered_request_id(visit.event, number), kDeliveryPatience));
    const bool is_refused = has_settled(answer) && answer.status >= 300;
    bool is_settled = has_settled(answer) && !is_refused;
    if (!is_settled && (is_refused || tried.age >= kRedeliveryPatience))
        is_settled = co_await give_up(visit, *kept, answer, static_cast<std::uint16_t>(number + 1));
    if (!is_settled) {
        tried.fate = answer.done() ? Fate::waits : Fate::nobody;
        co_return tried;
    }
    const bool is_taken = has_settled(answer) && !is_refused;
    visit.dialogue.note(
        Count{is_taken ? "webhook_redelivered" : "webhook_given_up", std::string{kRoute.name}, kept->parcel.vendor});
    // Should it stay, it is delivered once more and known already.
    co_await visit.dialogue.ask(Remove{key});
    tried.fate = Fate::settled;
    co_return tried;
}

Part<std::vector<std::string>> list_kept(const Visit& visit, const std::string& after) {
    const auto listed = co_await visit.dialogue.ask(ListKept{std::string{kParcels}, kAtOnce, after});
    std::vector<std::string> keys;
    std::string_view lines = listed.done() ? std::string_view{listed.body} : std::string_view{};
    while (!lines.empty()) {
        const auto end = std::min(lines.find('\n'), lines.size());
        keys.emplace_back(lines.substr(0, end));
        lines.remove_prefix(std::min(end + 1, lines.size()));
    }
    co_return keys;
}

// False when the queue takes no more: the next sweep goes on.
Part<bool> point_to(const Visit& visit, const std::vector<std::string>& keys) {
    for (std::size_t at = 0; at < keys.size(); at += kKeysInMessage) {
        const auto count = static_cast<std::ptrdiff_t>(std::min(kKeysInMessage, keys.size() - at));
        const auto first = keys.begin() + static_cast<std::ptrdiff_t>(at);
        const auto queued = co_await visit.dialogue.ask(Enqueue{
            std::string{kWebhookQueue}, codec::print(Pointer{.keys = {first, first + count}, .by = PointedBy::sweep})});
        if (!queued.done()) co_return false;
    }
    co_return true;
}

Respond again_in(std::chrono::seconds pause) {
    return {.status = 503, .headers = {{"retry-after", std::to_string(pause.count())}}};
}

}  // namespace

std::chrono::seconds redelivery_pause(Duration age, std::uint8_t spread) {
    using std::chrono::seconds;
    const auto half = std::chrono::duration_cast<seconds>(age) / 2;
    const auto pause = std::clamp<seconds>(half, seconds{2}, std::chrono::hours{4});
    return pause + pause * spread / (4 * 255);
}

Part<Effect> redeliver(const Visit& visit) {
    const auto message = co_await read_body(visit, kRoute, kDeliveryPatience);
    const auto pointer = message ? codec::parse<Pointer>(*message) : unexpected(codec::ParseError{});
    if (!pointer) {
        visit.dialogue.note(Count{"queue_message_unreadable", std::string{kRoute.name}, ""});
        co_return Respond{};
    }
    std::optional<Duration> youngest;
    std::uint16_t number = 0;
    for (const auto& key : pointer->keys) {
        const auto tried = co_await deliver_kept(visit, key, number);
        number = static_cast<std::uint16_t>(number + 2);
        if (tried.fate == Fate::settled) continue;
        youngest = std::min(youngest.value_or(tried.age), tried.age);
        if (tried.fate == Fate::nobody) break;
    }
    if (!youngest || pointer->by == PointedBy::sweep) co_return Respond{};
    co_return again_in(redelivery_pause(*youngest, visit.event.random.back()));
}

Part<std::size_t> sweep_kept_webhooks(const Visit& visit) {
    const auto health = co_await visit.dialogue.ask(ask_for_health(visit, kDeliveryPatience));
    if (!health.done() || health.status != 200) co_return std::size_t{0};
    std::size_t swept = 0;
    std::string last;
    for (int page = 0; page < kPages; ++page) {
        const auto keys = co_await list_kept(visit, last);
        if (keys.empty() || !co_await point_to(visit, keys)) break;
        swept += keys.size();
        last = keys.back();
        if (keys.size() < kAtOnce) break;
    }
    if (swept > 0) visit.dialogue.note(Count{"webhooks_swept", std::string{kRoute.name}, std::to_string(swept)});
    co_return swept;
}

}  // namespace wib::edge

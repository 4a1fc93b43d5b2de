#include "edge/core/worker.hpp"

#include <charconv>

#include "edge/core/answer.hpp"
#include "edge/core/console.hpp"
#include "edge/core/forward.hpp"
#include "edge/core/redeliver.hpp"
#include "edge/core/schedule.hpp"
#include "edge/core/serve.hpp"
#include "edge/core/transcription.hpp"
#include "edge/core/visit.hpp"
#include "edge/core/webhook.hpp"
#include "shared/codec/reflect.hpp"

namespace wib::edge {

/// One log line about a deployment that cannot work.
struct BrokenConfiguration {
    std::string level = "error";
    std::string event = "edge_configuration_invalid";
    std::vector<std::string> variables;
};
BOOST_DESCRIBE_STRUCT(BrokenConfiguration, (), (level, event, variables))

namespace {

Part<Effect> refuse_all(Dialogue& dialogue, const codec::Faults& faults, const Event& event) {
    BrokenConfiguration told;
    for (const auto& fault : faults) told.variables.push_back(fault.path + " " + fault.message);
    dialogue.note(Log{codec::print(told)});
    dialogue.line().code = api::name(api::Code::capacity);
    dialogue.note(Count{"refused", "none", dialogue.line().code});
    co_return respond({api::Code::capacity, "The service is not configured."}, correlation_id(event),
                      event.method == "HEAD");
}

RequestLine line_of(const FinishContext& context) {
    auto line = decode_line(context.line);
    ensure(line.has_value(), "a context's line comes back as it was left");
    line->correlation_id = context.correlation_id;
    line->route = context.kind == FinishContext::Kind::asset ? kConsole : context.route;
    return std::move(*line);
}

Part<Effect> finish_with(Dialogue& dialogue, std::string_view context_bytes, const Outcome& head) {
    const auto context = decode_context(context_bytes);
    ensure(context.has_value(), "a context comes back as it was left");
    dialogue.line() = line_of(*context);
    if (context->kind == FinishContext::Kind::asset) co_return finish_asset(dialogue, *context, head);
    if (context->kind == FinishContext::Kind::webhook) co_return co_await finish_webhook(dialogue, *context, head);
    co_return co_await finish_forwarded(dialogue, *context, head);
}

// Known before it is sent: what we bring, or what the origin announced.
std::optional<std::int64_t> length_of(const Respond& answer) {
    if (answer.from == BodyFrom::own) return static_cast<std::int64_t>(answer.body.size());
    const auto text = answer.headers.get("content-length");
    std::int64_t length = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), length);
    if (text.empty() || fault != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return length;
}

// What is to be told of it is known when it ends, below.
Part<Effect> count_trap(const Visit& visit) {
    visit.dialogue.note(Count{"trapped", "none", ""});
    co_return Respond{};
}

// A request comes over HTTP; the platform's own events have schemes that no request can have.
Part<Effect> live(const Visit& visit) {
    if (visit.event.scheme == "queue")
        return is_of_transcriptions(visit.event.host) ? hand_on_transcription(visit) : redeliver(visit);
    if (visit.event.scheme == "cron") return run_schedule(visit);
    if (visit.event.scheme == "trap") return count_trap(visit);
    return serve(visit);
}

}  // namespace

// Everything one request stands on. The story borrows from the other members and is declared last.
struct Worker::Life {
    Dialogue dialogue;
    bool is_request = true;  ///< of somebody outside; the platform's own events leave no request's line
    Event event;
    std::string context;
    Outcome head;
    std::optional<Visit> visit;
    std::optional<Part<Effect>> story;
};

Worker::Worker(Result<EdgeConfig, codec::Faults> config) : config_(std::move(config)) {}
Worker::Worker(Worker&&) noexcept = default;
Worker& Worker::operator=(Worker&&) noexcept = default;
Worker::~Worker() = default;

Turn Worker::begin(Event event) {
    ensure(!life_, "an instance serves one request at a time");
    life_ = std::make_unique<Life>();
    auto& life = *life_;
    life.event = std::move(event);
    life.dialogue.set_now(life.event.now);
    life.is_request = life.event.scheme == "https" || life.event.scheme == "http";
    life.dialogue.line() = open_line(life.event, to_string(request_id(life.event)), correlation_id(life.event));
    if (!config_) {
        life.story.emplace(refuse_all(life.dialogue, config_.error(), life.event));
    } else {
        life.visit.emplace(Visit{.config = *config_,
                                 .dialogue = life.dialogue,
                                 .event = life.event,
                                 .request = request_id(life.event),
                                 .correlation_id = correlation_id(life.event)});
        life.story.emplace(live(*life.visit));
    }
    life.story->start();
    return next();
}

Turn Worker::resume(Outcome news) {
    ensure(life_ && life_->dialogue.is_waiting(), "a request that asked is resumed");
    life_->dialogue.answer(std::move(news));
    return next();
}

Turn Worker::finish(std::string_view context, Outcome head) {
    ensure(!life_, "an instance serves one request at a time");
    life_ = std::make_unique<Life>();
    auto& life = *life_;
    life.context = context;
    life.head = std::move(head);
    life.dialogue.set_now(life.head.now);
    life.story.emplace(finish_with(life.dialogue, life.context, life.head));
    life.story->start();
    return next();
}

void Worker::reset() {
    life_.reset();
}

// What is said of a request when it ends: its trace to whoever asked, its line, and a report where the fault was ours.
void Worker::tell(Turn& turn, Effect& ending) {
    auto* answer = std::get_if<Respond>(&ending);
    if (!answer) return;
    const auto now = life_->dialogue.now();
    const auto& line = life_->dialogue.line();
    if (!line.traceparent.empty()) answer->headers.set("traceparent", line.traceparent);
    const auto* where = config_ && config_->reports ? &*config_->reports : nullptr;
    if (life_->is_request) {
        turn.push_back(Log{print(line, answer->status, length_of(*answer), now)});
        if (where)
            if (auto told = troubles_.tell(line, *answer, *where, now)) turn.push_back(std::move(*told));
    } else if (where && life_->event.scheme == "trap") {
        turn.push_back(troubles_.tell_of_trap(life_->event, line, *where, now));
    }
}

// The turn so far; with the story's end the request lets go of this worker.
Turn Worker::next() {
    auto turn = life_->dialogue.take_turn();
    if (life_->story->ended()) {
        auto ending = life_->story->take();
        tell(turn, ending);
        turn.push_back(std::move(ending));
        life_.reset();
    } else {
        ensure(life_->dialogue.is_waiting(), "a request that has not ended waits for an answer");
    }
    return turn;
}

}  // namespace wib::edge

#include "edge/core/transcription.hpp"

#include <algorithm>
#include <charconv>

#include "edge/core/admit.hpp"
#include "edge/core/forward.hpp"

namespace wib::edge {
namespace {

/// An hour of sound goes from the object store to the vendor in this, at 3 Mbit/s. The origin's claim on a job lasts a
/// minute longer (origin/transcripts/sql/claim_job.sql).
constexpr Duration kPatience = std::chrono::minutes{5};
constexpr int kLongestPause = 12 * 3600;  // Cloudflare's: vendors, "Queues"

/// By its binding's name; the origin fills it (effects_endpoint.hpp).
constexpr std::string_view kTranscriptionQueue = "transcription";
constexpr std::string_view kDead = "transcription-dead";

constexpr api::Route kRoute{.method = api::Method::post,
                            .pattern = "queue",
                            .name = "transcription",
                            .auth = api::Auth::internal,
                            .body_limit = 8 * 1024,
                            .rate = api::RateClass::none};

int whole(std::string_view text, int otherwise) {
    int value = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
    return fault == std::errc{} && end == text.data() + text.size() && value >= 0 ? value : otherwise;
}

/// The origin says when; where it said nothing: half a minute, two, eight, and so on.
int pause_after(const Visit& visit, const Outcome& answer) {
    const auto tries = std::clamp(whole(visit.header("x-attempts"), 1), 1, 6);
    const int otherwise = 30 << (2 * (tries - 1));
    return std::min(whole(answer.headers.get("retry-after"), otherwise), kLongestPause);
}

}  // namespace

bool is_of_transcriptions(std::string_view queue) {
    return queue.find(kTranscriptionQueue) != std::string_view::npos;
}

Part<Effect> hand_on_transcription(const Visit& visit) {
    auto message = co_await read_body(visit, kRoute, std::chrono::seconds{5});
    if (!message) {
        visit.dialogue.note(Count{"queue_message_unreadable", std::string{kRoute.name}, ""});
        co_return Respond{};
    }
    const bool is_dead = visit.event.host.find(kDead) != std::string::npos;
    const auto answer = co_await visit.dialogue.ask(tell_origin(
        visit, is_dead ? "/internal/transcriptions/dead" : "/internal/transcriptions/advance", std::move(*message),
        numbered_request_id(visit.event, 0), kPatience, {.kind = ActorKind::job, .label = std::string{kRoute.name}}));
    if (has_settled(answer)) {
        if (is_dead) visit.dialogue.note(Count{"transcription_given_up", std::string{kRoute.name}, ""});
        co_return Respond{};
    }
    visit.dialogue.note(Count{"transcription_postponed", std::string{kRoute.name},
                              answer.done() ? std::to_string(answer.status) : "no answer"});
    co_return Respond{.status = 503, .headers = {{"retry-after", std::to_string(pause_after(visit, answer))}}};
}

}  // namespace wib::edge

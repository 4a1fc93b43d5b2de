#include "origin/record/leftovers.hpp"

#include <utility>

namespace wib::record {
namespace {

constexpr std::size_t kMostTold = 10'000;
constexpr std::chrono::seconds kClearPatience{60};

}  // namespace

Leftovers::Leftovers(boost::asio::any_io_executor home, Parts parts, LeftoverSettings settings)
    : parts_(std::move(parts)),
      settings_(std::move(settings)),
      // One that does not fit is found by looking around, but for an object that was complete already.
      told_(std::move(home), kMostTold, WhenFull::refuse),
      cleared_(parts_.metrics.counter("wib_upload_leftovers_cleared_total",
                                      "Uploads that did not come to their end and were cleared away.")),
      kept_(parts_.metrics.counter("wib_upload_leftovers_kept_total",
                                   "Attempts to clear an upload away that the store refused; tried again.")) {}

void Leftovers::take(Leftover left) {
    (void)told_.push(std::move(left));
}

Task<void> Leftovers::run() {
    auto look_at = parts_.clock.steady();
    for (;;) {
        if (parts_.clock.steady() >= look_at) {
            co_await look_around();
            look_at = parts_.clock.steady() + settings_.look_again;
        }
        const auto left = co_await told_.receive(Deadline{look_at});
        if (left && *left) co_await clear(**left);
    }
}

Task<void> Leftovers::look_around() {
    for (auto& left : std::exchange(again_, {})) co_await clear(std::move(left));
    const auto found = co_await parts_.store.unfinished(settings_.prefix, parts_.clock.in(kClearPatience));
    if (!found) {
        if (found.error().kind != StoreError::Kind::not_configured)
            parts_.log.warn("uploads_not_looked_through", {{"reason", found.error().detail}});
        co_return;
    }
    for (const auto& each : *found)
        if (parts_.clock.now() - each.begun > settings_.abandoned_after)
            co_await clear({.key = each.object.key, .undertaking = each.object.id});
}

Task<void> Leftovers::clear(Leftover left) {
    Result<void, StoreError> done;
    if (!left.undertaking.empty())
        done = co_await parts_.store.abandon({left.key, left.undertaking}, parts_.clock.in(kClearPatience));
    // Whether it was completed before it ended, nobody may have heard.
    if (done) done = co_await parts_.store.discard(left.key, parts_.clock.in(kClearPatience));
    if (done) {
        cleared_.add();
        co_return;
    }
    kept_.add();
    parts_.log.warn("upload_leftover_kept", {{"key", left.key}, {"reason", done.error().detail}});
    if (again_.size() < kMostTold) again_.push_back(std::move(left));
}

}  // namespace wib::record

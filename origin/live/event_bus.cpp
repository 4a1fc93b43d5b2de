#include "origin/live/event_bus.hpp"

#include <algorithm>
#include <unordered_set>
#include <utility>

namespace wib::live {

void Listener::offer(const std::shared_ptr<const Event>& event) {
    {
        const std::scoped_lock lock{mutex_};
        if (cut_) return;
        if (!event->sequence && waiting_.size() >= kCapacity / 2) return;
        if (waiting_.size() >= kCapacity)
            cut_ = true;
        else
            waiting_.push_back(event);
    }
    arrived_.notify();
}

void Listener::cut() {
    {
        const std::scoped_lock lock{mutex_};
        cut_ = true;
    }
    arrived_.notify();
}

void Listener::doubt() {
    {
        const std::scoped_lock lock{mutex_};
        doubted_ = true;
    }
    arrived_.notify();
}

Task<Result<std::shared_ptr<const Event>, Listener::End>> Listener::next(Deadline deadline) {
    for (bool in_time = true;;) {
        {
            const std::scoped_lock lock{mutex_};
            if (std::exchange(doubted_, false)) co_return wib::unexpected(End::doubted);
            if (!waiting_.empty()) {
                auto first = std::move(waiting_.front());
                waiting_.pop_front();
                co_return first;
            }
            if (cut_) co_return wib::unexpected(End::cut);
        }
        if (!in_time) co_return wib::unexpected(End::deadline);
        in_time = co_await arrived_.wait(deadline);
    }
}

void EventBus::publish(Event event) {
    const auto shared = std::make_shared<const Event>(std::move(event));  // read by every listener's thread
    const std::scoped_lock lock{mutex_};
    const auto found = by_organization_.find(shared->organization);
    if (found == by_organization_.end()) return;
    for (const auto& listener : found->second)
        if (!listener->topic().call || listener->topic().call == shared->call) listener->offer(shared);
}

std::optional<EventBus::Subscription> EventBus::subscribe(Topic topic, boost::asio::any_io_executor home) {
    const std::scoped_lock lock{mutex_};
    if (count_ >= most_listeners_) return std::nullopt;
    auto listener = std::make_shared<Listener>(topic, std::move(home));  // shared with a publish under way
    by_organization_[topic.organization].push_back(listener);
    ++count_;
    return Subscription{*this, std::move(listener)};
}

namespace {

class Subscribed final : public Attention {
  public:
    explicit Subscribed(EventBus::Subscription subscription) : subscription_(std::move(subscription)) {}

    Task<Result<std::string, End>> next(Deadline deadline) override {
        const auto event = co_await subscription_.listener().next(deadline);
        if (!event) co_return wib::unexpected(event.error());
        co_return (*event)->kind;
    }

  private:
    EventBus::Subscription subscription_;
};

}  // namespace

std::unique_ptr<Attention> EventBus::attend(OrgId organization, CallId call, Uuid actor,
                                            boost::asio::any_io_executor home) {
    auto subscription = subscribe({.organization = organization, .call = call, .actor = actor}, std::move(home));
    return subscription ? std::make_unique<Subscribed>(std::move(*subscription)) : nullptr;
}

void EventBus::forget(const std::shared_ptr<Listener>& listener) {
    const std::scoped_lock lock{mutex_};
    const auto found = by_organization_.find(listener->topic().organization);
    if (found == by_organization_.end()) return;
    count_ -= std::erase(found->second, listener);
    if (found->second.empty()) by_organization_.erase(found);
}

std::size_t EventBus::doubt(std::span<const Uuid> actors) {
    if (actors.empty()) return 0;
    const std::unordered_set<Uuid> doubted{actors.begin(), actors.end()};
    std::size_t told = 0;
    const std::scoped_lock lock{mutex_};
    for (const auto& [organization, listeners] : by_organization_)
        for (const auto& listener : listeners)
            if (const auto& actor = listener->topic().actor; actor && doubted.contains(*actor))
                listener->doubt(), ++told;
    return told;
}

void EventBus::cut_all() {
    const std::scoped_lock lock{mutex_};
    for (const auto& [organization, listeners] : by_organization_)
        for (const auto& listener : listeners) listener->cut();
}

std::size_t EventBus::listeners() const {
    const std::scoped_lock lock{mutex_};
    return count_;
}

}  // namespace wib::live

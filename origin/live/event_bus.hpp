#pragma once
#include <boost/asio/any_io_executor.hpp>
#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

#include "origin/live/ports.hpp"
#include "origin/runtime/channel.hpp"
#include "origin/runtime/task.hpp"
#include "shared/core/deadline.hpp"

namespace wib::live {

/// What a browser listens to: everything of an organisation, or one call of it.
struct Topic {
    OrgId organization;
    std::optional<CallId> call{};
    std::optional<Uuid> actor{};  ///< the session or key that listens
};

/// One listener's queue. News that stands in the database has a place for each of `kCapacity`; news that does not
/// (partial words, levels) is dropped once half of it is taken. A listener that is behind even so is cut: its browser
/// comes back with Last-Event-ID and misses nothing.
class Listener {
  public:
    static constexpr std::size_t kCapacity = 512;

    Listener(Topic topic, boost::asio::any_io_executor home) : topic_(topic), arrived_(std::move(home)) {}

    [[nodiscard]] const Topic& topic() const { return topic_; }
    /// From any thread; never waits.
    void offer(const std::shared_ptr<const Event>& event);
    /// From any thread: no more news; what waits may still be taken.
    void cut();

    /// From any thread: whoever listens may not be welcome any more and should ask.
    void doubt();

    using End = Attention::End;
    /// At home: the next event, or why there is none.
    Task<Result<std::shared_ptr<const Event>, End>> next(Deadline deadline);

  private:
    Topic topic_;
    RemoteWakeup arrived_;
    std::mutex mutex_;  // held for a deque operation; publishers come from every io thread
    std::deque<std::shared_ptr<const Event>> waiting_;
    bool cut_ = false;
    bool doubted_ = false;
};

/// Live events within one process. Subscriptions end when their handle dies.
class EventBus final : public Publisher, public Attentions {
  public:
    explicit EventBus(std::size_t most_listeners) : most_listeners_(most_listeners) {}

    void publish(Event event) override;

    class Subscription {
      public:
        Subscription(EventBus& bus, std::shared_ptr<Listener> listener) : bus_(&bus), listener_(std::move(listener)) {}
        Subscription(Subscription&& other) noexcept : bus_(other.bus_), listener_(std::move(other.listener_)) {}
        Subscription& operator=(Subscription&&) = delete;
        ~Subscription() {
            if (listener_) bus_->forget(listener_);
        }
        [[nodiscard]] Listener& listener() const { return *listener_; }

      private:
        EventBus* bus_;
        std::shared_ptr<Listener> listener_;
    };
    /// Nothing when as many listen as may.
    [[nodiscard]] std::optional<Subscription> subscribe(Topic topic, boost::asio::any_io_executor home);

    [[nodiscard]] std::unique_ptr<Attention> attend(OrgId organization, CallId call, Uuid actor,
                                                    boost::asio::any_io_executor home) override;
    std::size_t doubt(std::span<const Uuid> actors) override;

    /// Graceful stop: every stream ends in good order and its browser goes to another origin.
    void cut_all();
    [[nodiscard]] std::size_t listeners() const;

  private:
    void forget(const std::shared_ptr<Listener>& listener);

    std::size_t most_listeners_;
    mutable std::mutex mutex_;
    std::unordered_map<OrgId, std::vector<std::shared_ptr<Listener>>> by_organization_;
    std::size_t count_ = 0;
};

}  // namespace wib::live

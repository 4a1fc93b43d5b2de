#pragma once
#include <boost/asio/any_io_executor.hpp>
#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

#include "origin/runtime/task.hpp"
#include "origin/runtime/wakeup.hpp"
#include "origin/runtime/within.hpp"

namespace wib {

/// The stated answer of a full queue to push().
enum class WhenFull { refuse, drop_oldest };
enum class Pushed { taken, dropped_oldest, refused, closed };

/// A bounded queue between tasks of one thread. push() never waits and answers "full" as the constructor says; send()
/// waits.
template <class T>
class Channel {
  public:
    Channel(boost::asio::any_io_executor executor, std::size_t capacity, WhenFull when_full)
        : capacity_(capacity), when_full_(when_full), arrived_(executor), left_(executor) {}

    Pushed push(T value) {
        if (closed_) return Pushed::closed;
        auto outcome = Pushed::taken;
        if (waiting_.size() >= capacity_) {
            if (when_full_ == WhenFull::refuse) return Pushed::refused;
            waiting_.pop_front();
            ++dropped_;
            outcome = Pushed::dropped_oldest;
        }
        waiting_.push_back(std::move(value));
        arrived_.notify();
        return outcome;
    }
    /// Waits for room. False when the channel is closed.
    Task<bool> send(T value) {
        while (!closed_ && waiting_.size() >= capacity_) co_await left_.wait();
        co_return push(std::move(value)) == Pushed::taken;
    }
    /// The oldest value; nothing once the channel is closed and empty.
    Task<std::optional<T>> receive() {
        while (waiting_.empty() && !closed_) co_await arrived_.wait();
        co_return take();
    }
    Task<Result<std::optional<T>, Late>> receive(Deadline deadline) {
        while (waiting_.empty() && !closed_)
            if (!co_await arrived_.wait(deadline) && waiting_.empty() && !closed_) co_return wib::unexpected(Late{});
        co_return take();
    }
    std::optional<T> take() {
        if (waiting_.empty()) return std::nullopt;
        std::optional<T> first{std::move(waiting_.front())};
        waiting_.pop_front();
        left_.notify();
        return first;
    }
    /// What is waiting may still be received; nothing more is taken in.
    void close() {
        closed_ = true;
        arrived_.notify();
        left_.notify();
    }
    [[nodiscard]] bool closed() const { return closed_; }
    [[nodiscard]] std::size_t size() const { return waiting_.size(); }
    /// How many values drop_oldest has cost so far.
    [[nodiscard]] std::size_t dropped() const { return dropped_; }

  private:
    std::size_t capacity_;
    WhenFull when_full_;
    Wakeup arrived_;
    Wakeup left_;
    std::deque<T> waiting_;
    std::size_t dropped_ = 0;
    bool closed_ = false;
};

/// Wakes a coroutine on its own thread from any other; wakes that pile up become one. The rim of Mailbox.
class RemoteWakeup {
  public:
    explicit RemoteWakeup(boost::asio::any_io_executor home);
    /// From any thread.
    void notify();
    /// At home only.
    Task<bool> wait(Deadline deadline);

  private:
    struct State;
    std::shared_ptr<State> state_;  // shared with wakes still under way when the owner dies
};

/// How another thread reaches a session: anybody may push, only tasks on the home executor receive. The one lock is
/// held for the length of a deque operation.
template <class T>
class Mailbox {
  public:
    Mailbox(boost::asio::any_io_executor home, std::size_t capacity, WhenFull when_full)
        : capacity_(capacity), when_full_(when_full), arrived_(std::move(home)) {}

    /// From any thread; never waits.
    Pushed push(T value) {
        auto outcome = Pushed::taken;
        {
            const std::scoped_lock lock{mutex_};
            if (closed_) return Pushed::closed;
            if (waiting_.size() >= capacity_) {
                if (when_full_ == WhenFull::refuse) return Pushed::refused;
                waiting_.pop_front();
                outcome = Pushed::dropped_oldest;
            }
            waiting_.push_back(std::move(value));
        }
        arrived_.notify();
        return outcome;
    }
    /// At home: the oldest value; nothing once the mailbox is closed and empty.
    Task<std::optional<T>> receive() {
        auto letter = co_await receive(Deadline{Deadline::Clock::time_point::max()});
        if (!letter) co_return std::nullopt;
        co_return std::move(*letter);
    }
    Task<Result<std::optional<T>, Late>> receive(Deadline deadline) {
        for (bool in_time = true;;) {
            {
                const std::scoped_lock lock{mutex_};
                if (!waiting_.empty()) {
                    std::optional<T> first{std::move(waiting_.front())};
                    waiting_.pop_front();
                    co_return first;
                }
                if (closed_) co_return std::optional<T>{};
            }
            if (!in_time) co_return wib::unexpected(Late{});
            in_time = co_await arrived_.wait(deadline);
        }
    }
    /// From any thread.
    void close() {
        {
            const std::scoped_lock lock{mutex_};
            closed_ = true;
        }
        arrived_.notify();
    }

  private:
    std::size_t capacity_;
    WhenFull when_full_;
    RemoteWakeup arrived_;
    std::mutex mutex_;
    std::deque<T> waiting_;
    bool closed_ = false;
};

}  // namespace wib

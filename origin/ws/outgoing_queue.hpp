#pragma once
#include <chrono>
#include <cstddef>
#include <deque>
#include <string>
#include <string_view>
#include <utility>

#include "origin/ws/socket.hpp"

namespace wib::ws {

struct Outgoing {
    Kind kind;
    std::string data;
    std::chrono::milliseconds lasts;
};

/// What waits to be written on a socket, bounded in messages, bytes and time, with the stated answer to "full".
class OutgoingQueue {
  public:
    explicit OutgoingQueue(const Limits& limits) : limits_(limits) {}

    /// Makes room for a message as WhenFull says; false when there is none.
    [[nodiscard]] bool admit(std::size_t bytes, std::chrono::milliseconds lasts) {
        while (is_full(bytes, lasts)) {
            ++dropped_;
            if (limits_.when_full == WhenFull::refuse || waiting_.empty()) return false;
            (void)take();
        }
        return true;
    }
    void push(Outgoing message) {
        bytes_ += message.data.size();
        time_ += message.lasts;
        waiting_.push_back(std::move(message));
    }
    /// The oldest; there is one.
    [[nodiscard]] Outgoing take() {
        auto first = std::move(waiting_.front());
        waiting_.pop_front();
        bytes_ -= first.data.size();
        time_ -= first.lasts;
        return first;
    }
    std::size_t clear() {
        const auto count = waiting_.size();
        waiting_.clear();
        bytes_ = 0;
        time_ = std::chrono::milliseconds::zero();
        return count;
    }

    /// From the oldest on.
    [[nodiscard]] const Outgoing& operator[](std::size_t at) const { return waiting_[at]; }
    [[nodiscard]] bool empty() const { return waiting_.empty(); }
    [[nodiscard]] std::size_t size() const { return waiting_.size(); }
    [[nodiscard]] std::chrono::milliseconds time() const { return time_; }
    /// Messages lost to a full queue.
    [[nodiscard]] std::size_t dropped() const { return dropped_; }

  private:
    [[nodiscard]] bool is_full(std::size_t bytes, std::chrono::milliseconds lasts) const {
        return waiting_.size() >= limits_.queued_messages || bytes_ + bytes > limits_.queued_bytes ||
               time_ + lasts > limits_.queued_time;
    }

    Limits limits_;
    std::deque<Outgoing> waiting_;
    std::size_t bytes_ = 0;
    std::chrono::milliseconds time_{0};
    std::size_t dropped_ = 0;
};

/// What has to go out before anything else: the rest of a message that went in part, and control frames.
class Urgent {
  public:
    [[nodiscard]] bool empty() const { return gone_ == bytes_.size(); }
    [[nodiscard]] std::size_t size() const { return bytes_.size() - gone_; }
    [[nodiscard]] std::string_view bytes() const { return std::string_view{bytes_}.substr(gone_); }
    void add(std::string_view bytes) { bytes_.append(bytes); }
    void went(std::size_t count) {
        gone_ += count;
        if (!empty() && (gone_ < kMostGone || gone_ * 2 < bytes_.size())) return;
        bytes_.erase(0, gone_);
        gone_ = 0;
    }

  private:
    static constexpr std::size_t kMostGone = 4096;
    std::string bytes_;
    std::size_t gone_ = 0;
};

}  // namespace wib::ws

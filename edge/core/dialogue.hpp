#pragma once
#include <coroutine>
#include <optional>
#include <utility>

#include "edge/core/effect.hpp"
#include "edge/core/event.hpp"
#include "edge/core/request_line.hpp"
#include "shared/core/ensure.hpp"

namespace wib::edge {

/// A part of a request's life. Starts when awaited, ends by returning; whoever holds it owns its frame. Parameters that
/// are references are borrowed from the awaiting coroutine, which outlives the part.
template <class T>
class [[nodiscard]] Part {
  public:
    struct promise_type {
        std::optional<T> value;
        std::coroutine_handle<> waiting = std::noop_coroutine();

        Part get_return_object() { return Part{std::coroutine_handle<promise_type>::from_promise(*this)}; }
        std::suspend_always initial_suspend() noexcept { return {}; }
        auto final_suspend() noexcept {
            struct Continue {
                bool await_ready() noexcept { return false; }
                std::coroutine_handle<> await_suspend(std::coroutine_handle<promise_type> self) noexcept {
                    return self.promise().waiting;
                }
                void await_resume() noexcept {}
            };
            return Continue{};
        }
        template <class U>
        void return_value(U&& result) {
            value.emplace(std::forward<U>(result));
        }
        [[noreturn]] void unhandled_exception() {
            broken_promise("a request ends by returning", std::source_location::current());
        }
    };

    explicit Part(std::coroutine_handle<promise_type> frame) : frame_(frame) {}
    Part(Part&& other) noexcept : frame_(std::exchange(other.frame_, nullptr)) {}
    Part& operator=(Part&& other) noexcept {
        std::swap(frame_, other.frame_);
        return *this;
    }
    ~Part() {
        if (frame_) frame_.destroy();
    }

    bool await_ready() const noexcept { return false; }
    std::coroutine_handle<> await_suspend(std::coroutine_handle<> waiting) {
        frame_.promise().waiting = waiting;
        return frame_;
    }
    T await_resume() { return std::move(*frame_.promise().value); }

    void start() { frame_.resume(); }
    [[nodiscard]] bool ended() const { return frame_.done(); }
    [[nodiscard]] T take() { return std::move(*frame_.promise().value); }

  private:
    std::coroutine_handle<promise_type> frame_;
};

/// Between a request and the host: collects notes, holds the one open question, wakes whoever asked it.
class Dialogue {
  public:
    /// Carried out by the host when it next hears from us; nobody waits for it.
    void note(Effect effect) { turn_.push_back(std::move(effect)); }

    struct Question {
        Dialogue& dialogue;
        Effect effect;
        bool await_ready() const noexcept { return false; }
        void await_suspend(std::coroutine_handle<> asker) {
            dialogue.turn_.push_back(std::move(effect));
            dialogue.asker_ = asker;
        }
        Outcome await_resume() { return std::move(*dialogue.news_); }
    };
    /// One effect whose outcome the request waits for.
    [[nodiscard]] Question ask(Effect effect) { return {*this, std::move(effect)}; }

    [[nodiscard]] bool is_waiting() const { return asker_ != nullptr; }
    void answer(Outcome news) {
        ensure(is_waiting(), "an outcome answers an open question");
        now_ = news.now;
        news_ = std::move(news);
        std::exchange(asker_, nullptr).resume();
    }
    [[nodiscard]] Turn take_turn() { return std::exchange(turn_, {}); }

    /// The newest time anybody told us.
    [[nodiscard]] Instant now() const { return now_; }
    void set_now(Instant now) { now_ = now; }

    /// What the log will say of this request; whoever learns something writes it here.
    [[nodiscard]] RequestLine& line() { return line_; }

  private:
    Turn turn_;
    std::coroutine_handle<> asker_ = nullptr;
    std::optional<Outcome> news_;
    Instant now_{};
    RequestLine line_;
};

}  // namespace wib::edge

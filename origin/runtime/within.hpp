#pragma once
#include <memory>
#include <optional>
#include <utility>

#include "origin/runtime/task.hpp"
#include "shared/core/deadline.hpp"
#include "shared/core/result.hpp"

namespace wib {

/// The answer did not come in time. Whoever was working on it has been cancelled and has ended.
struct Late {};

/// Thrown where a wait has no other way to say that the request's deadline passed; becomes 504 at the rim.
struct DeadlineError : std::exception {
    [[nodiscard]] const char* what() const noexcept override { return "deadline exceeded"; }
};

/// Something that can cancel a task, from outside of it. Outlives what runs under it; one task at a time.
class Interrupt {
  public:
    Interrupt();
    ~Interrupt();
    Interrupt(const Interrupt&) = delete;
    Interrupt& operator=(const Interrupt&) = delete;

    /// Cancels the task that runs under it now; nothing where there is none. From that task's own thread.
    void now();
    /// Runs the task so that now() cancels it, as does whatever cancels the caller. Returns and throws as the task
    /// does.
    Task<void> over(Task<void> task);

  private:
    struct State;
    std::shared_ptr<State> state_;  // shared with a caller's cancellation, which may come as late as our end
};

namespace detail {

/// False when the deadline came first. The task's exception comes through at once.
Task<bool> ended_before(Deadline deadline, Task<void> task);

template <class T>
Task<void> into(std::optional<T>& slot, Task<T> task) {
    slot.emplace(co_await std::move(task));
}

}  // namespace detail

/// Runs the task until the deadline; the only place where a timer races work. The loser is cancelled and awaited before
/// this returns, so references handed to the task stay valid. A throw inside the task arrives here unchanged. Once the
/// deadline has come it is Late, whatever the task still returned while it was being cancelled.
template <class T>
Task<Result<T, Late>> within(Deadline deadline, Task<T> task) {
    std::optional<T> answer;
    if (!co_await detail::ended_before(deadline, detail::into(answer, std::move(task))))
        co_return wib::unexpected(Late{});
    co_return std::move(*answer);
}

template <>
inline Task<Result<void, Late>> within(Deadline deadline, Task<void> task) {
    if (!co_await detail::ended_before(deadline, std::move(task))) co_return wib::unexpected(Late{});
    co_return Result<void, Late>{};
}

enum class First { left, right };

/// Runs both until one ends, whether it returns or throws; the other is cancelled and awaited. Unlike Asio's `||`, a
/// throw is an ending too and comes through.
Task<First> first_to_end(Task<void> left, Task<void> right);

/// Waits until the moment given. Cancelled, it throws.
Task<void> sleep_until(Deadline until);

}  // namespace wib

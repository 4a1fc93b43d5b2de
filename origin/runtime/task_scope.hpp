#pragma once
#include <boost/asio/any_io_executor.hpp>
#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "origin/runtime/task.hpp"
#include "origin/runtime/within.hpp"

namespace wib {

/// The parent of tasks that outlive the call that starts them. Declared last in its owner, which closes it before it
/// dies: a scope destroyed while a task still runs on a live io_context is a broken promise and ends the program.
/// Belongs to one thread: every call comes from the executor's own.
class TaskScope {
  public:
    /// Hears of a task that ended by throwing (cancellation is no failure). The name is the one given to start().
    using OnFailure = std::function<void(std::string_view task, std::exception_ptr failure)>;

    TaskScope(boost::asio::any_io_executor executor, std::size_t capacity, OnFailure on_failure);
    ~TaskScope();
    TaskScope(const TaskScope&) = delete;
    TaskScope& operator=(const TaskScope&) = delete;

    /// Starts the task. Refuses (false, and the task never runs) when `capacity` tasks run or the scope is stopping.
    [[nodiscard]] bool start(std::string name, Task<void> task);
    /// Cancels every task and refuses new ones. Returns at once.
    void stop();
    /// Waits until every task has ended. A cancelled coroutine says `co_await ending()` (wakeup.hpp) first.
    Task<Result<void, Late>> join(Deadline deadline);
    /// stop() and join(): every task has ended unless it is Late.
    Task<Result<void, Late>> close(Deadline deadline);

    [[nodiscard]] std::size_t running() const;
    [[nodiscard]] boost::asio::any_io_executor executor() const;

  private:
    struct State;
    std::shared_ptr<State>
        state_;  // shared with the tasks' completion handlers, which an ending io_context may outlive us with
};

}  // namespace wib

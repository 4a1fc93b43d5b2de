#include "origin/runtime/task_scope.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/system/system_error.hpp>
#include <list>

#include "origin/runtime/wakeup.hpp"
#include "shared/core/ensure.hpp"

namespace wib {

namespace asio = boost::asio;

namespace {

struct Child {
    std::string name;
    asio::cancellation_signal cancel;
};

bool is_cancellation(std::exception_ptr failure) {
    try {
        std::rethrow_exception(failure);
    } catch (const boost::system::system_error& error) {
        return error.code() == asio::error::operation_aborted;
    } catch (...) {
        return false;
    }
}

bool has_ended(const asio::any_io_executor& executor) {
    const auto* io = executor.target<asio::io_context::executor_type>();
    return io == nullptr || io->context().stopped();
}

}  // namespace

struct TaskScope::State {
    State(asio::any_io_executor e, std::size_t c, OnFailure f)
        : executor(std::move(e)), capacity(c), on_failure(std::move(f)), ended(executor) {}

    asio::any_io_executor executor;
    std::size_t capacity;
    OnFailure on_failure;
    Wakeup ended;
    std::list<Child> children;
    bool stopping = false;
};

TaskScope::TaskScope(asio::any_io_executor executor, std::size_t capacity, OnFailure on_failure)
    : state_(std::make_shared<State>(std::move(executor), capacity, std::move(on_failure))) {}

TaskScope::~TaskScope() {
    ensure(state_->children.empty() || has_ended(state_->executor), "a TaskScope is closed before it dies");
}

bool TaskScope::start(std::string name, Task<void> task) {
    if (state_->stopping || state_->children.size() >= state_->capacity) return false;
    const auto child = state_->children.emplace(state_->children.end());
    child->name = std::move(name);
    asio::co_spawn(
        state_->executor, std::move(task),
        asio::bind_cancellation_slot(child->cancel.slot(), [state = state_, child](std::exception_ptr failure) {
            if (failure && state->on_failure && !is_cancellation(failure)) state->on_failure(child->name, failure);
            state->children.erase(child);
            state->ended.notify();
        }));
    return true;
}

void TaskScope::stop() {
    state_->stopping = true;
    // A child may end, and leave the list, while it is being cancelled.
    for (auto child = state_->children.begin(); child != state_->children.end();) {
        auto& cancel = (child++)->cancel;
        cancel.emit(asio::cancellation_type::terminal);
    }
}

Task<Result<void, Late>> TaskScope::join(Deadline deadline) {
    const auto state = state_;
    while (!state->children.empty())
        if (!co_await state->ended.wait_uncancelled(deadline) && !state->children.empty()) co_return unexpected(Late{});
    co_return Result<void, Late>{};
}

Task<Result<void, Late>> TaskScope::close(Deadline deadline) {
    stop();
    return join(deadline);
}

std::size_t TaskScope::running() const {
    return state_->children.size();
}
asio::any_io_executor TaskScope::executor() const {
    return state_->executor;
}

}  // namespace wib

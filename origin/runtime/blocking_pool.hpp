#pragma once
#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include "origin/runtime/task.hpp"
#include "origin/runtime/within.hpp"

namespace wib {

/// The pool's queue is full, or it is stopping. Becomes 503 at the rim.
struct PoolFullError : std::exception {
    [[nodiscard]] const char* what() const noexcept override { return "no thread is free for blocking work"; }
};

/// A few threads for work that blocks (libpqxx, files, getaddrinfo, password hashing), reached by one co_await from any
/// io thread. The queue is bounded: when it is full, run() throws PoolFullError at once. Dies before the contexts it is
/// called from: work that outlived its caller still reports there.
class BlockingPool {
  public:
    BlockingPool(std::string name, std::size_t threads, std::size_t queue_capacity);
    /// Lets running work end; queued work is dropped and its waiters see PoolFullError.
    ~BlockingPool();
    BlockingPool(const BlockingPool&) = delete;
    BlockingPool& operator=(const BlockingPool&) = delete;

    /// Runs `work` on a pool thread and brings its result, or its exception, back to the caller's executor. A blocked
    /// thread cannot be cancelled: past the deadline, or when the caller is cancelled, the caller leaves and the work
    /// goes on alone. So `work` owns what it touches: captures by value.
    template <class Work, class T = std::invoke_result_t<Work>>
    Task<Result<T, Late>> run(Work work, Deadline deadline) {
        struct Outcome {
            std::optional<std::conditional_t<std::is_void_v<T>, bool, T>> value;
            std::exception_ptr failure;
        };
        const auto outcome = std::make_shared<Outcome>();  // shared with work that outlives its caller
        const bool in_time = co_await run_erased(
            [outcome, work = std::move(work)]() mutable {
                try {
                    if constexpr (std::is_void_v<T>) {
                        work();
                        outcome->value = true;
                    } else {
                        outcome->value.emplace(work());
                    }
                } catch (...) {
                    outcome->failure = std::current_exception();
                }
            },
            deadline);
        if (!in_time) co_return wib::unexpected(Late{});
        if (outcome->failure) std::rethrow_exception(outcome->failure);
        if (!outcome->value) throw PoolFullError{};
        if constexpr (std::is_void_v<T>) {
            co_return Result<void, Late>{};
        } else {
            co_return std::move(*outcome->value);
        }
    }

  private:
    struct State;
    Task<bool> run_erased(std::move_only_function<void()> work, Deadline deadline);
    std::unique_ptr<State> state_;
};

}  // namespace wib

#pragma once
#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <exception>
#include <optional>

#include "origin/runtime/task.hpp"
#include "origin/runtime/within.hpp"

namespace wib::testing {

/// Long enough for any loopback exchange on a busy machine; a test that reaches it has failed.
inline Deadline soon() {
    return Deadline::after(Deadline::Clock::now(), std::chrono::seconds{20});
}
/// A deadline that comes at once on a human scale, yet leaves room for what is already under way.
inline Deadline shortly() {
    return Deadline::after(Deadline::Clock::now(), std::chrono::milliseconds{30});
}

/// Runs one coroutine to its end on the context given and hands back what it returned or threw.
template <class T>
T run(boost::asio::io_context& io, Task<T> task) {
    std::optional<T> answer;
    std::exception_ptr failure;
    bool ended = false;
    boost::asio::co_spawn(io, detail::into(answer, std::move(task)), [&](std::exception_ptr f) {
        failure = f;
        ended = true;
    });
    io.restart();
    while (!ended && io.run_one_for(std::chrono::seconds{30}) > 0) {
    }
    if (!ended) throw std::runtime_error{"the task never ended"};
    if (failure) std::rethrow_exception(failure);
    return std::move(*answer);
}

inline void run(boost::asio::io_context& io, Task<void> task) {
    std::exception_ptr failure;
    bool ended = false;
    boost::asio::co_spawn(io, std::move(task), [&](std::exception_ptr f) {
        failure = f;
        ended = true;
    });
    io.restart();
    while (!ended && io.run_one_for(std::chrono::seconds{30}) > 0) {
    }
    if (!ended) throw std::runtime_error{"the task never ended"};
    if (failure) std::rethrow_exception(failure);
}

template <class T>
T run(Task<T> task) {
    boost::asio::io_context io{1};
    return run(io, std::move(task));
}

}  // namespace wib::testing

#include "origin/runtime/task_scope.hpp"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/this_coro.hpp>

#include "origin/runtime/wakeup.hpp"
#include "tests/support/run.hpp"

namespace wib {
namespace {

using testing::run;
using testing::shortly;
using testing::soon;

Task<void> forever(int& ended) {
    struct Count {
        int& n;
        ~Count() { ++n; }
    } count{ended};
    co_await sleep_until(Deadline{Deadline::Clock::time_point::max()});
}
Task<void> stubborn() {
    for (int spins = 0;; ++spins) {
        co_await boost::asio::this_coro::reset_cancellation_state(boost::asio::disable_cancellation());
        co_await sleep_until(shortly());
        if (spins == 3) co_return;
    }
}
Task<void> fails() {
    throw std::logic_error{"broken"};
    co_return;
}

Task<void> closes_what_it_started(int& ended) {
    TaskScope scope{co_await boost::asio::this_coro::executor, 8, nullptr};
    EXPECT_TRUE(scope.start("one", forever(ended)));
    EXPECT_TRUE(scope.start("two", forever(ended)));
    EXPECT_EQ(scope.running(), 2u);
    EXPECT_TRUE(co_await scope.close(soon()));
    EXPECT_EQ(scope.running(), 0u);
    EXPECT_FALSE(scope.start("three", forever(ended)));
}
TEST(TaskScope, CancelsAndAwaitsItsTasks) {
    int ended = 0;
    run(*std::make_unique<boost::asio::io_context>(1), closes_what_it_started(ended));
    EXPECT_EQ(ended, 2);
}

Task<void> refuses_one_too_many(int& ended) {
    TaskScope scope{co_await boost::asio::this_coro::executor, 1, nullptr};
    EXPECT_TRUE(scope.start("one", forever(ended)));
    EXPECT_FALSE(scope.start("two", forever(ended)));
    EXPECT_TRUE(co_await scope.close(soon()));
}
TEST(TaskScope, IsBounded) {
    int ended = 0;
    boost::asio::io_context io{1};
    run(io, refuses_one_too_many(ended));
}

Task<void> reports_failures(std::string& heard) {
    TaskScope scope{co_await boost::asio::this_coro::executor, 4,
                    [&](std::string_view task, std::exception_ptr) { heard = task; }};
    EXPECT_TRUE(scope.start("settle", fails()));
    EXPECT_TRUE(co_await scope.join(soon()));
}
TEST(TaskScope, TellsWhichTaskFailed) {
    std::string heard;
    boost::asio::io_context io{1};
    run(io, reports_failures(heard));
    EXPECT_EQ(heard, "settle");
}

Task<void> says_late() {
    TaskScope scope{co_await boost::asio::this_coro::executor, 4, nullptr};
    EXPECT_TRUE(scope.start("stubborn", stubborn()));
    EXPECT_FALSE(co_await scope.close(shortly()));
    EXPECT_TRUE(co_await scope.join(soon()));
}
TEST(TaskScope, SaysWhenATaskWillNotEnd) {
    boost::asio::io_context io{1};
    run(io, says_late());
}

Task<void> owner(int& ended) {
    TaskScope scope{co_await boost::asio::this_coro::executor, 4, nullptr};
    EXPECT_TRUE(scope.start("one", forever(ended)));
    std::exception_ptr failure;
    try {
        co_await sleep_until(Deadline{Deadline::Clock::time_point::max()});
    } catch (...) {
        failure = std::current_exception();
    }
    EXPECT_TRUE(failure);
    co_await ending();
    EXPECT_TRUE(co_await scope.close(soon()));
}
TEST(TaskScope, IsJoinedInsideACancelledOwner) {
    int ended = 0;
    boost::asio::io_context io{1};
    (void)run(io, within(shortly(), owner(ended)));
    EXPECT_EQ(ended, 1);
}

}  // namespace
}  // namespace wib

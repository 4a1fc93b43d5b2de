#include "origin/runtime/blocking_pool.hpp"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/this_coro.hpp>
#include <latch>
#include <thread>

#include "origin/runtime/stop_order.hpp"
#include "origin/runtime/threads.hpp"
#include "tests/support/run.hpp"

namespace wib {
namespace {

using testing::run;
using testing::shortly;
using testing::soon;

Task<bool> runs_elsewhere(BlockingPool& pool) {
    const auto here = std::this_thread::get_id();
    const auto there = co_await pool.run([] { return std::this_thread::get_id(); }, soon());
    co_return there && *there != here&& std::this_thread::get_id() == here;
}
TEST(BlockingPool, WorksOnItsOwnThreadAndComesHome) {
    boost::asio::io_context io{1};
    BlockingPool pool{"test", 1, 4};
    EXPECT_TRUE(run(io, runs_elsewhere(pool)));
}

int broken() {
    throw std::logic_error{"broken"};
}
Task<int> throwing(BlockingPool& pool) {
    const auto got = co_await pool.run(broken, soon());
    co_return got ? *got : -1;
}
TEST(BlockingPool, BringsTheExceptionHome) {
    boost::asio::io_context io{1};
    BlockingPool pool{"test", 1, 4};
    EXPECT_THROW((void)run(io, throwing(pool)), std::logic_error);
}

Task<bool> leaves(BlockingPool& pool, std::shared_ptr<std::latch> gate) {
    const auto got = co_await pool.run([gate] { gate->wait(); }, shortly());
    gate->count_down();
    co_return !got;
}
TEST(BlockingPool, LetsTheCallerLeaveAtTheDeadline) {
    boost::asio::io_context io{1};
    BlockingPool pool{"test", 1, 4};
    EXPECT_TRUE(run(io, leaves(pool, std::make_shared<std::latch>(1))));
}

Task<void> overfills(BlockingPool& pool, std::shared_ptr<std::latch> gate, std::shared_ptr<std::latch> busy) {
    EXPECT_FALSE(co_await pool.run(
        [gate, busy] {
            busy->count_down();
            gate->wait();
        },
        shortly()));
    busy->wait();
    EXPECT_FALSE(co_await pool.run([] {}, shortly()));
    EXPECT_THROW((void)co_await pool.run([] {}, soon()), PoolFullError);
}
TEST(BlockingPool, RefusesWhenItsQueueIsFull) {
    const auto gate = std::make_shared<std::latch>(1);
    boost::asio::io_context io{1};
    BlockingPool pool{"test", 1, 1};
    run(io, overfills(pool, gate, std::make_shared<std::latch>(1)));
    gate->count_down();
}

Task<void> note(std::vector<std::string>& steps, std::string name) {
    steps.push_back(std::move(name));
    co_return;
}
Task<void> hang() {
    co_await sleep_until(Deadline{Deadline::Clock::time_point::max()});
}
Task<void> fail() {
    throw std::runtime_error{"disk full"};
    co_return;
}
TEST(StopOrder, TakesEveryStepInOrderAndTellsWhatWasMissed) {
    std::vector<std::string> steps;
    StopOrder order;
    order.then("accept", [&](Deadline) { return note(steps, "accept"); });
    order.then("fail", [&](Deadline) { return fail(); });
    order.then("drain", [&](Deadline) { return note(steps, "drain"); });
    order.then("hang", [&](Deadline) { return hang(); });
    const auto missed = run(order.run(shortly()));
    EXPECT_EQ(steps, (std::vector<std::string>{"accept", "drain"}));
    ASSERT_EQ(missed.size(), 2u);
    EXPECT_EQ(missed[0].reason, "disk full");
    EXPECT_EQ(missed[1].step, "hang");
    EXPECT_EQ(missed[1].reason, "late");
}

TEST(Threads, GiveEveryContextItsOwnThread) {
    Threads threads{2};
    std::thread::id first, second;
    std::latch done{2};
    boost::asio::post(threads[0], [&] {
        first = std::this_thread::get_id();
        done.count_down();
    });
    boost::asio::post(threads[1], [&] {
        second = std::this_thread::get_id();
        done.count_down();
    });
    threads.start();
    done.wait();
    EXPECT_NE(first, second);
    threads.stop();
    threads.join();
}

}  // namespace
}  // namespace wib

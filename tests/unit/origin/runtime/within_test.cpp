#include "origin/runtime/within.hpp"

#include <gtest/gtest.h>

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>

#include "tests/support/run.hpp"

namespace wib {
namespace {

using namespace std::chrono_literals;
using testing::run;
using testing::shortly;
using testing::soon;

struct NoDefault {
    explicit NoDefault(int v) : value(v) {}
    int value;
};

Task<NoDefault> answer(int value) {
    co_return NoDefault{value};
}
Task<int> never() {
    co_await sleep_until(Deadline{Deadline::Clock::time_point::max()});
    co_return 0;
}
Task<void> forever() {
    co_await sleep_until(Deadline{Deadline::Clock::time_point::max()});
}
Task<int> broken() {
    co_await sleep_until(shortly());
    throw std::logic_error{"broken"};
}
Task<void> nothing() {
    co_return;
}

struct Flag {
    bool& raised;
    ~Flag() { raised = true; }
};
Task<int> never_raising(bool& raised) {
    const Flag flag{raised};
    co_return co_await never();
}

TEST(Within, GivesTheAnswerThatCameInTime) {
    auto got = run(within(soon(), answer(7)));
    ASSERT_TRUE(got);
    EXPECT_EQ(got->value, 7);
    EXPECT_TRUE(run(within(soon(), nothing())));
}

Task<bool> late_and_ended(bool& ended) {
    const auto got = co_await within(shortly(), never_raising(ended));
    co_return !got && ended;
}
TEST(Within, HasCancelledAndAwaitedTheWorkWhenItSaysLate) {
    bool ended = false;
    EXPECT_TRUE(run(late_and_ended(ended)));
}

TEST(Within, LetsAThrowThroughAtOnce) {
    const auto before = Deadline::Clock::now();
    EXPECT_THROW((void)run(within(soon(), broken())), std::logic_error);
    EXPECT_LT(Deadline::Clock::now() - before, 10s);
}

Task<bool> inner_ends_with_outer(bool& ended) {
    const auto got = co_await within(shortly(), within(soon(), never_raising(ended)));
    co_return !got && ended;
}
TEST(Within, EndsWithTheWithinAroundIt) {
    bool ended = false;
    EXPECT_TRUE(run(inner_ends_with_outer(ended)));
}

TEST(Within, IsLateAtOnceWhenTheDeadlineHasPassed) {
    EXPECT_FALSE(run(within(Deadline{Deadline::Clock::now() - 1s}, never())));
}

Task<int> excuses_itself() {
    try {
        co_await forever();
    } catch (const boost::system::system_error&) {
    }
    co_return 1;
}
TEST(Within, IsLateWhateverTheCancelledWorkReturned) {
    EXPECT_FALSE(run(within(shortly(), excuses_itself())));
}

TEST(FirstToEnd, NamesTheOneThatEndedAndCancelsTheOther) {
    EXPECT_EQ(run(first_to_end(nothing(), forever())), First::left);
    EXPECT_EQ(run(first_to_end(forever(), nothing())), First::right);
}

Task<void> throws() {
    (void)co_await broken();
}
TEST(FirstToEnd, TakesAThrowForAnEnding) {
    EXPECT_THROW((void)run(first_to_end(forever(), throws())), std::logic_error);
    EXPECT_THROW((void)run(first_to_end(throws(), forever())), std::logic_error);
}

}  // namespace
}  // namespace wib

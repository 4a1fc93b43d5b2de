#include "origin/runtime/channel.hpp"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/this_coro.hpp>
#include <numeric>
#include <thread>

#include "tests/support/run.hpp"

namespace wib {
namespace {

using testing::run;
using testing::shortly;
using testing::soon;

TEST(Channel, AnswersFullAsItWasTold) {
    boost::asio::io_context io{1};
    Channel<int> refusing{io.get_executor(), 2, WhenFull::refuse};
    EXPECT_EQ(refusing.push(1), Pushed::taken);
    EXPECT_EQ(refusing.push(2), Pushed::taken);
    EXPECT_EQ(refusing.push(3), Pushed::refused);
    EXPECT_EQ(refusing.take(), 1);

    Channel<int> dropping{io.get_executor(), 2, WhenFull::drop_oldest};
    dropping.push(1);
    dropping.push(2);
    EXPECT_EQ(dropping.push(3), Pushed::dropped_oldest);
    EXPECT_EQ(dropping.take(), 2);
    EXPECT_EQ(dropping.dropped(), 1u);
}

Task<int> sum_of(Channel<int>& numbers) {
    int sum = 0;
    while (const auto number = co_await numbers.receive()) sum += *number;
    co_return sum;
}
Task<void> send_all(Channel<int>& numbers, int count) {
    for (int n = 1; n <= count; ++n) EXPECT_TRUE(co_await numbers.send(n));
    numbers.close();
}
Task<void> sums_into(int& sum, Channel<int>& numbers) {
    sum = co_await sum_of(numbers);
}
Task<void> both(Channel<int>& numbers, int& sum) {
    boost::asio::co_spawn(co_await boost::asio::this_coro::executor, send_all(numbers, 100),
                          [](std::exception_ptr f) { EXPECT_FALSE(f); });
    co_await sums_into(sum, numbers);
}
TEST(Channel, MakesASenderWaitForRoomAndLosesNothing) {
    boost::asio::io_context io{1};
    Channel<int> numbers{io.get_executor(), 3, WhenFull::refuse};
    int sum = 0;
    run(io, both(numbers, sum));
    EXPECT_EQ(sum, 5050);
}

Task<bool> receives_late(Channel<int>& numbers) {
    const auto got = co_await numbers.receive(shortly());
    co_return !got;
}
TEST(Channel, SaysLateWhenNothingCame) {
    boost::asio::io_context io{1};
    Channel<int> numbers{io.get_executor(), 3, WhenFull::refuse};
    EXPECT_TRUE(run(io, receives_late(numbers)));
    numbers.close();
    EXPECT_EQ(numbers.push(1), Pushed::closed);
    EXPECT_EQ(run(io, sum_of(numbers)), 0);
}

Task<long> sum_of(Mailbox<int>& letters, int count) {
    long sum = 0;
    for (int n = 0; n < count; ++n) {
        const auto letter = co_await letters.receive(soon());
        if (!letter || !*letter) break;
        sum += **letter;
    }
    co_return sum;
}
TEST(Mailbox, BringsEveryLetterFromOtherThreadsHome) {
    constexpr int kThreads = 4, kLetters = 2000;
    boost::asio::io_context io{1};
    Mailbox<int> letters{io.get_executor(), kThreads * kLetters, WhenFull::refuse};
    std::vector<std::thread> writers;
    for (int t = 0; t < kThreads; ++t)
        writers.emplace_back([&] {
            for (int n = 1; n <= kLetters; ++n) EXPECT_EQ(letters.push(n), Pushed::taken);
        });
    EXPECT_EQ(run(io, sum_of(letters, kThreads * kLetters)), kThreads * (kLetters * (kLetters + 1L) / 2));
    for (auto& writer : writers) writer.join();
}

Task<bool> closed_mailbox_is_drained_first(Mailbox<int>& letters) {
    const auto first = co_await letters.receive();
    const auto second = co_await letters.receive();
    co_return first == 1 && !second;
}
TEST(Mailbox, RefusesWhenFullAndDrainsWhenClosed) {
    boost::asio::io_context io{1};
    Mailbox<int> letters{io.get_executor(), 1, WhenFull::refuse};
    EXPECT_EQ(letters.push(1), Pushed::taken);
    EXPECT_EQ(letters.push(2), Pushed::refused);
    letters.close();
    EXPECT_EQ(letters.push(3), Pushed::closed);
    EXPECT_TRUE(run(io, closed_mailbox_is_drained_first(letters)));
}

}  // namespace
}  // namespace wib

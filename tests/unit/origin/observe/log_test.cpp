#include "origin/observe/log.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <thread>

#include "tests/support/manual_clock.hpp"
#include "tests/support/memory_sink.hpp"

namespace wib::observe {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using wib::testing::ManualClock;
using wib::testing::MemorySink;

struct LogTest : ::testing::Test {
    ManualClock clock{from_unix_seconds(1'700'000'000)};
    MemorySink sink;
    Log log{sink, clock, Level::info};
};

TEST_F(LogTest, IsOneJsonObjectALine) {
    log.info("listening", {{"port", 8790}, {"ok", true}, {"ratio", 0.5}, {"note", "a \"b\"\n\x01"}});
    EXPECT_EQ(
        sink.all(),
        R"({"ts":"2023-11-14T22:13:20.000000Z","level":"info","event":"listening","port":8790,"ok":true,"ratio":0.5,"note":"a \"b\"\u000a\u0001"})"
        "\n");
}

TEST_F(LogTest, CarriesWhatItWasGivenIntoEveryLine) {
    const auto request = log.with({{"request_id", "r-1"}});
    request.with({{"call_id", "c-1"}}).warn("call_failed");
    EXPECT_THAT(sink.all(), HasSubstr(R"("event":"call_failed","request_id":"r-1","call_id":"c-1")"));
}

TEST_F(LogTest, LeavesOutWhatIsBelowItsLevel) {
    log.debug("chatter");
    EXPECT_EQ(sink.all(), "");
    EXPECT_EQ(parse_level("warn"), Level::warn);
    EXPECT_FALSE(parse_level("loud"));
}

TEST_F(LogTest, KeepsFourDigitsOfAPhoneNumber) {
    log.info("dialed", {{"to", "+15551234567"}, {"detail", "to=+15551234567, caller 5551234567."}});
    EXPECT_THAT(sink.all(), Not(HasSubstr("123456")));
    EXPECT_THAT(sink.all(), HasSubstr("+*******4567"));
    EXPECT_THAT(sink.all(), HasSubstr("caller ******4567."));
}

TEST_F(LogTest, LeavesIdsAndHashesAlone) {
    for (const auto* text :
         {"5552493d-16d8-42d8-8feb-c2a16b56f612", "abc1234567890", "+123", "2023-11-14T22:13:20.000000Z"})
        EXPECT_EQ(redact_phones(text), text);
}

TEST_F(LogTest, NeverWritesWhatAKeyCallsSecret) {
    log.info("x", {{"stream_token", "abc"},
                   {"Authorization", "Bearer abc"},
                   {"Set-Cookie", "abc"},
                   {"telnyx_api_key", "abc"},
                   {"token_hash", "def"}});
    EXPECT_THAT(sink.all(), Not(HasSubstr("abc")));
    EXPECT_THAT(sink.all(), HasSubstr(R"("token_hash":"def")"));
}

TEST_F(LogTest, StaysJsonWhenFedGarbage) {
    log.info("x", {{"bytes", std::string_view{"\xff\xfe\x80", 3}}});
    EXPECT_THAT(sink.all(), HasSubstr("\xef\xbf\xbd"));
}

static_assert(!std::is_constructible_v<Field, std::string_view, const Secret&>, "secrets refuse to be logged");

TEST(DescriptorSink, NeverMakesTheWriterWaitAndTellsWhatItDropped) {
    std::array<int, 2> pipe_ends{};
    ASSERT_EQ(::pipe(pipe_ends.data()), 0);
    std::string read_back;
    std::thread reader;
    {
        DescriptorSink sink{pipe_ends[1]};
        // Nobody reads yet: the pipe takes 64 KiB, the sink 1 MiB, the rest is dropped without blocking us.
        for (int n = 0; n < 40; ++n) sink.write(std::string(64 * 1024, 'x') + "\n");
        EXPECT_GT(sink.dropped(), 0u);
        reader = std::thread{[&] {
            std::array<char, 65536> some{};
            for (auto got = ::read(pipe_ends[0], some.data(), some.size()); got > 0;
                 got = ::read(pipe_ends[0], some.data(), some.size()))
                read_back.append(some.data(), static_cast<std::size_t>(got));
        }};
    }
    ::close(pipe_ends[1]);
    reader.join();
    EXPECT_THAT(read_back, HasSubstr("log_lines_dropped"));
    ::close(pipe_ends[0]);
}

}  // namespace
}  // namespace wib::observe

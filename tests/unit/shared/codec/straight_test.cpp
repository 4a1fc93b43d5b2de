#include "shared/codec/straight.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "shared/core/strong_id.hpp"

namespace wib::codec {

enum class Mood { glad, sad };
BOOST_DESCRIBE_ENUM(Mood, glad, sad)

struct Inner {
    Mood mood;
    std::optional<CallId> call;
    std::string label;
    bool operator==(const Inner&) const = default;
};
BOOST_DESCRIBE_STRUCT(Inner, (), (mood, call, label))

struct Outer {
    CallId id;
    std::string text;
    Inner inner;
    std::int64_t count;
    bool is_open;
    std::vector<std::string> names;
    std::uint16_t small;
    bool operator==(const Outer&) const = default;
};
BOOST_DESCRIBE_STRUCT(Outer, (), (id, text, inner, count, is_open, names, small))

namespace {

Outer a_value() {
    return {.id = *CallId::parse("7f6c1f0e-58a1-4c1b-9d3e-2b6f0a9e4c11"),
            .text = "GET /api/calls?limit=50",
            .inner = {.mood = Mood::sad, .call = {}, .label = ""},
            .count = -9'223'372'036'854'775'807,
            .is_open = true,
            .names = {"calls:read", ""},
            .small = 65'535};
}

TEST(Straight, ReadsWhatPrintMade) {
    auto value = a_value();
    EXPECT_EQ(parse_straight<Outer>(print(value)), value);
    value.inner.call = value.id;
    value.count = 0;
    value.is_open = false;
    value.names.clear();
    EXPECT_EQ(parse_straight<Outer>(print(value)), value);
}

TEST(Straight, LeavesToTheParserWhatIsWrittenInAnotherWay) {
    const auto text = print(a_value());
    for (const auto& [from, to] : std::vector<std::pair<std::string, std::string>>{{"{\"id\"", "{ \"id\""},
                                                                                   {"true", "True"},
                                                                                   {"[\"calls", "[ \"calls"},
                                                                                   {"\"\"]", "\"\",]"},
                                                                                   {"GET", "G\\u0045T"},
                                                                                   {"GET", "G\xc3\xa9T"},
                                                                                   {"GET", std::string{"G\x7fT"}},
                                                                                   {"65535", "65535.0"},
                                                                                   {"65535", "65536"},
                                                                                   {"65535", "00"},
                                                                                   {"65535", "-0"},
                                                                                   {"65535", "1e3"},
                                                                                   {"65535}", "65535} "},
                                                                                   {"sad", "mad"},
                                                                                   {"null", "nul"},
                                                                                   {"\"label\"", "\"lable\""},
                                                                                   {"65535}", "65535"}}) {
        auto other = text;
        other.replace(other.find(from), from.size(), to);
        EXPECT_EQ(parse_straight<Outer>(other), std::nullopt) << other;
    }
    EXPECT_EQ(parse_straight<Outer>(""), std::nullopt);
}

TEST(Straight, NeverReadsAnythingButWhatTheParserReads) {
    const auto text = print(a_value());
    std::minstd_rand random{20261121};
    constexpr std::string_view bytes = "\"\\{}[]:,0195-+.eEnulAz \t\x01\x7f\xc3\xa9";
    int read = 0;
    for (int round = 0; round < 20'000; ++round) {
        auto other = text;
        for (auto changes = 1 + random() % 3; changes > 0; --changes) {
            const auto at = random() % other.size();
            switch (random() % 3) {
                case 0:
                    other[at] = bytes[random() % bytes.size()];
                    break;
                case 1:
                    other.erase(at, 1);
                    break;
                default:
                    other.insert(at, 1, bytes[random() % bytes.size()]);
            }
        }
        const auto straight = parse_straight<Outer>(other);
        if (!straight) continue;
        ++read;
        const auto parsed = parse<Outer>(other);
        ASSERT_TRUE(parsed) << other;
        ASSERT_EQ(*parsed, *straight) << other;
    }
    EXPECT_GT(read, 100);
}

}  // namespace
}  // namespace wib::codec

#include "origin/live/event_bus.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "origin/live/server_sent.hpp"
#include "tests/support/run.hpp"

namespace wib::live {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;

OrgId organization(std::uint8_t n) {
    return OrgId{Uuid{{n}}};
}
CallId call(std::uint8_t n) {
    return CallId{Uuid{{0xca, n}}};
}

Event committed(std::int64_t sequence, CallId of = call(1)) {
    return {.organization = organization(1), .call = of, .kind = "turn", .data = "{}", .sequence = sequence};
}
Event partial() {
    return {.organization = organization(1), .call = call(1), .kind = "partial", .data = "{}"};
}

class EventBusTest : public ::testing::Test {
  protected:
    boost::asio::io_context io;
    EventBus bus{3};

    /// Everything that waits now; `cut` tells whether the listener was ended behind it.
    std::vector<std::int64_t> drain(EventBus::Subscription& subscription, bool* cut = nullptr) {
        std::vector<std::int64_t> seen;
        wib::testing::run(io, [](Listener& listener, std::vector<std::int64_t>& out, bool* was_cut) -> Task<void> {
            for (;;) {
                const auto event = co_await listener.next(Deadline{Deadline::Clock::time_point::min()});
                if (!event) {
                    if (was_cut) *was_cut = event.error() == Listener::End::cut;
                    co_return;
                }
                out.push_back((*event)->sequence.value_or(-1));
            }
        }(subscription.listener(), seen, cut));
        return seen;
    }
};

TEST_F(EventBusTest, ListenersHearTheirOrganisationAndTheirCallAlone) {
    auto everything = bus.subscribe({organization(1)}, io.get_executor());
    auto one_call = bus.subscribe({organization(1), call(2)}, io.get_executor());
    auto stranger = bus.subscribe({organization(2)}, io.get_executor());
    bus.publish(committed(1, call(1)));
    bus.publish(committed(2, call(2)));
    EXPECT_THAT(drain(*everything), ElementsAre(1, 2));
    EXPECT_THAT(drain(*one_call), ElementsAre(2));
    EXPECT_THAT(drain(*stranger), ElementsAre());
}

TEST_F(EventBusTest, RefusesMoreListenersThanMayAndTakesThemAgainWhenOneLeaves) {
    auto a = bus.subscribe({organization(1)}, io.get_executor());
    auto b = bus.subscribe({organization(1)}, io.get_executor());
    {
        auto c = bus.subscribe({organization(1)}, io.get_executor());
        EXPECT_TRUE(c);
        EXPECT_FALSE(bus.subscribe({organization(1)}, io.get_executor()));
    }
    EXPECT_EQ(bus.listeners(), 2u);
    EXPECT_TRUE(bus.subscribe({organization(1)}, io.get_executor()));
}

TEST_F(EventBusTest, ASlowListenerLosesPartialsFirstAndKeepsWhatIsCommitted) {
    auto slow = bus.subscribe({organization(1)}, io.get_executor());
    for (std::size_t i = 0; i < Listener::kCapacity; ++i) bus.publish(partial());
    for (std::size_t i = 0; i < Listener::kCapacity / 2; ++i) bus.publish(committed(static_cast<std::int64_t>(i)));
    bool cut = true;
    const auto seen = drain(*slow, &cut);
    EXPECT_FALSE(cut);
    EXPECT_EQ(std::ranges::count(seen, -1), static_cast<std::ptrdiff_t>(Listener::kCapacity / 2));
    EXPECT_EQ(seen.back(), static_cast<std::int64_t>(Listener::kCapacity / 2 - 1));
}

TEST_F(EventBusTest, AListenerThatFallsBehindIsCutAfterWhatItHas) {
    auto slow = bus.subscribe({organization(1)}, io.get_executor());
    for (std::size_t i = 0; i < Listener::kCapacity + 10; ++i) bus.publish(committed(static_cast<std::int64_t>(i)));
    bool cut = false;
    EXPECT_EQ(drain(*slow, &cut).size(), Listener::kCapacity);
    EXPECT_TRUE(cut);
}

TEST(ServerSent, FramesCarryIdKindAndOneLineOfData) {
    EXPECT_EQ(frame("turn", "{\"a\":1}", 7), "id: 7\nevent: turn\ndata: {\"a\":1}\n\n");
    EXPECT_EQ(frame("partial", "{\n}", std::nullopt), "event: partial\ndata: { }\n\n");
    EXPECT_TRUE(heartbeat().starts_with(":"));
}

}  // namespace
}  // namespace wib::live

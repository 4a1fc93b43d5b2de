#include "origin/http/idempotency.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <latch>
#include <map>
#include <mutex>

#include "origin/db/tenant_tx.hpp"
#include "origin/runtime/within.hpp"
#include "tests/support/test_origin.hpp"

namespace wib::http {
namespace {

using namespace std::chrono_literals;
using wib::testing::TestOrigin;

/// The table in memory.
class MemoryKeys final : public IdempotencyStore {
  public:
    Task<Claimed> claim(IdempotencyClaim claim, Deadline) override {
        const std::scoped_lock lock{mutex};
        auto [row, fresh] = rows.try_emplace(place(claim), Row{claim.body_digest, std::nullopt});
        if (fresh) co_return Fresh{};
        if (row->second.digest != claim.body_digest) co_return Mismatch{};
        if (row->second.reply) co_return *row->second.reply;
        co_return Running{};
    }
    Task<void> keep(IdempotencyClaim claim, KeptReply reply, Deadline) override {
        if (broken) throw db::UnavailableError{"gone"};
        const std::scoped_lock lock{mutex};
        rows.at(place(claim)).reply = std::move(reply);
        co_return;
    }
    Task<void> release(IdempotencyClaim claim, GivenBack reason, Deadline) override {
        {
            const std::scoped_lock lock{mutex};
            why = reason;
            rows.erase(place(claim));
        }
        released.count_down();
        co_return;
    }

    struct Row {
        std::string digest;
        std::optional<KeptReply> reply;
    };
    static std::string place(const IdempotencyClaim& c) {
        return to_string(*c.principal.organization) + to_string(*c.principal.user) + c.method + c.path + c.key;
    }
    std::mutex mutex;
    std::map<std::string, Row> rows;
    std::latch released{1};
    bool broken = false;
    std::optional<GivenBack> why;
};

const std::string kEnd = "/api/calls/5552493d-16d8-42d8-8feb-c2a16b56f6e8/end";

struct IdempotencyTest : ::testing::Test {
    MemoryKeys keys;
    TestOrigin origin{{}, {}, &keys};
    std::atomic<int> runs = 0;
    int status = 201;

    Task<Reply> count(RequestContext&) { co_return Reply::json(status, R"({"run":)" + std::to_string(++runs) + "}"); }
    void SetUp() override {
        origin.router.on("start_call", [this](RequestContext& context) { return count(context); });
        origin.router.on("end_call", [this](RequestContext& context) { return count(context); });
        origin.router.on("sign_out", [this](RequestContext& context) { return count(context); });
    }
};

TEST_F(IdempotencyTest, ReplaysTheFirstAnswer) {
    origin.start();
    const auto first = origin.ask(origin.post("/api/voice/call", R"({"a":1})", "key-1"));
    EXPECT_EQ(first.status(), 201);
    EXPECT_FALSE(first.has("Idempotent-Replayed"));
    const auto second = origin.ask(origin.post("/api/voice/call", R"({"a":1})", "key-1"));
    EXPECT_EQ(second.status(), 201);
    EXPECT_EQ(second.body, first.body);
    EXPECT_TRUE(second.has("Idempotent-Replayed: true"));
    EXPECT_EQ(runs, 1);
}

TEST_F(IdempotencyTest, TakesBothNamesOfTheHeader) {
    origin.start();
    auto text = origin.post("/api/voice/call", "{}", "key-1");
    EXPECT_EQ(origin.ask(text).status(), 201);
    text = origin.post("/api/voice/call", "{}", "key-1");
    text.replace(text.find("Idempotency-Key"), 15, "X-Idempotency-Key");
    EXPECT_TRUE(origin.ask(text).has("Idempotent-Replayed: true"));
}

TEST_F(IdempotencyTest, RefusesTheKeyWithAnotherBodyAndNotWithAnotherPath) {
    origin.start();
    EXPECT_EQ(origin.ask(origin.post("/api/voice/call", R"({"a":1})", "key-1")).status(), 201);
    EXPECT_EQ(origin.ask(origin.post("/api/voice/call", R"({"a":2})", "key-1")).status(), 422);
    EXPECT_EQ(origin.ask(origin.post(kEnd, R"({"a":2})", "key-1")).status(), 201);
    EXPECT_EQ(runs, 2);
}

TEST_F(IdempotencyTest, GivesTheKeyBackAfterARefusal) {
    status = 409;
    origin.start();
    EXPECT_EQ(origin.ask(origin.post("/api/voice/call", "{}", "key-1")).status(), 409);
    keys.released.wait();
    EXPECT_EQ(keys.why, GivenBack::refused);
    EXPECT_EQ(origin.ask(origin.post("/api/voice/call", "{}", "key-2")).status(), 409);
    EXPECT_EQ(runs, 2);
}

Task<Reply> loses_its_commit(RequestContext& context, std::optional<IdempotencyClaim>& held) {
    held = context.claimed;
    throw db::UnavailableError{"connection lost", db::UnavailableError::Effect::in_doubt};
    co_return Reply{};
}
TEST_F(IdempotencyTest, GivesTheKeyBackAsThatOfAChangeWhichMayStandWhenNobodyHeard) {
    std::optional<IdempotencyClaim> held;
    origin.router.on("start_call", [&](RequestContext& context) { return loses_its_commit(context, held); });
    origin.start();
    EXPECT_EQ(origin.ask(origin.post("/api/voice/call", "{}", "key-1")).status(), 503);
    keys.released.wait();
    EXPECT_EQ(keys.why, GivenBack::failed);
    ASSERT_TRUE(held) << "the handler knows under which key it makes its change";
    EXPECT_EQ(held->key, "key-1");
}

TEST_F(IdempotencyTest, IgnoresKeysWhereARouteDoesNotHonourThem) {
    origin.start();
    EXPECT_EQ(origin.ask(origin.post("/api/auth/signout", "{}", "key-1")).status(), 201);
    EXPECT_EQ(origin.ask(origin.post("/api/auth/signout", "{}", "key-1")).status(), 201);
    EXPECT_EQ(runs, 2);
}

Task<Reply> waits(std::latch& begun, std::latch& gate) {
    begun.count_down();
    while (!gate.try_wait()) co_await sleep_until(Deadline::after(Deadline::Clock::now(), 5ms));
    co_return Reply::json(201, "{}");
}
TEST_F(IdempotencyTest, SaysThatTheFirstIsStillRunning) {
    std::latch begun{1}, gate{1};
    origin.router.on("start_call", [&](RequestContext&) { return waits(begun, gate); });
    origin.start();
    auto first = origin.connect();
    first.send(origin.post("/api/voice/call", "{}", "key-1"));
    begun.wait();
    const auto second = origin.ask(origin.post("/api/voice/call", "{}", "key-1"));
    EXPECT_EQ(second.status(), 409);
    EXPECT_TRUE(second.has("IDEMPOTENCY_IN_PROGRESS"));
    gate.count_down();
    EXPECT_EQ(first.receive_message().status(), 201);
}

TEST_F(IdempotencyTest, AnswersEvenWhenTheAnswerCannotBeKept) {
    keys.broken = true;
    origin.start();
    EXPECT_EQ(origin.ask(origin.post("/api/voice/call", "{}", "key-1")).status(), 201);
    EXPECT_EQ(origin.ask(origin.post("/api/voice/call", "{}", "key-1")).status(), 409)
        << "a second effect is worse than a conflict";
}

TEST_F(IdempotencyTest, RefusesKeysThatAreTooLong) {
    origin.start();
    EXPECT_EQ(origin.ask(origin.post("/api/voice/call", "{}", std::string(257, 'k'))).status(), 400);
    EXPECT_EQ(origin.ask(origin.post("/api/voice/call", "{}", std::string(256, 'k'))).status(), 201);
}

}  // namespace
}  // namespace wib::http

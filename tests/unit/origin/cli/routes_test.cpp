#include "origin/cli/routes.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

namespace wib::cli {
namespace {

const api::Route kDial{.method = api::Method::post,
                       .pattern = "/api/voice/call",
                       .name = "start_call",
                       .role = Role::agent,
                       .csrf = api::Csrf::session,
                       .body_limit = std::size_t{8} << 10,
                       .rate = api::RateClass::voice,
                       .idempotency = api::Idempotency::honoured};

TEST(PolicyJson, SaysEverythingARowDemands) {
    const auto row = boost::json::parse(policy_json(kDial)).as_object();
    EXPECT_EQ(row.at("method"), "POST");
    EXPECT_EQ(row.at("path"), "/api/voice/call");
    EXPECT_EQ(row.at("auth"), "session");
    EXPECT_EQ(row.at("role"), "agent");
    EXPECT_EQ(row.at("level"), 2);
    EXPECT_EQ(row.at("csrf"), "session");
    EXPECT_EQ(row.at("body_limit"), 8192);
    EXPECT_EQ(row.at("requests"), 20);
    EXPECT_EQ(row.at("window_s"), 300);
    EXPECT_EQ(row.at("idempotent"), true);
    EXPECT_EQ(row.at("streamed"), false);
    EXPECT_FALSE(row.contains("vendor"));
}

TEST(PolicyJson, LeavesTheLimitOutWhereThereIsNone) {
    const api::Route probe{.method = api::Method::get,
                           .pattern = "/api/health",
                           .name = "health",
                           .auth = api::Auth::open,
                           .role = Role::none,
                           .rate = api::RateClass::none};
    const auto row = boost::json::parse(policy_json(probe)).as_object();
    EXPECT_EQ(row.at("level"), 0);
    EXPECT_FALSE(row.contains("requests"));
}

TEST(PolicyWords, AreWhatAPersonAsks) {
    EXPECT_EQ(policy_words(kDial), "agent, csrf, 8 KiB, 20/5 voice, once");
}

}  // namespace
}  // namespace wib::cli

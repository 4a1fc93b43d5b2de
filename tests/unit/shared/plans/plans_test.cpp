#include <gtest/gtest.h>

#include <limits>
#include <map>

#include "shared/plans/flags.hpp"
#include "shared/plans/limits.hpp"
#include "shared/plans/plan.hpp"

namespace wib::plans {
namespace {

// Rules §3, written out again.
const std::map<std::string_view, std::string_view> kLowest{{"call_recording", "starter"},
                                                           {"call_transcription", "starter"},
                                                           {"csv_export", "starter"},
                                                           {"translation", "pro"},
                                                           {"bond_ai", "pro"},
                                                           {"analytics_dashboard", "pro"},
                                                           {"teams", "pro"},
                                                           {"crm_hubspot", "pro"},
                                                           {"zapier", "pro"},
                                                           {"slack", "pro"},
                                                           {"google_workspace", "pro"},
                                                           {"webhooks", "pro"},
                                                           {"live_translation", "business"},
                                                           {"call_copilot", "business"},
                                                           {"reports", "business"},
                                                           {"custom_reports", "business"},
                                                           {"departments", "business"},
                                                           {"secret_shopper", "business"},
                                                           {"scorecard_templates", "business"},
                                                           {"qa_alerts", "business"},
                                                           {"crm_salesforce", "business"},
                                                           {"crm_pipedrive", "business"},
                                                           {"crm_zoho", "business"},
                                                           {"teams_integration", "business"},
                                                           {"quickbooks", "business"},
                                                           {"zendesk", "business"},
                                                           {"freshdesk", "business"},
                                                           {"bulk_export", "business"},
                                                           {"voice_cloning", "enterprise"},
                                                           {"custom_integrations", "enterprise"},
                                                           {"crm_custom", "enterprise"},
                                                           {"sso", "enterprise"}};

TEST(Plans, IncludeACapabilityFromItsLowestPlanOn) {
    for (const auto& [capability, plan] : kLowest) {
        const auto known = parse_capability(capability);
        ASSERT_TRUE(known) << capability;
        EXPECT_EQ(name(lowest_plan(*known)), plan) << capability;
    }
    EXPECT_EQ(kLowest.size(), std::size_t(Capability::sso) + 1);
    EXPECT_TRUE(includes(Plan::enterprise, Plan::pro));
    EXPECT_FALSE(includes(Plan::starter, Plan::pro));
}

TEST(Plans, DoNotGuessAtNames) {
    for (const auto* odd : {"", "Pro", "gold", "pro ", "free\n"}) {
        EXPECT_FALSE(parse_plan(odd)) << odd;
        EXPECT_FALSE(parse_capability(odd)) << odd;
    }
}

TEST(Limits, EndAtTheLimitItself) {
    EXPECT_TRUE(decide(Plan::free, Metric::calls, 99, 1).is_allowed);
    EXPECT_FALSE(decide(Plan::free, Metric::calls, 100, 1).is_allowed);
    EXPECT_FALSE(decide(Plan::free, Metric::users, 1, 1).is_allowed);
    EXPECT_TRUE(decide(Plan::enterprise, Metric::calls, std::numeric_limits<std::int32_t>::max(), 1).is_allowed);
    const auto refused = decide(Plan::starter, Metric::storage_bytes, 4'999'999'999, 2);
    EXPECT_FALSE(refused.is_allowed);
    EXPECT_EQ(refused.used, 4'999'999'999) << "nothing was added";
}

TEST(Limits, AreMarkedAtEightyAndAHundredPercent) {
    EXPECT_EQ(decide(Plan::free, Metric::calls, 78, 1).reached_percent, 0);
    EXPECT_EQ(decide(Plan::free, Metric::calls, 79, 1).reached_percent, 80);
    EXPECT_EQ(decide(Plan::free, Metric::calls, 98, 1).reached_percent, 80);
    EXPECT_EQ(decide(Plan::free, Metric::calls, 99, 1).reached_percent, 100);
    EXPECT_EQ(decide(Plan::free, Metric::calls, 100, 1).reached_percent, 100);
}

TEST(Limits, OfEnterpriseMinutesAreWatchedAndNotRefused) {
    const auto over = decide(Plan::enterprise, Metric::minutes, 50'000, 10);
    EXPECT_TRUE(over.is_allowed);
    EXPECT_EQ(over.reached_percent, 100);
    EXPECT_FALSE(decide(Plan::business, Metric::minutes, 25'000, 1).is_allowed);
}

TEST(Limits, EndACallByThePlanAndByTheShortestWhereNobodyKnowsIt) {
    using std::chrono::minutes;
    EXPECT_EQ(longest_call("free"), minutes{10});
    EXPECT_EQ(longest_call("pro"), minutes{60});
    EXPECT_EQ(longest_call("enterprise"), minutes{240});
    EXPECT_EQ(longest_call("gold"), minutes{10});
}

TEST(Flags, AreOffForAnybodyWhenOffForEverybody) {
    EXPECT_FALSE(effective(false, true, true));
    EXPECT_FALSE(effective(true, false, true));
    EXPECT_TRUE(effective(true, std::nullopt, false));
    EXPECT_TRUE(effective(std::nullopt, true, false));
    EXPECT_FALSE(effective(std::nullopt, std::nullopt, default_of("something_new")));
    EXPECT_TRUE(effective(std::nullopt, std::nullopt, default_of("grok_chat_enabled")));
}

}  // namespace
}  // namespace wib::plans

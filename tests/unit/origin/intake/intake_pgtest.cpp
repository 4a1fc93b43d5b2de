// Events of vendors nobody listens to, and those that failed, against a real server.
#include "origin/intake/intake_routes.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "shared/codec/base64.hpp"
#include "shared/webhooks/twilio.hpp"
#include "tests/db/world.hpp"
#include "tests/support/handlers.hpp"
#include "tests/support/memory_sink.hpp"

namespace wib::testing {
namespace {

constexpr std::string_view kEvent =
    R"({"id":"evt_1","type":"invoice.paid","data":{"customer_email":"grace@example.com"}})";

class Intake : public ::testing::Test {
  protected:
    World world;
    SystemClock clock;
    MemorySink sink;
    observe::Log log{sink, clock, observe::Level::debug};
    std::vector<std::string> applied;
    bool is_event = true;
    intake::Listeners listeners{
        {"telnyx",
         {.take = [this](intake::Received event, Deadline) { return take(std::move(event)); },
          .owner = [this](intake::Received event, Deadline) { return owner(std::move(event)); }}}};
    intake::VendorInbox inbox{*world.db, clock};
    intake::Failures failures{*world.db, listeners, inbox, Secret{std::string(32, 'm')}, log};
    intake::IntakeRoutes routes{listeners, inbox, failures};
    int status = 0;

    Task<bool> take(intake::Received event) {
        applied.push_back(std::move(event.body));
        co_return is_event;
    }
    Task<std::optional<OrgId>> owner(intake::Received event) {
        if (event.body.find("ours") == std::string::npos) co_return std::nullopt;
        co_return world.tenancy.organization;
    }

    std::string ask(std::string_view route, std::string body, http::RequestContext request) {
        const Handlers handlers{*world.db, intake::add_endpoints, routes};
        request.body = std::move(body);
        const auto reply = world.run(handlers.ask(route, request));
        status = reply.status;
        return std::get<std::string>(reply.body);
    }
    std::string webhook(std::string_view vendor, std::string body, std::string_view type = "application/json",
                        std::string signed_id = {}) {
        const api::Route row{.method = api::Method::post, .pattern = "", .name = "", .vendor = vendor};
        http::RequestContext request{.route = &row, .deadline = soon()};
        request.headers.add("content-type", std::string{type});
        request.idempotency_key = std::move(signed_id);
        return ask(std::string{vendor} + "_webhook", std::move(body), std::move(request));
    }
    http::RequestContext admin() const {
        http::RequestContext request{.deadline = soon()};
        request.principal = {.kind = ActorKind::session,
                             .actor = world.tenancy.session.value,
                             .user = world.tenancy.user,
                             .organization = world.tenancy.organization,
                             .role = Role::admin,
                             .plan = "pro",
                             .label = {}};
        request.correlation_id = "wb-test";
        return request;
    }
    api::FailureId record(std::string_view body, std::uint8_t number = 1) {
        const auto bytes = codec::base64(as_bytes(body));
        const RequestId id{uuid_v4({number})};
        const auto told = R"({"vendor":"telnyx","endpoint":"/webhooks/telnyx","content_type":"application/json",)"
                          R"("signed_id":"","request":")" +
                          to_string(id) +
                          R"(","received_at":"2026-11-21T08:00:00Z","reason":"the origin answered 503",)"
                          R"("http_status":503,"body_base64":")" +
                          bytes + R"("})";
        ask("record_undeliverable", told, {.deadline = soon()});
        EXPECT_EQ(status, 200);
        return {id.value};
    }
    boost::json::object act(api::FailureId failure, std::string_view action) {
        const auto body = R"({"failure_id":")" + to_string(failure) + R"(","action":")" + std::string{action} + R"("})";
        return boost::json::parse(ask("act_on_webhook_failure", body, admin())).as_object();
    }
    std::string truth(const std::string& sql) { return world.truth(sql); }
};

TEST_F(Intake, KeepsAnEventOfAnyTypeOnce) {
    for (int i = 0; i < 3; ++i) webhook("stripe", std::string{kEvent});
    EXPECT_EQ(status, 200);
    webhook("stripe", R"({"id":"evt_2","type":"nobody.knows"})");
    webhook("resend", R"({"type":"email.sent"})", "application/json", "msg_1");
    EXPECT_EQ(
        truth("select string_agg(vendor || ' ' || event_id || ' ' || status, ', ' order by vendor, event_id) from "
              "webhook_inbox"),
        "resend msg_1 ignored, stripe evt_1 ignored, stripe evt_2 ignored");
    webhook("stripe", "no event");
    EXPECT_EQ(status, 400);
}

TEST_F(Intake, AnswersTwilioInTwimlAndKeepsItsFormAsAnObject) {
    const auto rings = webhook("twilio", "CallSid=CA1&CallStatus=ringing&Direction=inbound&From=%2B1",
                               "application/x-www-form-urlencoded");
    EXPECT_EQ(rings, webhooks::kRejectTwiml);
    const auto done =
        webhook("twilio", "CallSid=CA1&CallStatus=completed&SequenceNumber=4", "application/x-www-form-urlencoded");
    EXPECT_EQ(done, webhooks::kEmptyTwiml);
    EXPECT_EQ(truth("select payload ->> 'CallStatus' from webhook_inbox where event_id = 'CA1:4'"), "completed");
}

TEST_F(Intake, ShowsAFailureMaskedAndSealsWhatCame) {
    const auto failure = record(R"({"data":{"event_type":"call.hangup","payload":{"from":"+14155550100","ours":1}}})");
    record(R"({"data":{"event_type":"call.hangup","payload":{"from":"+14155550100","ours":1}}})");
    EXPECT_EQ(truth("select count(*) from webhook_failures"), "1") << "told twice, one row";
    const auto listed = boost::json::parse(ask("list_webhook_failures", "", admin())).as_object();
    ASSERT_EQ(listed.at("failures").as_array().size(), 1u);
    const auto& shown = listed.at("failures").as_array()[0].as_object();
    EXPECT_EQ(shown.at("id"), to_string(failure).c_str());
    EXPECT_EQ(shown.at("event_type"), "call.hangup");
    EXPECT_EQ(shown.at("payload").at("data").at("payload").at("from"), "[masked]");
    EXPECT_EQ(listed.at("metrics").at("active_failures"), 1);
    EXPECT_EQ(truth("select count(*) from webhook_failures where webhook_failures::text like '%4155550100%'"), "0");
}

TEST_F(Intake, ReplaysByteForByteAndSettlesOnce) {
    const std::string body = "{\"ours\": 1,\n \"data\" : {}}";
    const auto failure = record(body);
    EXPECT_EQ(act(failure, "retry").at("failure").at("status"), "resolved");
    EXPECT_EQ(applied, std::vector<std::string>{body});
    act(failure, "retry");
    EXPECT_EQ(status, 409);
    EXPECT_EQ(applied.size(), 1u);
    EXPECT_EQ(truth("select count(*) from audit_logs where action = 'reliability:webhook_action_taken'"), "1");
}

TEST_F(Intake, CountsAReplayThatFailsAndLeavesItOpen) {
    const auto failure = record(R"({"ours":1})");
    is_event = false;
    const auto failed = act(failure, "retry").at("failure").as_object();
    EXPECT_EQ(failed.at("status"), "failed");
    EXPECT_EQ(failed.at("attempt_count"), 2);
    EXPECT_EQ(act(failure, "manual_review").at("failure").at("status"), "manual_review");
    EXPECT_EQ(act(failure, "discard").at("failure").at("status"), "discarded");
    act(failure, "discard");
    EXPECT_EQ(status, 409);
}

TEST_F(Intake, LeavesWhatIsNobodysToThePlatform) {
    const auto failure = record(R"({"theirs":1})");
    act(failure, "discard");
    EXPECT_EQ(status, 404);
    EXPECT_THROW(ask("list_dead_letters", "", admin()), db::RefusedError) << "the edge's word is not enough";
    truth("update users set platform_role = 'platform_admin'");
    auto platform = admin();
    const auto listed = boost::json::parse(ask("list_dead_letters", "", platform)).as_object();
    ASSERT_EQ(listed.at("entries").as_array().size(), 1u);
    EXPECT_TRUE(listed.at("entries").as_array()[0].at("organization_id").is_null());
    platform.params = {{"source", "telnyx"}, {"id", to_string(failure)}};
    EXPECT_EQ(boost::json::parse(ask("replay_dead_letter", "", platform)).at("status"), "resolved");
    EXPECT_EQ(truth("select count(*) from account_events where action = 'reliability:webhook_action_taken'"), "1");
    ask("replay_dead_letter", "", platform);
    EXPECT_EQ(status, 409);
}

TEST_F(Intake, NamesTheServiceThatReplayed) {
    const auto failure = record(R"({"theirs":1})");
    http::RequestContext service{.correlation_id = "c-7",
                                 .principal = {.kind = ActorKind::service, .label = "deploy@ci"},
                                 .deadline = soon(),
                                 .params = {{"source", "telnyx"}, {"id", to_string(failure)}}};
    EXPECT_EQ(boost::json::parse(ask("replay_dead_letter", "", service)).at("status"), "resolved");
    EXPECT_EQ(truth("select actor_label || ' ' || action || ' ' || correlation_id from account_events where user_id is "
                    "null"),
              "deploy@ci reliability:webhook_action_taken c-7");
}

}  // namespace
}  // namespace wib::testing

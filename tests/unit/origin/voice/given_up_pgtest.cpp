// Events that were answered 2xx and cannot be applied: not parked in silence, but in people's hands, until they are.
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "origin/intake/intake_routes.hpp"
#include "tests/support/handlers.hpp"
#include "tests/unit/origin/voice/voice_world.hpp"

namespace wib::testing {
namespace {

using namespace std::chrono_literals;
using Taken = voice::CarrierWebhook::Taken;

class GivenUp : public VoiceTest {
  protected:
    boost::json::object ask(std::string_view route, http::RequestContext request, std::string body = {}) {
        intake::IntakeRoutes routes{origin->listeners, origin->inbox, origin->failures};
        const Handlers handlers{*world.db, intake::add_endpoints, routes};
        request.body = std::move(body);
        const auto reply = world.run(handlers.ask(route, request));
        status = reply.status;
        return boost::json::parse(std::get<std::string>(reply.body)).as_object();
    }
    boost::json::object act(const std::string& failure, std::string_view action) {
        return ask("act_on_webhook_failure", a_request(world.tenancy),
                   R"({"failure_id":")" + failure + R"(","action":")" + std::string{action} + R"("})");
    }
    /// The event as an earlier process took it in and answered for it, before it came to apply it.
    void taken_in(const std::string& body) {
        pqxx::connection app{world.database.url()};
        pqxx::work sql{app};
        sql.exec_params(
            "select wib.receive_webhook('telnyx', $1::jsonb -> 'data' ->> 'id', $1::jsonb -> 'data' ->> 'event_type', "
            "now(), null, null, $1)",
            body);
        sql.commit();
    }
    void let_no_fact_be_written() {
        truth(
            "create function public.no_facts() returns trigger language plpgsql as $$ begin raise 'the disk of "
            "+14155550123 is full'; end $$");
        truth("create trigger no_facts before insert on call_facts for each row execute function public.no_facts()");
    }
    void let_facts_be_written() { truth("drop trigger no_facts on call_facts"); }
    std::string inbox(const std::string& event) {
        return truth("select status || ' ' || attempts from webhook_inbox where event_id = '" + event + "'");
    }

    const std::string id = "00000000-0000-4000-8000-0000000000aa";
    int status = 0;
};

TEST_F(GivenUp, AnEventThatFailsFiveTimesIsShownToItsOrganizationAndAppliedOnceByItsReplay) {
    const auto call = start(to("+14155550123"))->id;
    const auto body = body_of({"call.answered", "+14155550123", clock.now() + 1s, "", id});
    taken_in(body);
    let_no_fact_be_written();
    for (int attempt = 1; attempt <= 4; ++attempt) look();
    EXPECT_EQ(inbox(id), "received 4");
    EXPECT_EQ(truth("select count(*) from webhook_failures"), "0") << "it is still being tried";
    look();
    EXPECT_EQ(inbox(id), "failed 5");
    look();
    const auto listed = ask("list_webhook_failures", a_request(world.tenancy)).at("failures").as_array();
    ASSERT_EQ(listed.size(), 1u) << "one row, however often the sweep comes by";
    const auto& shown = listed[0].as_object();
    const std::string failure{shown.at("id").as_string()};
    EXPECT_EQ(shown.at("source"), "telnyx");
    EXPECT_EQ(shown.at("endpoint"), "/webhooks/telnyx");
    EXPECT_EQ(shown.at("event_type"), "call.answered");
    EXPECT_EQ(shown.at("status"), "pending");
    EXPECT_EQ(shown.at("attempt_count"), 5);
    EXPECT_EQ(truth("select count(*) from webhook_failures f where f::text like '%4155550123%'"), "0")
        << "what people see is masked, and what the database said is not for them";

    act(failure, "retry");
    EXPECT_EQ(truth("select status || ' ' || attempt_count from webhook_failures"), "failed 6")
        << "nothing has changed yet";
    EXPECT_EQ(inbox(id), "failed 5");
    let_facts_be_written();
    EXPECT_EQ(act(failure, "retry").at("failure").at("status"), "resolved");
    drain();
    EXPECT_EQ(call_column(call, "status"), "in_progress");
    EXPECT_EQ(truth("select count(*) from call_facts where kind = 'answered'"), "1");
    EXPECT_EQ(inbox(id).substr(0, 7), "applied");
    act(failure, "retry");
    EXPECT_EQ(status, 409);
    EXPECT_EQ(hear_body(body), Taken::known) << "told again, by the carrier: it is applied";
    look();
    EXPECT_EQ(truth("select count(*) from call_facts where kind = 'answered'"), "1");
}

TEST_F(GivenUp, AnEventWhoseOwnerCannotBeFoundOutIsThePlatforms) {
    start(to("+14155550123"));
    taken_in(body_of({"call.answered", "+14155550123", clock.now() + 1s, "", id, false}));
    const std::string look_up = "function wib.find_call_for_leg(text, text)";
    truth("revoke execute on " + look_up + " from wib_app");
    for (int attempt = 1; attempt <= 5; ++attempt) look();
    EXPECT_EQ(inbox(id), "failed 5");
    EXPECT_EQ(ask("list_webhook_failures", a_request(world.tenancy)).at("failures").as_array().size(), 0u);
    truth("grant execute on " + look_up + " to wib_app");
    truth("update users set platform_role = 'platform_admin'");
    const auto entries = ask("list_dead_letters", a_request(world.tenancy)).at("entries").as_array();
    ASSERT_EQ(entries.size(), 1u);
    auto platform = a_request(world.tenancy);
    platform.params = {{"source", "telnyx"}, {"id", std::string{entries[0].at("failure").at("id").as_string()}}};
    EXPECT_EQ(ask("replay_dead_letter", platform).at("status"), "resolved");
    EXPECT_EQ(truth("select count(*) from call_facts where kind = 'answered'"), "1");
    EXPECT_EQ(inbox(id).substr(0, 7), "applied");
}

TEST_F(GivenUp, AnEventThatSomebodyElseHasAppliedMeanwhileMakesNoRow) {
    start(to("+14155550123"));
    const auto body = body_of({"call.answered", "+14155550123", clock.now() + 1s, "", id});
    EXPECT_EQ(hear_body(body), Taken::applied);
    const auto row = truth("select id from webhook_inbox where event_id = '" + id + "'");
    world.run(origin->giving_up()({.id = *parse_uuid(row), .vendor = "telnyx", .body = body, .error = "late"}, soon()));
    EXPECT_EQ(truth("select count(*) from webhook_failures"), "0");
    EXPECT_EQ(inbox(id).substr(0, 7), "applied");
}

}  // namespace
}  // namespace wib::testing

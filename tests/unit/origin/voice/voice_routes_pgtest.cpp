#include "origin/voice/voice_routes.hpp"

#include <gmock/gmock.h>

#include <boost/json.hpp>

#include "tests/support/handlers.hpp"
#include "tests/unit/origin/voice/voice_world.hpp"

namespace wib::testing {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using ::testing::Not;

class VoiceRoutesTest : public VoiceTest {
  protected:
    struct Answer {
        int status;
        boost::json::object body;
        [[nodiscard]] std::string code() const {
            return body.contains("code") ? std::string{body.at("code").as_string()} : "";
        }
    };
    Answer ask(std::string_view route, http::RequestContext request) {
        voice::VoiceRoutes routes{*world.db, origin->starting, origin->ending, origin->webhook};
        const Handlers handlers{*world.db, voice::add_endpoints, routes};
        const auto reply = world.run(handlers.ask(route, request));
        drain();
        return {reply.status, boost::json::parse(std::get<std::string>(reply.body)).as_object()};
    }
    Answer post(std::string_view route, std::string body, std::string id = {}) {
        auto request = a_request(world.tenancy);
        request.body = std::move(body);
        if (!id.empty()) request.params.emplace("id", id);
        return ask(route, std::move(request));
    }
    Answer get(std::string_view route, std::string id = {}, std::map<std::string, std::string, std::less<>> query = {}) {
        auto request = a_request(world.tenancy);
        if (!id.empty()) request.params.emplace("id", id);
        request.query = std::move(query);
        return ask(route, std::move(request));
    }
    std::string a_call() {
        const auto made = post("start_call", R"({"to_number":"+14155550123"})");
        return std::string{made.body.at("call_id").as_string()};
    }
};

TEST_F(VoiceRoutesTest, AnswersAStartedCallWith201AndItsIds) {
    const auto made = post("start_call", R"({"to_number":"+14155550123","is_test":false})");
    EXPECT_EQ(made.status, 201);
    EXPECT_EQ(made.body.at("success"), true);
    EXPECT_EQ(made.body.at("status"), "initiated");
    EXPECT_EQ(made.body.at("flow_type"), "direct");
    EXPECT_EQ(made.body.at("to"), "+14155550123");
    EXPECT_TRUE(made.body.at("telnyx_call_id").is_string());
}

TEST_F(VoiceRoutesTest, TellsEveryFaultOfABodyTogether) {
    const auto wrong = post("start_call", R"({"to_number":"555","flow_type":"sideways","surprise":1})");
    EXPECT_EQ(wrong.status, 400);
    EXPECT_EQ(wrong.code(), "VALIDATION_ERROR");
    EXPECT_EQ(wrong.body.at("details").as_array().size(), 3u);
    EXPECT_EQ(post("start_call", "{").code(), "INVALID_JSON");
    EXPECT_EQ(post("start_call", R"({"to_number":"+14155550123","flow_type":"bridge"})").code(),
              "VALIDATION_ERROR");
}

TEST_F(VoiceRoutesTest, NamesTheFailedCallWhenTheCarrierRefuses) {
    carrier.refuses = voice::CarrierError{voice::CarrierError::Kind::refused, false, "403 10010 secret detail"};
    const auto refused = post("start_call", R"({"to_number":"+14155550123"})");
    EXPECT_EQ(refused.status, 502);
    EXPECT_EQ(refused.code(), "VENDOR_ERROR");
    EXPECT_THAT(boost::json::serialize(refused.body), Not(HasSubstr("secret detail")));
    const auto call = get("get_call", std::string{refused.body.at("call_id").as_string()});
    EXPECT_EQ(call.body.at("call").as_object().at("status"), "failed");

    carrier.refuses->kind = voice::CarrierError::Kind::rate_limited;
    EXPECT_EQ(post("start_call", R"({"to_number":"+14155550123"})").status, 429);
    carrier.refuses->kind = voice::CarrierError::Kind::payment_required;
    EXPECT_EQ(post("start_call", R"({"to_number":"+14155550123"})").status, 503);
}

TEST_F(VoiceRoutesTest, EndsACallOnceAndShowsIt) {
    const auto id = a_call();
    const auto ended = post("end_call", "", id);
    EXPECT_EQ(ended.status, 200);
    EXPECT_EQ(ended.body.at("call").as_object().at("status"), "canceled");
    EXPECT_EQ(post("end_call", "", id).code(), "CALL_NOT_ACTIVE");
}

TEST_F(VoiceRoutesTest, SaysNotFoundOfForeignAndUnknownCallsAndNeverForbidden) {
    const auto stranger = make_tenancy(world.database.url("wib_owner"), world.database.url(), "beta");
    const auto theirs = to_string(start(to("+14155550123"), stranger)->id);
    for (const auto& id : {theirs, std::string{"00000000-0000-4000-8000-000000000000"}}) {
        for (const auto* route : {"get_call", "call_timeline", "call_transcript"}) {
            const auto answer = get(route, id);
            EXPECT_EQ(answer.status, 404);
            EXPECT_EQ(answer.code(), "NOT_FOUND");
        }
        EXPECT_EQ(post("end_call", "", id).status, 404);
    }
    EXPECT_EQ(get("get_call", "not-an-id").code(), "INVALID_ID");
    EXPECT_EQ(get("list_calls").body.at("pagination").as_object().at("total"), 0);
}

TEST_F(VoiceRoutesTest, FiltersListsByWhatIsAskedAndRefusesNonsense) {
    a_call();
    const auto total = [&](std::map<std::string, std::string, std::less<>> query) {
        return get("list_calls", "", std::move(query))
            .body.at("pagination")
            .as_object()
            .at("total")
            .to_number<int>();
    };
    EXPECT_EQ(total({}), 1);
    EXPECT_EQ(total({{"search", "(415) 555-0123"}}), 1) << "however it is typed";
    EXPECT_EQ(total({{"search", "999"}}), 0);
    EXPECT_EQ(total({{"search", "%"}}), 0);
    EXPECT_EQ(total({{"status", "active"}, {"direction", "outbound"}}), 1);
    EXPECT_EQ(get("list_calls", "", {{"status", "lively"}}).code(), "VALIDATION_ERROR");
    EXPECT_EQ(get("list_calls", "", {{"direction", "up"}}).code(), "VALIDATION_ERROR");
    EXPECT_EQ(get("list_calls", "", {{"page", "0"}}).code(), "VALIDATION_ERROR");
}

TEST_F(VoiceRoutesTest, HandsOutTheTranscriptFromWhereTheReaderStands) {
    const auto id = a_call();
    for (const auto* index : {"0", "1", "2"})
        truth(
            "insert into call_transcript_segments (organization_id, call_id, segment_index, speaker, content, words, "
            "start_ms, end_ms, confidence) "
            "select organization_id, id, " +
            std::string{index} +
            R"(, 'consumer', 'hello', '[{"text":"hello","start_ms":10,"end_ms":400,"confidence":0.9}]', 10, 400, 0.9 from calls)");
    const auto all = get("call_transcript", id);
    EXPECT_EQ(all.body.at("segments").as_array().size(), 3u);
    EXPECT_EQ(all.body.at("last_index"), 2);
    EXPECT_EQ(all.body.at("segments").as_array()[0].as_object().at("words").as_array()[0].as_object().at("text"),
              "hello");
    const auto rest = get("call_transcript", id, {{"after", "1"}});
    EXPECT_EQ(rest.body.at("segments").as_array().size(), 1u);
    const auto none = get("call_transcript", id, {{"after", "2"}});
    EXPECT_EQ(none.body.at("segments").as_array().size(), 0u);
    EXPECT_EQ(none.body.at("last_index"), 2);
    EXPECT_EQ(get("call_transcript", id, {{"after", "x"}}).code(), "VALIDATION_ERROR");
}

TEST_F(VoiceRoutesTest, ShowsWhoDidWhat) {
    const auto id = a_call();
    const auto audit = get("list_audit", "", {{"resource_id", id}, {"resource_type", "call"}});
    ASSERT_EQ(audit.status, 200);
    EXPECT_EQ(audit.body.at("pagination").as_object().at("total"), 1);
    const auto& row = audit.body.at("audit_logs").as_array()[0].as_object();
    EXPECT_EQ(row.at("action"), "call:started");
    EXPECT_EQ(row.at("user_name"), "alpha");
    EXPECT_THAT(boost::json::serialize(row), Not(HasSubstr("4155550123"))) << "numbers are masked";
    EXPECT_EQ(get("list_audit", "", {{"resource_id", "nonsense"}}).code(), "INVALID_ID");
}

TEST_F(VoiceRoutesTest, AcknowledgesWhatIsKeptAndRefusesWhatIsNoEvent) {
    static constexpr api::Route route{
        .method = api::Method::post, .pattern = "/webhooks/telnyx", .name = "telnyx_webhook", .vendor = "telnyx"};
    const auto tell = [&](std::string body) {
        auto request = a_request(world.tenancy);
        request.principal = {.kind = ActorKind::webhook, .label = "telnyx"};
        request.route = &route;
        request.body = std::move(body);
        return ask("telnyx_webhook", std::move(request));
    };
    a_call();
    EXPECT_EQ(tell(body_of({"call.answered", "+14155550123", clock.now()})).status, 200);
    EXPECT_EQ(
        tell(R"({"data":{"event_type":"fax.queued","id":"e-1","occurred_at":"2026-11-21T12:00:00Z","payload":{}}})")
            .status,
        200);
    EXPECT_EQ(truth("select string_agg(event_type || ' ' || status, ',' order by event_type) from webhook_inbox"),
              "call.answered applied,fax.queued received");
    EXPECT_EQ(tell("{}").status, 400);
}

}  // namespace
}  // namespace wib::testing

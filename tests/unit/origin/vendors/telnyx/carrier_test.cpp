#include "origin/vendors/telnyx/carrier.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/json.hpp>
#include <exception>

namespace wib::telnyx {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Kind = voice::CarrierError::Kind;

const CommandId kCommand = *CommandId::parse("11111111-2222-4333-8444-555555555555");

/// Telnyx as one scripted answer; keeps what it was asked.
class ScriptedTelnyx {
  public:
    Result<api::Response, http::ClientError> answer =
        api::Response{.status = 200, .headers = {}, .body = R"({"data":{"result":"ok"}})"};
    std::vector<http::ClientRequest> asked;

    Task<Result<api::Response, http::ClientError>> send(http::ClientRequest request) {
        asked.push_back(std::move(request));
        co_return answer;
    }
    [[nodiscard]] boost::json::object body() const { return boost::json::parse(asked.back().body).as_object(); }
};

class TelnyxCarrier : public ::testing::Test {
  protected:
    static Config config() {
        return {.api_key = Secret{"KEY0123"},
                .connection_id = "1234567890",
                .base_url = "https://telnyx.test/v2",
                .webhook_url = "https://edge.test/webhooks/telnyx"};
    }
    template <class T>
    T get(Task<T> task) {
        boost::asio::io_context io;
        std::optional<T> result;
        boost::asio::co_spawn(io, keep(result, std::move(task)), [](std::exception_ptr e) {
            if (e) std::rethrow_exception(e);
        });
        io.run();
        return std::move(*result);
    }
    template <class T>
    static Task<void> keep(std::optional<T>& slot, Task<T> task) {
        slot.emplace(co_await std::move(task));
    }
    static voice::DialCommand a_dial() {
        return {.command = kCommand,
                .to = "+14155550123",
                .from = "+14155550100",
                .client_state = "eyJjYWxsIjoiYyJ9",
                .ring_for = 30s,
                .longest = 600s,
                .stream = voice::StreamRequest{.url = "wss://media.test/media/telnyx", .token = "tok_en-1"}};
    }
    const Deadline soon_ = Deadline::after(Deadline::Clock::now(), 5s);
    ScriptedTelnyx telnyx_;
    Carrier carrier_{config(),
                     [this](http::ClientRequest request, Deadline) { return telnyx_.send(std::move(request)); }};
};

TEST_F(TelnyxCarrier, DialsInTelnyxWords) {
    telnyx_.answer->body =
        R"({"data":{"call_control_id":"v3:abc","call_leg_id":"l-1","call_session_id":"s-1","is_alive":false,"record_type":"call"}})";
    const auto dialed = get(carrier_.dial(a_dial(), soon_));
    ASSERT_TRUE(dialed);
    EXPECT_EQ(dialed->control_id, "v3:abc");
    EXPECT_EQ(dialed->session_id, "s-1");
    EXPECT_EQ(dialed->leg_id, "l-1");

    EXPECT_EQ(telnyx_.asked.back().method, "POST");
    EXPECT_EQ(telnyx_.asked.back().url, "https://telnyx.test/v2/calls");
    EXPECT_EQ(telnyx_.asked.back().headers.get("authorization"), "Bearer KEY0123");
    EXPECT_EQ(telnyx_.body(), boost::json::parse(R"({
        "connection_id":"1234567890", "to":"+14155550123", "from":"+14155550100", "client_state":"eyJjYWxsIjoiYyJ9",
        "command_id":"11111111-2222-4333-8444-555555555555", "timeout_secs":30, "time_limit_secs":600,
        "webhook_url":"https://edge.test/webhooks/telnyx",
        "stream_url":"wss://media.test/media/telnyx?token=tok_en-1", "stream_auth_token":"tok_en-1", "stream_track":"both_tracks",
        "stream_codec":"PCMU", "stream_bidirectional_mode":"rtp", "stream_bidirectional_codec":"PCMU"})")
                                  .as_object());
}

TEST_F(TelnyxCarrier, LinksALegAndLeavesMediaAloneWhenItIsNotAskedFor) {
    auto dial = a_dial();
    dial.stream.reset();
    dial.link_to = "v3:agent";
    get(carrier_.dial(dial, soon_)).error();
    EXPECT_EQ(telnyx_.body().at("link_to"), "v3:agent");
    EXPECT_FALSE(telnyx_.body().contains("stream_url"));
    EXPECT_FALSE(telnyx_.body().contains("stream_auth_token"));
}

TEST_F(TelnyxCarrier, NamesTheLegInThePathAndTheCommandInTheBody) {
    EXPECT_TRUE(get(carrier_.hang_up(kCommand, "v3:a b", soon_)));
    EXPECT_EQ(telnyx_.asked.back().url, "https://telnyx.test/v2/calls/v3%3Aa%20b/actions/hangup");
    EXPECT_EQ(telnyx_.body(),
              boost::json::parse(R"({"command_id":"11111111-2222-4333-8444-555555555555"})").as_object());

    EXPECT_TRUE(get(carrier_.bridge(kCommand, "v3:agent", "v3:consumer", soon_)));
    EXPECT_EQ(telnyx_.asked.back().url, "https://telnyx.test/v2/calls/v3%3Aagent/actions/bridge");
    EXPECT_EQ(telnyx_.body().at("call_control_id"), "v3:consumer");

    EXPECT_TRUE(get(carrier_.speak(kCommand, "v3:agent", "Nobody answered.", soon_)));
    EXPECT_EQ(telnyx_.asked.back().url, "https://telnyx.test/v2/calls/v3%3Aagent/actions/speak");
    EXPECT_EQ(telnyx_.body().at("payload"), "Nobody answered.");
    EXPECT_TRUE(telnyx_.body().contains("voice"));

    EXPECT_TRUE(
        get(carrier_.start_stream(kCommand, "v3:c", {.url = "wss://m.test/media/telnyx", .token = "t"}, soon_)));
    EXPECT_EQ(telnyx_.asked.back().url, "https://telnyx.test/v2/calls/v3%3Ac/actions/streaming_start");
    EXPECT_EQ(telnyx_.body().at("stream_track"), "both_tracks");
    EXPECT_EQ(telnyx_.body().at("stream_url"), "wss://m.test/media/telnyx?token=t");
}

TEST_F(TelnyxCarrier, SaysNotConfiguredWithoutAskingAnybody) {
    auto without_key = config();
    without_key.api_key = Secret{};
    Carrier carrier{without_key,
                    [this](http::ClientRequest request, Deadline) { return telnyx_.send(std::move(request)); }};
    const auto dialed = get(carrier.dial(a_dial(), soon_));
    ASSERT_FALSE(dialed);
    EXPECT_EQ(dialed.error().kind, Kind::not_configured);
    EXPECT_FALSE(dialed.error().retryable);
    EXPECT_THAT(telnyx_.asked, IsEmpty());
}

TEST_F(TelnyxCarrier, CannotTellTheOutcomeOfADialWhoseAnswerIsLostOrUnreadable) {
    using Of = http::ClientError::Kind;
    for (const auto kind : {Of::late, Of::broken, Of::garbled, Of::too_large}) {
        telnyx_.answer = unexpected(http::ClientError{.kind = kind, .request_sent = true});
        const auto dialed = get(carrier_.dial(a_dial(), soon_));
        ASSERT_FALSE(dialed);
        EXPECT_TRUE(dialed.error().retryable) << static_cast<int>(kind);
        EXPECT_TRUE(dialed.error().kind == Kind::timed_out || dialed.error().kind == Kind::unreachable);
    }
    telnyx_.answer = api::Response{.status = 200, .headers = {}, .body = "{}"};
    EXPECT_EQ(get(carrier_.dial(a_dial(), soon_)).error().kind, Kind::timed_out);
}

TEST(TelnyxRefusal, DecidesOnceWhatMayBeSentAgain) {
    struct Row {
        int status;
        const char* code;
        Kind kind;
        bool retryable;
    };
    for (const auto& row : {Row{400, "10015", Kind::refused, false}, Row{401, "10009", Kind::refused, false},
                            Row{402, "20100", Kind::payment_required, false}, Row{403, "10010", Kind::refused, false},
                            Row{403, "90041", Kind::rate_limited, true}, Row{404, "10005", Kind::call_ended, false},
                            Row{408, "", Kind::timed_out, true}, Row{409, "10001", Kind::refused, false},
                            Row{422, "90018", Kind::call_ended, false}, Row{422, "90015", Kind::call_ended, false},
                            Row{422, "90034", Kind::refused, true}, Row{422, "90045", Kind::refused, false},
                            Row{422, "90043", Kind::rate_limited, true}, Row{429, "10011", Kind::rate_limited, true},
                            Row{500, "", Kind::unreachable, true}, Row{503, "10016", Kind::unreachable, true}}) {
        const auto body = std::string{R"({"errors":[{"code":")"} + row.code + R"(","title":"t","detail":"d"}]})";
        const auto error = read_refusal(row.status, body);
        EXPECT_EQ(error.kind, row.kind) << row.status << " " << row.code;
        EXPECT_EQ(error.retryable, row.retryable) << row.status << " " << row.code;
    }
    EXPECT_EQ(read_refusal(502, "<html>").kind, Kind::unreachable);
}

}  // namespace
}  // namespace wib::telnyx

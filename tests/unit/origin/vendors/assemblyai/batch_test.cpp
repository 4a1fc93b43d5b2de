#include "origin/vendors/assemblyai/batch.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/json.hpp>

namespace wib::assemblyai {
namespace {

using namespace std::chrono_literals;
using Kind = transcripts::BatchError::Kind;
using ::testing::SizeIs;

class BatchApi : public ::testing::Test {
  protected:
    Batch make() {
        return Batch{config, [this](http::ClientRequest request, Deadline) { return keep(std::move(request)); }};
    }
    template <class T>
    T run(Task<T> task) {
        boost::asio::io_context io;
        std::optional<T> result;
        boost::asio::co_spawn(io, store(std::move(task), result), [](std::exception_ptr e) {
            if (e) std::rethrow_exception(e);
        });
        io.run();
        return std::move(*result);
    }
    template <class T>
    static Task<void> store(Task<T> task, std::optional<T>& result) {
        result.emplace(co_await std::move(task));
    }
    Task<Result<api::Response, http::ClientError>> keep(http::ClientRequest request) {
        asked.push_back(std::move(request));
        co_return answer;
    }
    void says(int status, std::string body, api::Headers headers = {}) {
        answer = api::Response{.status = status, .headers = std::move(headers), .body = std::move(body)};
    }
    static Deadline soon() { return Deadline::after(Deadline::Clock::now(), 5s); }

    BatchConfig config{.base_url = "https://assemblyai.test",
                       .api_key = Secret{"key-1"},
                       .order = {.models = {"universal-3-pro", "universal-2"},
                                 .language = "",
                                 .webhook_url = "https://app.test/webhooks/assemblyai",
                                 .webhook_secret = Secret{"ours-and-long-enough"}}};
    Result<api::Response, http::ClientError> answer = api::Response{};
    std::vector<http::ClientRequest> asked;
};

TEST_F(BatchApi, UploadsBytesUnderTheBareKey) {
    says(200, R"({"upload_url":"https://cdn.assemblyai.com/upload/1"})");
    EXPECT_EQ(run(make().upload("RIFF\0", soon())).value(), "https://cdn.assemblyai.com/upload/1");
    ASSERT_THAT(asked, SizeIs(1));
    EXPECT_EQ(asked[0].method + " " + asked[0].url, "POST https://assemblyai.test/v2/upload");
    EXPECT_EQ(asked[0].headers.get("authorization"), "key-1");
    EXPECT_EQ(asked[0].headers.get("content-type"), "application/octet-stream");
    EXPECT_EQ(asked[0].body, "RIFF");
}

TEST_F(BatchApi, BeginsAJobChannelByChannelAndNeverSendsItTwice) {
    says(200, R"({"id":"t-1","status":"queued","anything":1})");
    EXPECT_EQ(run(make().submit("https://cdn/1", soon())).value(), "t-1");
    EXPECT_EQ(asked[0].method + " " + asked[0].url, "POST https://assemblyai.test/v2/transcript");
    EXPECT_EQ(asked[0].resend, http::Resend::never) << "a job has no idempotency key";
    EXPECT_EQ(boost::json::parse(asked[0].body), boost::json::parse(R"({
        "audio_url":"https://cdn/1", "speech_models":["universal-3-pro","universal-2"], "language_detection":true, "multichannel":true,
        "webhook_url":"https://app.test/webhooks/assemblyai", "webhook_auth_header_name":"x-webhook-secret",
        "webhook_auth_header_value":"ours-and-long-enough"})"));
    config.order.language = "es";
    config.order.webhook_secret = Secret{};
    run(make().submit("https://cdn/1", soon()));
    EXPECT_EQ(boost::json::parse(asked[1].body), boost::json::parse(R"({
        "audio_url":"https://cdn/1", "speech_models":["universal-3-pro","universal-2"], "language_code":"es", "multichannel":true})"))
        << "without a secret nobody could tell who calls: the job is asked about";
}

TEST_F(BatchApi, FindsTheLivingJobOfAnAudio) {
    says(200, R"({"page_details":{},"transcripts":[
        {"id":"c","status":"error","audio_url":"https://cdn/1"},{"id":"b","status":"queued","audio_url":"https://cdn/1"},
        {"id":"a","status":"completed","audio_url":"https://cdn/2"}]})");
    EXPECT_EQ(run(make().find("https://cdn/1", soon())).value(), "b");
    EXPECT_EQ(run(make().find("https://cdn/3", soon())).value(), std::nullopt);
    EXPECT_EQ(asked[0].url, "https://assemblyai.test/v2/transcript?limit=200");
}

TEST_F(BatchApi, ReadsWhatWasHeard) {
    says(
        200,
        R"({"id":"t-1","status":"completed","speech_model_used":"universal-3-pro","language_code":"en_us","audio_duration":3,
        "utterances":[{"channel":"2","speaker":"B","text":"Good day.","start":-4,"end":900,"confidence":1.5,
        "words":[{"text":"Good","start":100,"end":50,"confidence":0.5,"speaker":"B","channel":"2"}]}]})");
    const auto report = run(make().fetch("t/1", soon())).value();
    EXPECT_EQ(asked[0].url, "https://assemblyai.test/v2/transcript/t%2F1");
    EXPECT_EQ(report.progress, transcripts::BatchReport::Progress::completed);
    EXPECT_EQ(report.model + " " + report.language, "universal-3-pro en_us");
    ASSERT_THAT(report.heard, SizeIs(1));
    EXPECT_EQ(report.heard[0].channel, 2);
    EXPECT_EQ(report.heard[0].start, 0ms);
    EXPECT_EQ(report.heard[0].confidence, 1.0);
    EXPECT_EQ(report.heard[0].words.at(0).end, 100ms) << "no word ends before it began";
}

TEST_F(BatchApi, TellsWorkingFromFailed) {
    for (const auto* status : {"queued", "processing"}) {
        says(200, R"({"id":"t-1","status":")" + std::string{status} + "\"}");
        EXPECT_EQ(run(make().fetch("t-1", soon())).value().progress, transcripts::BatchReport::Progress::working);
    }
    says(200, R"({"id":"t-1","status":"error","error":"Audio duration is too short."})");
    EXPECT_EQ(run(make().fetch("t-1", soon())).value().failure, "Audio duration is too short.");
    says(200, R"({"id":"t-1","status":"somewhere else"})");
    EXPECT_TRUE(run(make().fetch("t-1", soon())).error().retryable);
}

TEST_F(BatchApi, KnowsWhatPassesAndWhatDoesNot) {
    struct Case {
        int status;
        bool passes;
    };
    for (const auto [status, passes] : {Case{400, false},
                                        {401, false},
                                        {403, false},
                                        {404, false},
                                        {408, true},
                                        {429, true},
                                        {500, true},
                                        {503, true}}) {
        says(status, R"({"error":"because"})", {{"retry-after", "7"}});
        const auto error = run(make().submit("a", soon())).error();
        EXPECT_EQ(error.retryable, passes) << status;
        EXPECT_EQ(error.detail, std::to_string(status) + " because");
        EXPECT_EQ(error.wait.has_value(), status == 429);
    }
    answer = unexpected(http::ClientError{.kind = http::ClientError::Kind::late, .detail = "late"});
    EXPECT_TRUE(run(make().submit("a", soon())).error().retryable);
    config.api_key = Secret{};
    EXPECT_EQ(run(make().submit("a", soon())).error().kind, Kind::not_configured);
    says(200, "not JSON");
    config.api_key = Secret{"k"};
    EXPECT_TRUE(run(make().upload("a", soon())).error().retryable);
}

}  // namespace
}  // namespace wib::assemblyai

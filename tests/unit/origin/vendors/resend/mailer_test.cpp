#include "origin/vendors/resend/mailer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/json.hpp>
#include <exception>

namespace wib::resend {
namespace {

using namespace std::chrono_literals;
using Kind = notify::MailError::Kind;
using ::testing::IsEmpty;

const Uuid kLetter = *parse_uuid("11111111-2222-4333-8444-555555555555");

class ResendMailer : public ::testing::Test {
  protected:
    Result<std::string, notify::MailError> send(Secret key = Secret{"re_123"}) {
        Mailer mailer{
            {.api_key = std::move(key), .base_url = "https://resend.test", .from = "Bond <no-reply@bond.test>"},
            [this](http::ClientRequest request, Deadline) { return keep(std::move(request)); }};
        boost::asio::io_context io;
        std::optional<Result<std::string, notify::MailError>> result;
        boost::asio::co_spawn(io, tell(mailer, result), [](std::exception_ptr e) {
            if (e) std::rethrow_exception(e);
        });
        io.run();
        return std::move(*result);
    }
    static Task<void> tell(Mailer& mailer, std::optional<Result<std::string, notify::MailError>>& result) {
        result = co_await mailer.send(
            kLetter, {.to = "grace@harbor.test", .subject = "Hello", .text = "t", .html = "<p>t</p>", .kind = "notice"},
            Deadline::after(Deadline::Clock::now(), 5s));
    }
    Task<Result<api::Response, http::ClientError>> keep(http::ClientRequest request) {
        asked.push_back(std::move(request));
        co_return answer;
    }
    Result<api::Response, http::ClientError> answer =
        api::Response{.status = 200, .headers = {}, .body = R"({"id":"49a3999c-0ce1-4ea6-ab68-afcd6dc2e794"})"};
    std::vector<http::ClientRequest> asked;
};

TEST_F(ResendMailer, SendsInResendsWordsUnderTheLettersOwnKey) {
    const auto id = send();
    ASSERT_TRUE(id);
    EXPECT_EQ(*id, "49a3999c-0ce1-4ea6-ab68-afcd6dc2e794");
    ASSERT_EQ(asked.size(), 1u);
    EXPECT_EQ(asked[0].method + " " + asked[0].url, "POST https://resend.test/emails");
    EXPECT_EQ(asked[0].headers.get("authorization"), "Bearer re_123");
    EXPECT_EQ(asked[0].headers.get("idempotency-key"), "email_outbox_11111111-2222-4333-8444-555555555555");
    EXPECT_NE(asked[0].headers.get("user-agent"), "") << "Resend refuses requests without one";
    EXPECT_EQ(boost::json::parse(asked[0].body), boost::json::parse(R"({
        "from":"Bond <no-reply@bond.test>", "to":["grace@harbor.test"], "subject":"Hello", "html":"<p>t</p>", "text":"t",
        "tags":[{"name":"kind","value":"notice"}]})"));
    EXPECT_EQ(asked[0].resend, http::Resend::once_if_broken);
}

TEST_F(ResendMailer, SaysNotConfiguredWithoutAskingAnybody) {
    const auto id = send(Secret{});
    ASSERT_FALSE(id);
    EXPECT_EQ(id.error().kind, Kind::not_configured);
    EXPECT_FALSE(id.error().retryable);
    EXPECT_THAT(asked, IsEmpty());
}

TEST_F(ResendMailer, TriesAgainWhenNobodyKnowsWhetherTheLetterLeft) {
    using Of = http::ClientError::Kind;
    for (const auto kind : {Of::late, Of::broken, Of::garbled, Of::unreachable, Of::busy, Of::untrusted}) {
        answer = unexpected(http::ClientError{.kind = kind, .request_sent = true});
        EXPECT_TRUE(send().error().retryable) << static_cast<int>(kind);
    }
    answer = api::Response{.status = 200, .headers = {}, .body = "{}"};
    EXPECT_EQ(send().error().kind, Kind::timed_out);
}

TEST(ResendRefusal, DecidesOnceWhatMayBeSentAgain) {
    struct Row {
        int status;
        const char* name;
        Kind kind;
        bool retryable;
    };
    // The names of the vendor's specification (vendors/wire, resend).
    for (const auto& row :
         {Row{401, "missing_api_key", Kind::not_configured, false},
          Row{403, "invalid_api_key", Kind::not_configured, false},
          Row{401, "restricted_api_key", Kind::not_configured, false},
          Row{422, "validation_error", Kind::refused, false}, Row{403, "invalid_from_address", Kind::refused, false},
          Row{409, "invalid_idempotent_request", Kind::refused, false},
          Row{409, "concurrent_idempotent_requests", Kind::unreachable, true},
          Row{451, "security_error", Kind::refused, false}, Row{429, "rate_limit_exceeded", Kind::rate_limited, true},
          Row{429, "daily_quota_exceeded", Kind::rate_limited, true},
          Row{500, "internal_server_error", Kind::unreachable, true}, Row{404, "not_found", Kind::refused, false}}) {
        const auto error =
            read_refusal({.status = row.status,
                          .headers = {},
                          .body = R"({"statusCode":1,"name":")" + std::string{row.name} + R"(","message":"m"})"});
        EXPECT_EQ(error.kind, row.kind) << row.name;
        EXPECT_EQ(error.retryable, row.retryable) << row.name;
    }
    EXPECT_EQ(read_refusal({.status = 429, .headers = {{"retry-after", "7"}}, .body = ""}).wait, 7s);
    EXPECT_EQ(read_refusal({.status = 429, .headers = {{"retry-after", "soon"}}, .body = ""}).wait, std::nullopt);
    EXPECT_EQ(read_refusal({.status = 502, .headers = {}, .body = "<html>"}).kind, Kind::unreachable);
}

}  // namespace
}  // namespace wib::resend

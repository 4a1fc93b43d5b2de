#include "edge/turnstile/siteverify.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace wib::edge::turnstile {
namespace {

using Verdict = Answer::Verdict;

// cloudflare-docs, turnstile/get-started/server-side-validation: the two examples, as printed there.
constexpr std::string_view kSolved =
    R"({"success":true,"challenge_ts":"2022-02-28T15:14:30.096Z","hostname":"example.com","error-codes":[],)"
    R"("action":"login","cdata":"sessionid-123456789","metadata":{"ephemeral_id":"x:9f78e0ed210960d7693b167e"}})";
constexpr std::string_view kRefused = R"({"success":false,"error-codes":["invalid-input-response"]})";

TEST(Siteverify, IsAskedWithEverythingCloudflareTakes) {
    const RequestId once{uuid_v4({7})};
    EXPECT_EQ(
        print_question(Secret{"s"}, "t\"", "192.0.2.7", once),
        R"({"secret":"s","response":"t\"","remoteip":"192.0.2.7","idempotency_key":")" + to_string(once) + R"("})");
}

TEST(Siteverify, TellsWhereAndForWhatItWasSolved) {
    EXPECT_EQ(read_answer(kSolved), (Answer{Verdict::solved, "example.com", "login", ""}));
    EXPECT_EQ(read_answer(R"({"success":true})"), (Answer{Verdict::solved, "", "", ""}))
        << "which no host or action is";
}

TEST(Siteverify, RefusesForReasonsWithNames) {
    EXPECT_EQ(read_answer(kRefused), (Answer{Verdict::refused, "", "", "invalid-input-response"}));
    const auto told = [](std::string_view codes) {
        const auto answer = read_answer(R"({"success":false,"error-codes":)" + std::string{codes} + "}");
        return std::pair{answer->verdict, answer->reason};
    };
    using Told = std::pair<Verdict, std::string>;
    EXPECT_EQ(told(R"(["missing-input-response"])"), Told(Verdict::refused, "missing-input-response"));
    EXPECT_EQ(told(R"(["timeout-or-duplicate"])"), Told(Verdict::refused, "timeout-or-duplicate"));
    EXPECT_EQ(told(R"(["internal-error"])"), Told(Verdict::try_again, "internal-error"));
    for (const std::string code : {"missing-input-secret", "invalid-input-secret", "bad-request"})
        EXPECT_EQ(told("[\"" + code + "\"]"), Told(Verdict::misasked, code));
    EXPECT_EQ(told(R"(["invalid-input-response","invalid-input-secret"])"),
              Told(Verdict::misasked, "invalid-input-secret"))
        << "what is wrong with us counts first";
    for (const auto* codes : {"[]", "null", "7", R"(["one-of-tomorrow"])", "[7]", "{}"})
        EXPECT_EQ(told(codes), Told(Verdict::refused, "other")) << codes;
}

TEST(Siteverify, IsNothingUnlessItSaysYesOrNo) {
    for (const auto* body : {"", "null", "[]", "{}", R"({"success":"true"})", R"({"success":1})", "<html>",
                             R"({"success":true)", R"({"Success":true})"})
        EXPECT_FALSE(read_answer(body)) << body;
}

}  // namespace
}  // namespace wib::edge::turnstile

#include "bench/loadgen/requests.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

namespace wib::loadgen {
namespace {

using namespace std::chrono_literals;
constexpr Instant kNoon = from_unix_seconds(1'800'000'000);

api::EnvelopeKey a_key() {
    return {.id = "k1", .key = Secret{std::string(32, 'k')}};
}

TEST(Requests, AreReadLineByLine) {
    const auto requests = parse_requests(
        R"({"target":"/a"})"
        "\n\n"
        R"({"method":"POST","target":"/b","headers":{"X-One":"1"},"body":"text","expect":{"status":201,"contains":"id","bytes":7}})"
        "\n");
    ASSERT_EQ(requests.size(), 2u);
    EXPECT_EQ(requests[0].method, "GET");
    EXPECT_EQ(requests[0].expect.status, 200);
    EXPECT_EQ(requests[1].headers.at("X-One"), "1");
    EXPECT_EQ(requests[1].expect.bytes, 7u);
}

TEST(Requests, AWrongLineIsNamed) {
    EXPECT_THAT([] { (void)parse_requests("{\"target\":\"/a\"}\n{\"taget\":\"/b\"}"); },
                testing::ThrowsMessage<std::invalid_argument>(testing::HasSubstr("request 2")));
    EXPECT_THROW((void)parse_requests(""), std::invalid_argument);
}

TEST(Expectation, SaysHowAnAnswerDiffers) {
    const Expectation expected{.status = 200, .contains = "\"success\":true", .bytes = 16};
    EXPECT_EQ(unlike(expected, 200, R"({"success":true})"), std::nullopt);
    EXPECT_EQ(unlike(expected, 503, R"({"success":true})"), "status_503");
    EXPECT_EQ(unlike(expected, 200, R"({"success":tru})"), "length");
    EXPECT_EQ(unlike(expected, 200, R"({"succesz":true})"), "body");
}

TEST(PreparedRequest, CarriesAnEnvelopeTheOriginAccepts) {
    const auto requests = parse_requests(
        R"({"method":"POST","target":"/api/x?y=1","headers":{"Content-Type":"application/json"},"body":"{}",)"
        R"("envelope":{"organization":"de300000-0000-4000-8000-000000000001","actor":"de300000-0000-4000-8000-000000000002","role":"manager"}})");
    PreparedRequest prepared{requests[0], "127.0.0.1:1"};
    prepared.seal(a_key(), kNoon, {});
    const auto& bytes = prepared.bytes();
    const auto begin = bytes.find("x-wib-envelope: ") + 16;
    const auto opened =
        api::open_envelope(bytes.substr(begin, bytes.find("\r\n", begin) - begin), {a_key()}, kNoon + 20s);
    ASSERT_TRUE(opened);
    EXPECT_TRUE(api::matches(*opened, "POST", "/api/x?y=1", "application/json", "", "{}", false));
    EXPECT_EQ(opened->principal.role, Role::manager);
    EXPECT_EQ(opened->principal.kind, ActorKind::session);
    EXPECT_TRUE(bytes.ends_with("\r\n\r\n{}"));
    EXPECT_FALSE(prepared.is_safe());
}

TEST(EnvelopeKey, IsAnIdAnd32Bytes) {
    EXPECT_EQ(parse_envelope_key("k1:a2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2s=").id, "k1");
    for (const auto* wrong : {"", "k1", "k1:abc", "k 1:a2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2s="})
        EXPECT_THROW((void)parse_envelope_key(wrong), std::invalid_argument) << wrong;
}

}  // namespace
}  // namespace wib::loadgen

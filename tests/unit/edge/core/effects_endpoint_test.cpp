#include "edge/core/effects_endpoint.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/scripted_edge.hpp"

namespace wib::edge {
namespace {

using test::Journey;
using test::ScriptedEdge;
using testing::IsEmpty;
using testing::SizeIs;
using namespace std::chrono_literals;

class EffectsEndpoint : public testing::Test {
  protected:
    ScriptedEdge edge;

    api::Headers sealed(std::string_view body, Duration age = {}, std::uint8_t id = 1) const {
        const api::Envelope envelope{.request = RequestId{uuid_v4({id})},
                                     .method = "POST",
                                     .target = std::string{kEffectsPath},
                                     .content_type = "application/json",
                                     .body_digest = api::body_digest(body),
                                     .issued_at = edge.now - age};
        const Secret key{std::string{as_text(*codec::parse_base64(ScriptedEdge::kOtherKey))}};
        return {{"content-type", "application/json"},
                {std::string{api::kEnvelopeHeader}, api::seal(envelope, {"old", key})}};
    }
    Journey post(std::string body, const api::Headers& headers) {
        edge.body = std::move(body);
        return edge.begin("POST", std::string{kEffectsPath}, headers);
    }
    Journey post(const std::string& body) { return post(body, sealed(body)); }
};

TEST_F(EffectsEndpoint, CarriesOutWhatTheOriginOrders) {
    edge.kv["s:a"] = "claims";
    edge.has_queue = true;
    const auto journey = post(R"({"effects":[{"kind":"kv_delete","key":"s:a"},{"kind":"purge","path":"/assets/x"},)"
                              R"({"kind":"enqueue","queue":"transcription","message":{"recording":1}}]})");
    EXPECT_EQ(journey.status(), 200);
    EXPECT_FALSE(edge.kv.contains("s:a"));
    EXPECT_EQ(edge.counters.at("s:a").second, 1) << "and what KV still tells of it is not believed";
    EXPECT_EQ(journey.all<Purge>().at(0).path, "/assets/x");
    EXPECT_EQ(journey.all<Enqueue>().at(0).queue, "transcription");
    EXPECT_EQ(journey.all<Enqueue>().at(0).message, R"({"recording":1})");
}

TEST_F(EffectsEndpoint, TellsTheOriginWhenNobodyCanBeWarnedOfWhatKvStillTells) {
    const std::string body = R"({"effects":[{"kind":"kv_delete","key":"s:a"}]})";
    edge.can_count = false;
    EXPECT_EQ(post(body).status(), 500);
    auto settings = ScriptedEdge::settings_without("WINDOWS");
    ScriptedEdge bare{settings};
    bare.body = body;
    bare.can_count = false;
    EXPECT_EQ(bare.begin("POST", std::string{kEffectsPath}, sealed(body)).status(), 200) << "nothing is kept there";
}

TEST_F(EffectsEndpoint, SaysSoWhenThereIsNoSuchQueue) {
    const auto journey = post(R"({"effects":[{"kind":"enqueue","queue":"transcription","message":{}}]})");
    EXPECT_EQ(journey.status(), 503);
    EXPECT_EQ(journey.code(), "VENDOR_NOT_CONFIGURED");
}

TEST_F(EffectsEndpoint, TrustsTheEnvelopeAlone) {
    const std::string body = R"({"effects":[{"kind":"kv_delete","key":"s:a"}]})";
    edge.kv["s:a"] = "claims";
    EXPECT_EQ(post(body, {}).code(), "ENVELOPE_INVALID");
    EXPECT_EQ(post(body, {{"x-wib-envelope", "a.b.c"}}).code(), "ENVELOPE_INVALID");
    EXPECT_EQ(post(body, sealed("another body")).code(), "ENVELOPE_INVALID");
    EXPECT_EQ(post(body, sealed(body, 31s)).code(), "ENVELOPE_INVALID");
    EXPECT_EQ(post(body, sealed(body, -31s)).code(), "ENVELOPE_INVALID");
    auto event = edge.event("POST", "/internal/effects?x=1", sealed(body));
    EXPECT_EQ(edge.begin(event).code(), "ENVELOPE_INVALID") << "another target";
    EXPECT_TRUE(edge.kv.contains("s:a"));
    EXPECT_THAT(post(body, {}).questions, IsEmpty()) << "nothing is read without an envelope";
}

TEST_F(EffectsEndpoint, TakesEachEnvelopeOnce) {
    const std::string body = R"({"effects":[{"kind":"purge","path":"/x"}]})";
    EXPECT_EQ(post(body, sealed(body)).status(), 200);
    EXPECT_EQ(post(body, sealed(body)).code(), "ENVELOPE_REPLAYED");
    EXPECT_EQ(post(body, sealed(body, {}, 2)).status(), 200);
}

TEST_F(EffectsEndpoint, RefusesOrdersItDoesNotUnderstandWhole) {
    std::uint8_t id = 1;
    EXPECT_EQ(post("{").code(), "INVALID_JSON");
    for (const auto* body : {"{}", R"({"effects":[]})", R"({"effects":[{"kind":"format_disk"}]})",
                             R"({"effects":[{"kind":"kv_delete"}]})", R"({"effects":[{"kind":"purge","path":"x"}]})",
                             R"({"effects":[{"kind":"kv_delete","key":"s:a"},{"kind":"enqueue","queue":"q"}]})"}) {
        const auto journey = post(body, sealed(body, {}, ++id));
        EXPECT_EQ(journey.code(), "VALIDATION_ERROR") << body;
        EXPECT_THAT(journey.all<KvDelete>(), IsEmpty()) << body;
    }
}

TEST_F(EffectsEndpoint, ExistsForPostAlone) {
    EXPECT_EQ(edge.begin("GET", std::string{kEffectsPath}).code(), "NOT_FOUND");
}

TEST_F(EffectsEndpoint, TellsTheOriginWhenAnEffectFails) {
    const std::string body = R"({"effects":[{"kind":"kv_delete","key":"s:a"}]})";
    for (const auto ending : {Ending::failed, Ending::late}) {
        ScriptedEdge failing;
        failing.body = body;
        failing.fails_at = {2, ending};  // body, replay look-up, then the order
        EXPECT_EQ(failing.begin("POST", std::string{kEffectsPath}, sealed(body)).status(), 500);
    }
}

}  // namespace
}  // namespace wib::edge

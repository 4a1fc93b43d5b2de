#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <fstream>
#include <sstream>

#include "shared/codec/reflect.hpp"
#include "tests/support/test_origin.hpp"

namespace wib::http {

namespace {

using namespace std::chrono_literals;
using wib::testing::TestOrigin;

struct RawReading {
    std::string method;
    std::string target;
    std::string body;
};

struct RawRequest {
    std::string name;
    std::string raw;
    std::optional<RawReading> reads;
    bool refuse = false;
};

// The list writes a byte as a character, U+0000 to U+00FF.
std::string bytes_of(std::string_view text) {
    std::string bytes;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const auto lead = static_cast<unsigned char>(text[at]);
        if (lead < 0x80)
            bytes += text[at];
        else
            bytes += static_cast<char>(((lead & 0x03) << 6) | (static_cast<unsigned char>(text[++at]) & 0x3f));
    }
    return bytes;
}

// Hosts and smaller heads are the edge's to judge (`at_the_edge`): behind it the envelope says what was meant.
// Not our own reader: these texts hold what it refuses.
std::vector<RawRequest> raw_requests() {
    std::ifstream file{std::string{WIB_SOURCE_DIR} + "/tests/fixtures/http/raw_requests.json"};
    std::stringstream text;
    text << file.rdbuf();
    const auto document = boost::json::parse(text.str());
    std::vector<RawRequest> requests;
    for (const auto& item : document.as_array()) {
        const auto& object = item.as_object();
        const auto text_of = [](const boost::json::value& value) {
            return std::string{std::string_view{value.as_string()}};
        };
        RawRequest request{.name = text_of(object.at("name")), .raw = bytes_of(text_of(object.at("raw"))), .reads = {}};
        if (const auto* reads = object.if_contains("reads"))
            request.reads = {text_of(reads->at("method")), text_of(reads->at("target")), text_of(reads->at("body"))};
        request.refuse = object.contains("refuse") && !object.contains("at_the_edge");
        requests.push_back(std::move(request));
    }
    return requests;
}

// The envelope the edge would have sealed for what the request seems to be; it goes in behind the first line.
std::string under_an_envelope(TestOrigin& origin, const RawRequest& request) {
    const bool posts = request.raw.starts_with("POST");
    const RawReading meant = request.reads.value_or(posts ? RawReading{"POST", "/api/auth/signout", R"({"a":1})"}
                                                          : RawReading{"GET", "/api/health", ""});
    auto envelope = origin.envelope(meant.method, meant.target, meant.body);
    if (posts) envelope.content_type = "application/json";
    const auto first = request.raw.find('\n') + 1;
    return request.raw.substr(0, first) + "X-Wib-Envelope: " + api::seal(envelope, origin.key) + "\r\n" +
           request.raw.substr(first);
}

std::size_t times(std::string_view text, std::string_view word) {
    std::size_t count = 0;
    for (auto at = text.find(word); at != std::string_view::npos; at = text.find(word, at + word.size())) ++count;
    return count;
}

// Who stands behind the edge trusts the edge's envelope; what comes in pieces that can be read in two ways is refused
// all the same, and what hides behind it is never answered as a request that was vouched for.
TEST(RawRequests, AreRefusedOrReadAsTheyWereMeant) {
    // What stays unfinished is given up soon.
    TestOrigin origin{{.header_patience = 200ms, .body_patience = 200ms, .idle_patience = 200ms}};
    origin.router.on("sign_out", [](RequestContext& context) -> Task<Reply> {
        co_return Reply::json(200, R"({"served":"sign_out","body":)" + codec::print(std::string{context.body}) + "}");
    });
    origin.router.on("health",
                     [](RequestContext&) -> Task<Reply> { co_return Reply::json(200, R"({"served":"health"})"); });
    origin.start();

    const auto requests = raw_requests();
    EXPECT_GE(requests.size(), 200u);
    for (const auto& request : requests) {
        SCOPED_TRACE(request.name);
        auto peer = origin.connect();
        peer.send(under_an_envelope(origin, request));
        const auto answers = peer.receive_all();
        const auto served = times(answers, R"({"served":)");
        EXPECT_LE(served, 1u) << answers;
        if (request.refuse) {
            EXPECT_EQ(served, 0u) << answers;
            EXPECT_EQ(times(answers, "HTTP/1.1 2"), 0u) << answers;
        }
        if (request.reads) {
            EXPECT_EQ(served, 1u) << answers;
            EXPECT_TRUE(request.reads->method == "GET" || answers.contains(codec::print(request.reads->body)))
                << answers;
        }
    }
}

}  // namespace
}  // namespace wib::http

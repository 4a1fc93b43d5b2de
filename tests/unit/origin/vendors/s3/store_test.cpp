#include "origin/vendors/s3/store.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <deque>
#include <fstream>
#include <map>

#include "shared/codec/url.hpp"
#include "shared/crypto/hash.hpp"
#include "shared/crypto/sigv4.hpp"
#include "tests/support/manual_clock.hpp"
#include "tests/support/run.hpp"
#include "tests/support/scripted_server.hpp"

namespace wib::s3 {
namespace {

using namespace std::chrono_literals;
using record::ByteRange;
using record::StoredObject;
using record::StoreError;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using wib::testing::http_reply;
using wib::testing::Peer;
using wib::testing::run;
using wib::testing::ScriptedServer;
using wib::testing::soon;
using wib::testing::TestAuthority;
using wib::testing::WireMessage;
using Kind = StoreError::Kind;

std::string header(const WireMessage& message, std::string_view name) {
    std::string lower = message.head;
    for (auto& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    const auto at = lower.find("\r\n" + std::string{name} + ": ");
    if (at == std::string::npos) return {};
    const auto begin = at + name.size() + 4;
    return message.head.substr(begin, message.head.find("\r\n", begin) - begin);
}

/// A small S3 in memory: checks every signature and digest, and does what the faults of a test say first.
class FakeS3 {
  public:
    explicit FakeS3(const TestAuthority& authority)
        : server_([this](Peer& peer, int) { serve(peer); }, authority.issue("DNS:localhost")) {}

    using Fault = std::function<std::optional<std::string>(const std::string& request_line, Peer& peer)>;
    void faults(std::vector<Fault> faults) { faults_ = {faults.begin(), faults.end()}; }
    [[nodiscard]] std::string endpoint() const { return server_.url("https", ""); }

    std::mutex mutex;
    std::map<std::string, std::string> objects;
    std::map<int, std::string> parts;
    std::vector<std::string> asked;
    bool aborted = false;

  private:
    void serve(Peer& peer) {
        for (;;) {
            const auto request = peer.receive_message();
            if (!request.complete) return;
            const std::scoped_lock lock{mutex};
            const auto line = request.head.substr(0, request.head.find(" HTTP/1.1"));
            asked.push_back(line);
            if (!faults_.empty()) {
                const auto fault = faults_.front();
                faults_.pop_front();
                if (const auto reply = fault(line, peer)) {
                    if (reply->empty()) return;
                    peer.send(*reply);
                    continue;
                }
            }
            peer.send(answer(line, request));
        }
    }

    std::string answer(const std::string& line, const WireMessage& request) {
        const auto method = line.substr(0, line.find(' '));
        const auto target = line.substr(line.find(' ') + 1);
        const auto path = target.substr(0, target.find('?'));
        const auto query = target.find('?') == std::string::npos ? "" : target.substr(target.find('?') + 1);
        if (const auto wrong = refusal(method, path, query, request); !wrong.empty()) return error(403, wrong);
        if (header(request, "x-amz-content-sha256") != crypto::sha256_hex(request.body)) return error(400, "BadDigest");

        if (method == "POST" && query == "uploads=")
            return http_reply(
                200, "<InitiateMultipartUploadResult><UploadId>up/1</UploadId></InitiateMultipartUploadResult>");
        if (method == "PUT" && query.starts_with("partNumber=")) {
            parts[std::stoi(query.substr(11))] = request.body;
            return http_reply(200, "", "ETag: \"p" + std::to_string(parts.size()) + "\"\r\n");
        }
        if (method == "POST") {
            if (parts.empty()) return error(404, "NoSuchUpload");
            std::string whole;
            for (const auto& [number, bytes] : parts) whole += bytes;
            objects[path] = whole;
            parts.clear();
            return http_reply(
                200, "<CompleteMultipartUploadResult><ETag>&quot;whole-2&quot;</ETag></CompleteMultipartUploadResult>");
        }
        if (method == "DELETE") {
            aborted = true;
            return "HTTP/1.1 204 No Content\r\n\r\n";
        }
        if (method == "PUT") {
            objects[path] = request.body;
            return http_reply(200, "", "ETag: \"e1\"\r\n");
        }
        const auto found = objects.find(path);
        if (found == objects.end())
            return method == "HEAD" ? "HTTP/1.1 404 Not Found\r\n\r\n" : error(404, "NoSuchKey");
        if (method == "HEAD")
            return "HTTP/1.1 200 OK\r\nETag: \"e1\"\r\nContent-Length: " + std::to_string(found->second.size()) +
                   "\r\n\r\n";
        const auto range = header(request, "range");
        if (range.empty()) return http_reply(200, found->second);
        const auto first = std::stoul(range.substr(6));
        const auto last =
            std::min<std::size_t>(std::stoul(range.substr(range.find('-') + 1)), found->second.size() - 1);
        return http_reply(206, found->second.substr(first, last - first + 1),
                          "Content-Range: bytes " + std::to_string(first) + '-' + std::to_string(last) + '/' +
                              std::to_string(found->second.size()) + "\r\n");
    }

    /// Signs what arrived once more and compares.
    std::string refusal(const std::string& method, const std::string& path, const std::string& query,
                        const WireMessage& request) const {
        crypto::AwsRequest again{
            .method = method, .path = codec_decode(path), .payload_hash = header(request, "x-amz-content-sha256")};
        again.query = codec::parse_query(query).value();
        const auto authorization = header(request, "authorization");
        const auto names_at = authorization.find("SignedHeaders=") + 14;
        std::stringstream names{authorization.substr(names_at, authorization.find(',', names_at) - names_at)};
        for (std::string name; std::getline(names, name, ';');)
            if (name != "x-amz-date") again.headers.emplace_back(name, header(request, name));
        const auto date = header(request, "x-amz-date");
        const auto at = parse_rfc3339(date.substr(0, 4) + '-' + date.substr(4, 2) + '-' + date.substr(6, 2) + 'T' +
                                      date.substr(9, 2) + ':' + date.substr(11, 2) + ':' + date.substr(13, 2) + 'Z');
        if (!at) return "AccessDenied";
        const auto signed_again = crypto::sign_aws(again, {"access", Secret{"secret"}}, {"auto"}, *at);
        return signed_again.back().second == authorization ? "" : "SignatureDoesNotMatch";
    }
    static std::string codec_decode(const std::string& path) { return codec::percent_decode(path).value(); }
    static std::string error(int status, const std::string& code) {
        return http_reply(status,
                          R"(<?xml version="1.0"?><Error><Code>)" + code + "</Code><Message>m</Message></Error>");
    }

    std::deque<Fault> faults_;
    ScriptedServer server_;
};

FakeS3::Fault says(int status, std::string body = "") {
    return [=](const std::string&, Peer&) { return http_reply(status, body); };
}
FakeS3::Fault drops() {
    return [](const std::string&, Peer& peer) {
        peer.interrupt();
        return std::string{};
    };
}
FakeS3::Fault passes() {
    return [](const std::string&, Peer&) { return std::nullopt; };
}

struct StoreTest : ::testing::Test {
    TestAuthority authority;
    FakeS3 s3{authority};
    boost::asio::io_context io{1};
    BlockingPool pool{"pool", 2, 16};
    observe::Metrics metrics;
    SystemClock clock;
    testing::CountingRandom random;
    http::Dialer dialer{http::Trust{.ca_file = authority.file(), .system_authorities = false}, pool};
    http::Client client{dialer, {}, metrics};
    S3Config config{.endpoint = s3.endpoint(),
                    .bucket = "calls",
                    .access_key_id = "access",
                    .secret_access_key = Secret{"secret"},
                    .first_pause = 1ms};
    S3Store store{config, client, clock, random, pool};
    std::string file = ::testing::TempDir() + "wib-s3-" + std::to_string(::getpid());

    ~StoreTest() override { std::remove(file.c_str()); }
    std::string write_file(std::size_t bytes) {
        std::string content(bytes, '\0');
        for (std::size_t at = 0; at < bytes; ++at) content[at] = static_cast<char>(at * 31 >> 8);
        std::ofstream{file, std::ios::binary} << content;
        return content;
    }
};

TEST_F(StoreTest, KeepsAndGivesBack) {
    const std::string key = "recordings/o r g/ü+call.wibspool";
    const auto stored = run(io, store.put(key, "application/x-wib-spool", "hello world", soon()));
    ASSERT_TRUE(stored) << stored.error().detail;
    EXPECT_EQ(stored->etag, "\"e1\"");
    EXPECT_EQ(run(io, store.head(key, soon()))->size, 11u);
    EXPECT_EQ(run(io, store.get(key, std::nullopt, soon())), "hello world");
    EXPECT_EQ(run(io, store.get(key, ByteRange{6, 8}, soon())), "wor");
    EXPECT_EQ(run(io, store.get(key, ByteRange{6, 100}, soon())), "world") << "a range ends where the object ends";
    EXPECT_THAT(s3.asked, ::testing::Contains("PUT /calls/recordings/o%20r%20g/%C3%BC%2Bcall.wibspool"));
}

TEST_F(StoreTest, SaysWhatIsNotThere) {
    EXPECT_EQ(run(io, store.head("nothing", soon())).error().kind, Kind::not_found);
    EXPECT_EQ(run(io, store.get("nothing", std::nullopt, soon())).error().kind, Kind::not_found);
    EXPECT_EQ(s3.asked.size(), 2u) << "an answer is not asked for twice";
}

TEST_F(StoreTest, IsRefusedWithTheWrongKey) {
    config.secret_access_key = Secret{"wrong"};
    S3Store stranger{config, client, clock, random, pool};
    const auto refused = run(io, stranger.put("k", "text/plain", "x", soon()));
    EXPECT_EQ(refused.error().kind, Kind::refused);
    EXPECT_THAT(refused.error().detail, HasSubstr("SignatureDoesNotMatch"));
}

TEST_F(StoreTest, SaysThatItIsNotConfigured) {
    S3Store none{{}, client, clock, random, pool};
    EXPECT_EQ(run(io, none.put("k", "text/plain", "x", soon())).error().kind, Kind::not_configured);
}

TEST_F(StoreTest, TriesAgainWhenTheStoreStumbles) {
    s3.faults({says(503, "<Error><Code>SlowDown</Code></Error>"), drops(), says(500), says(429)});
    const auto stored = run(io, store.put("k", "text/plain", "x", soon()));
    ASSERT_TRUE(stored) << stored.error().detail;
    EXPECT_EQ(s3.objects["/calls/k"], "x");
}

TEST_F(StoreTest, GivesUpAfterItsAttempts) {
    s3.faults({says(503), says(503), says(503), says(503), says(503), says(503)});
    const auto refused = run(io, store.put("k", "text/plain", "x", soon()));
    EXPECT_EQ(refused.error().kind, Kind::unreachable);
    EXPECT_TRUE(refused.error().retryable);
    EXPECT_EQ(s3.asked.size(), 5u);
}

TEST_F(StoreTest, UploadsLongFilesInEqualParts) {
    const auto content = write_file(20 * 1024 * 1024 + 5);
    s3.faults({passes(), passes(), says(500)});
    const auto stored = run(io, store.put_file("long", "audio/wav", file, soon()));
    ASSERT_TRUE(stored) << stored.error().detail;
    EXPECT_EQ(stored->size, content.size());
    EXPECT_EQ(stored->etag, "\"whole-2\"");
    EXPECT_TRUE(s3.objects["/calls/long"] == content);
    EXPECT_THAT(
        s3.asked,
        ElementsAre("POST /calls/long?uploads=", "PUT /calls/long?partNumber=1&uploadId=up%2F1",
                    "PUT /calls/long?partNumber=2&uploadId=up%2F1", "PUT /calls/long?partNumber=2&uploadId=up%2F1",
                    "PUT /calls/long?partNumber=3&uploadId=up%2F1", "POST /calls/long?uploadId=up%2F1"));
}

TEST_F(StoreTest, UploadsShortFilesInOnePiece) {
    const auto content = write_file(1000);
    ASSERT_TRUE(run(io, store.put_file("short", "audio/wav", file, soon())));
    EXPECT_EQ(s3.objects["/calls/short"], content);
    EXPECT_EQ(s3.asked.size(), 1u);
    EXPECT_EQ(run(io, store.put_file("gone", "audio/wav", file + ".none", soon())).error().kind, Kind::corrupt);
}

TEST_F(StoreTest, AbortsAnUploadThatCannotBeFinished) {
    write_file(9 * 1024 * 1024);
    s3.faults({passes(), says(403, "<Error><Code>AccessDenied</Code></Error>")});
    EXPECT_EQ(run(io, store.put_file("long", "audio/wav", file, soon())).error().kind, Kind::refused);
    EXPECT_TRUE(s3.aborted);
}

TEST_F(StoreTest, ReadsTheErrorInsideA200) {
    write_file(9 * 1024 * 1024);
    s3.faults({passes(), passes(), passes(),
               says(200, R"(<?xml version="1.0"?> <Error><Code>InternalError</Code></Error>)")});
    const auto stored = run(io, store.put_file("long", "audio/wav", file, soon()));
    ASSERT_TRUE(stored) << stored.error().detail;
    EXPECT_EQ(s3.asked.size(), 5u) << "completed at the second attempt";
}

TEST_F(StoreTest, RecognisesACompletionItDidNotHear) {
    const auto content = write_file(9 * 1024 * 1024);
    s3.faults({passes(), passes(), passes(), [this, content](const std::string&, Peer&) {
                   s3.objects["/calls/long"] = content;  // done, and then the answer is lost
                   s3.parts.clear();
                   return http_reply(500, "");
               }});
    const auto stored = run(io, store.put_file("long", "audio/wav", file, soon()));
    ASSERT_TRUE(stored) << stored.error().detail;
    EXPECT_EQ(stored->size, content.size());
}

TEST_F(StoreTest, TrustsNoOtherRange) {
    s3.faults({says(206, "abc"), says(206, "abc"), says(200, "abc")});
    EXPECT_EQ(run(io, store.get("k", ByteRange{0, 2}, soon())).error().kind, Kind::corrupt);
    EXPECT_EQ(run(io, store.get("k", ByteRange{0, 1}, soon())).error().kind, Kind::corrupt);
    EXPECT_EQ(run(io, store.get("k", ByteRange{0, 1}, soon())).error().kind, Kind::corrupt);
}

}  // namespace
}  // namespace wib::s3

#include "bench/loadgen/http_wire.hpp"

#include <gtest/gtest.h>

#include <cstring>

namespace wib::loadgen {
namespace {

void feed(ReplyReader& reader, std::string_view bytes) {
    std::memcpy(reader.in.space(bytes.size()), bytes.data(), bytes.size());
    reader.in.got(bytes.size());
}

constexpr std::string_view kSized = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\ncontent-length: 5\r\n\r\nhello";
constexpr std::string_view kChunked =
    "HTTP/1.1 503 Service Unavailable\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
    "4\r\nwiki\r\n6;x=y\r\npedia \r\n0\r\n\r\n";

TEST(ReplyReader, ReadsAnAnswerHoweverItIsCut) {
    for (const auto text : {kSized, kChunked}) {
        for (std::size_t cut = 1; cut < text.size(); ++cut) {
            ReplyReader reader;
            ReplyReader::Reply reply;
            feed(reader, text.substr(0, cut));
            ASSERT_EQ(reader.next(reply), ReplyReader::State::more) << cut;
            feed(reader, text.substr(cut));
            ASSERT_EQ(reader.next(reply), ReplyReader::State::done) << cut;
            EXPECT_EQ(reply.body, text == kSized ? "hello" : "wikipedia ");
            EXPECT_EQ(reply.status, text == kSized ? 200 : 503);
            EXPECT_EQ(reply.keep_alive, text == kSized);
            EXPECT_EQ(reader.next(reply), ReplyReader::State::more);
            EXPECT_TRUE(reader.in.left().empty());
        }
    }
}

TEST(ReplyReader, KnowsWhatIsNoAnswer) {
    for (const auto* text :
         {"nonsense\r\n\r\n", "HTTP/1.1 abc\r\n\r\n", "HTTP/1.1 200 OK\r\ncontent-length: x\r\n\r\n",
          "HTTP/1.1 200 OK\r\n\r\nuntil I close", "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n"}) {
        ReplyReader reader;
        ReplyReader::Reply reply;
        feed(reader, text);
        EXPECT_EQ(reader.next(reply), ReplyReader::State::broken) << text;
    }
}

TEST(ReplyReader, AnAnswerWithoutBodyHasNone) {
    ReplyReader reader;
    ReplyReader::Reply reply;
    feed(reader, "HTTP/1.1 204 No Content\r\n\r\n");
    ASSERT_EQ(reader.next(reply), ReplyReader::State::done);
    EXPECT_EQ(reply.status, 204);
    EXPECT_TRUE(reply.body.empty());
}

TEST(RequestHead, SaysHowLongABodyIs) {
    EXPECT_EQ(request_head("GET", "/a?b=c", "127.0.0.1:80", {{"X-One", "1"}}, ""),
              "GET /a?b=c HTTP/1.1\r\nHost: 127.0.0.1:80\r\nX-One: 1\r\n");
    EXPECT_EQ(request_head("POST", "/", "h", {}, "four"), "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n");
    EXPECT_EQ(request_head("POST", "/", "h", {}, ""), "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n");
}

}  // namespace
}  // namespace wib::loadgen

#include "origin/ws/frame_codec.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/beast/_experimental/test/stream.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket.hpp>
#include <random>

namespace wib::ws {
namespace {

using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
using ::testing::IsEmpty;
using What = FrameReader::What;

constexpr std::size_t kLongest = 70'000;
constexpr int kFin = 0x80;

/// A client's frame: the mask is applied as RFC 6455 §5.3 writes it, a byte at a time.
std::string frame(int first, std::string_view payload, std::string_view key = {"\x37\xfa\x21\x3d", 4}) {
    std::string bytes{static_cast<char>(first)};
    const auto size = payload.size();
    if (size < 126) {
        bytes += static_cast<char>(0x80 | size);
    } else if (size < 65536) {
        bytes += static_cast<char>(0x80 | 126);
        for (const int shift : {8, 0}) bytes += static_cast<char>(size >> shift);
    } else {
        bytes += static_cast<char>(0x80 | 127);
        for (int shift = 56; shift >= 0; shift -= 8) bytes += static_cast<char>(std::uint64_t{size} >> shift);
    }
    bytes += key;
    for (std::size_t at = 0; at < size; ++at) bytes += static_cast<char>(payload[at] ^ key[at % 4]);
    return bytes;
}
std::string text(std::string_view payload) {
    return frame(kFin | 1, payload);
}

/// What a reader says, in words: "text:hello", "ping:", "close:1000:done", "malformed".
std::string told(const FrameReader::Event& event) {
    const std::string payload{event.payload};
    switch (event.what) {
        case What::more:
            return "more";
        case What::text:
            return "text:" + payload;
        case What::binary:
            return "binary:" + payload;
        case What::ping:
            return "ping:" + payload;
        case What::pong:
            return "pong:" + payload;
        case What::close:
            return "close:" + std::to_string(event.close_code) + ":" + payload;
        case What::malformed:
            return "malformed";
        case What::not_utf8:
            return "not_utf8";
        case What::too_large:
            return "too_large";
    }
    return "";
}

std::vector<std::string> read_all(std::string_view wire, std::size_t piece, std::size_t longest = kLongest) {
    FrameReader reader{longest};
    std::vector<std::string> said;
    for (;;) {
        for (auto event = reader.next(); event.what != What::more; event = reader.next()) {
            said.push_back(told(event));
            if (event.what >= What::close) return said;
        }
        if (wire.empty()) return said;
        const auto room = reader.room();
        const auto size = std::min({piece, room.size(), wire.size()});
        std::copy_n(wire.begin(), size, room.begin());
        reader.got(size);
        wire.remove_prefix(size);
    }
}

struct Case {
    const char* number;  ///< of Autobahn's list, which names the family
    std::string wire;
    std::vector<std::string> said;
};

/// RFC 6455 §5.2 forbids it; to Beast it is a message above the limit.
constexpr const char* kOnlyOurs = "length of 2^63";

/// The Autobahn testsuite's cases that speak of a reader (1 framing, 2 pings, 3 reserved bits, 4 opcodes, 5 fragments,
/// 6 UTF-8, 7 closing), restated as bytes and what they mean.
std::vector<Case> cases() {
    const std::string kappa = "\xce\xba\xe1\xbd\xb9\xcf\x83\xce\xbc\xce\xb5";
    std::vector<Case> all{
        {"1.1.1", text(""), {"text:"}},
        {"1.2.1", frame(kFin | 2, ""), {"binary:"}},
        {"2.1", frame(kFin | 9, ""), {"ping:"}},
        {"2.2", frame(kFin | 9, "Hello, world!"), {"ping:Hello, world!"}},
        {"2.3",
         frame(kFin | 9, {"\x00\xff\xfe\xfd\xfc\xfb\x00\xff", 8}),
         {"ping:" + std::string{"\x00\xff\xfe\xfd\xfc\xfb\x00\xff", 8}}},
        {"2.4", frame(kFin | 9, std::string(125, '\xfe')), {"ping:" + std::string(125, '\xfe')}},
        {"2.5", frame(kFin | 9, std::string(126, '\xfe')), {"malformed"}},
        {"2.7", frame(kFin | 10, ""), {"pong:"}},
        {"2.8", frame(kFin | 10, "unsolicited"), {"pong:unsolicited"}},
        {"3.1", frame(kFin | 0x40 | 1, "x"), {"malformed"}},
        {"3.2", text("small") + frame(kFin | 0x20 | 1, "x") + frame(kFin | 9, ""), {"text:small", "malformed"}},
        {"3.5", frame(kFin | 0x50 | 2, "x"), {"malformed"}},
        {"3.6", frame(kFin | 0x60 | 9, "x"), {"malformed"}},
        {"3.7", frame(kFin | 0x70 | 8, ""), {"malformed"}},
        {"5.1", frame(9, "frag") + frame(kFin, "ment"), {"malformed"}},
        {"5.2", frame(10, "frag") + frame(kFin, "ment"), {"malformed"}},
        {"5.3", frame(1, "frag") + frame(kFin, "ment"), {"text:fragment"}},
        {"5.6", frame(1, "frag") + frame(kFin | 9, "p") + frame(kFin, "ment"), {"ping:p", "text:fragment"}},
        {"5.9", frame(kFin, "x") + text("y"), {"malformed"}},
        {"5.12", frame(0, "x") + text("y"), {"malformed"}},
        {"5.15", frame(1, "a") + frame(kFin, "b") + frame(0, "c"), {"text:ab", "malformed"}},
        {"5.18", frame(1, "a") + text("b"), {"malformed"}},
        {"5.19",
         frame(1, "1") + frame(0, "2") + frame(kFin | 9, "p1") + frame(0, "3") + frame(kFin | 9, "p2") +
             frame(kFin, "4"),
         {"ping:p1", "ping:p2", "text:1234"}},
        {"6.1.1", text(""), {"text:"}},
        {"6.1.2", frame(1, "") + frame(0, "") + frame(kFin, ""), {"text:"}},
        {"6.1.3", frame(1, "") + frame(0, "middle") + frame(kFin, ""), {"text:middle"}},
        {"6.2.1",
         text("Hello-\xc2\xb5@\xc3\x9f\xc3\xb6\xc3\xa4\xc3\xbc\xc3\xa0\xc3\xa1-UTF-8!!"),
         {"text:Hello-\xc2\xb5@\xc3\x9f\xc3\xb6\xc3\xa4\xc3\xbc\xc3\xa0\xc3\xa1-UTF-8!!"}},
        {"6.3.1", text(kappa + "\xed\xa0\x80" + "edited"), {"not_utf8"}},
        {"6.4.1", frame(1, kappa) + frame(0, "\xf4\x90\x80\x80"), {"not_utf8"}},
        {"6.4.2", frame(1, kappa + "\xf4") + frame(0, "\x90"), {"not_utf8"}},
        {"7.1.1", text("x") + frame(kFin | 8, {"\x03\xe8", 2}), {"text:x", "close:1000:"}},
        {"7.1.3", frame(kFin | 8, {"\x03\xe8", 2}) + frame(kFin | 9, ""), {"close:1000:"}},
        {"7.3.1", frame(kFin | 8, ""), {"close:0:"}},
        {"7.3.2", frame(kFin | 8, "x"), {"malformed"}},
        {"7.3.4", frame(kFin | 8, "\x03\xe8Hello"), {"close:1000:Hello"}},
        {"7.3.5", frame(kFin | 8, "\x03\xe8" + std::string(123, 'x')), {"close:1000:" + std::string(123, 'x')}},
        {"7.3.6", frame(kFin | 8, "\x03\xe8" + std::string(124, 'x')), {"malformed"}},
        {"7.5.1", frame(kFin | 8, "\x03\xe8" + kappa + "\xed\xa0\x80"), {"not_utf8"}},
        {"10.1.1",
         frame(2, std::string(1300, 'x')) + frame(kFin, std::string(64'236, 'x')),
         {"binary:" + std::string(65'536, 'x')}},
        {"unmasked", {"\x81\x05hello", 7}, {"malformed"}},
        {"length in more bytes than it needs", {"\x81\xfe\x00\x05", 4}, {"malformed"}},
        {"length in many more", {"\x81\xff\x00\x00\x00\x00\x00\x00\xff\xff", 10}, {"malformed"}},
        {kOnlyOurs, {"\x82\xff\x80\x00\x00\x00\x00\x00\x00\x00", 10}, {"malformed"}},
        {"length above the limit", {"\x82\xff\x00\x00\x00\x00\x00\x01\x11\x71", 10}, {"too_large"}},
        {"pieces above the limit",
         frame(2, std::string(60'000, 'x')) + frame(kFin, std::string(10'001, 'x')).substr(0, 4),
         {"too_large"}},
        {"half a frame", text("hello").substr(0, 8), {}},
    };
    for (const int opcode : {3, 4, 5, 6, 7, 11, 12, 13, 14, 15})
        all.push_back({"4.*", text("x") + frame(kFin | opcode, "") + text("y"), {"text:x", "malformed"}});
    for (const std::size_t size : {125u, 126u, 127u, 128u, 65'535u, 65'536u, 70'000u})
        all.push_back({"1.*",
                       text(std::string(size, '*')) + frame(kFin | 2, std::string(size, '\xfe')),
                       {"text:" + std::string(size, '*'), "binary:" + std::string(size, '\xfe')}});
    for (const int code : {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999})
        all.push_back({"7.7.*",
                       frame(kFin | 8, {close_payload(static_cast<std::uint16_t>(code)).data(), 2}),
                       {"close:" + std::to_string(code) + ":"}});
    for (const int code : {0, 999, 1004, 1005, 1006, 1014, 1015, 1016, 1100, 2000, 2999})
        all.push_back(
            {"7.9.*", frame(kFin | 8, {close_payload(static_cast<std::uint16_t>(code)).data(), 2}), {"malformed"}});
    return all;
}

TEST(FrameReader, UnderstandsAutobahnsCasesHoweverTheyAreCut) {
    for (const auto& one : cases()) {
        for (const std::size_t piece : {std::size_t{1}, std::size_t{3}, std::size_t{997}, one.wire.size() + 1})
            EXPECT_EQ(read_all(one.wire, piece), one.said) << one.number << " in pieces of " << piece;
    }
}

// Each sequence that is no UTF-8 in Autobahn's 6.5 to 6.23, and a neighbour that is.
TEST(FrameReader, KnowsUtf8WholeAndInPieces) {
    const std::vector<std::pair<std::string, bool>> sequences{{{"\x00", 1}, true},
                                                              {"\x7f", true},
                                                              {"\xc2\x80", true},
                                                              {"\xdf\xbf", true},
                                                              {"\xe0\xa0\x80", true},
                                                              {"\xef\xbf\xbf", true},
                                                              {"\xf0\x90\x80\x80", true},
                                                              {"\xf4\x8f\xbf\xbf", true},
                                                              {"\xed\x9f\xbf", true},
                                                              {"\xee\x80\x80", true},
                                                              {"\x80", false},
                                                              {"\xbf", false},
                                                              {"\xc0\xaf", false},
                                                              {"\xc1\xbf", false},
                                                              {"\xe0\x9f\xbf", false},
                                                              {"\xed\xa0\x80", false},
                                                              {"\xed\xbf\xbf", false},
                                                              {"\xf0\x8f\xbf\xbf", false},
                                                              {"\xf4\x90\x80\x80", false},
                                                              {"\xf5\x80\x80\x80", false},
                                                              {"\xfe", false},
                                                              {"\xff", false},
                                                              {"\xc3 ", false},
                                                              {"\xe2\x82 ", false},
                                                              {"\xf8\x88\x80\x80\x80", false},
                                                              {"\xc2", false},
                                                              {"\xe2\x82", false},
                                                              {"\xf0\x9f\x92", false}};
    for (const auto& [bytes, good] : sequences) {
        const auto around = "a" + bytes;
        const std::vector<std::string> expected{good ? "text:" + around : "not_utf8"};
        EXPECT_EQ(read_all(text(around), 4096), expected) << ::testing::PrintToString(bytes);
        std::string pieces = frame(1, "");
        for (const char byte : around) pieces += frame(0, {&byte, 1});
        EXPECT_EQ(read_all(pieces + frame(kFin, ""), 4096), expected)
            << ::testing::PrintToString(bytes) << " in frames";
    }
}

TEST(FrameReader, GivesBackWhatALargeMessageNeeded) {
    FrameReader reader{kLongest};
    const auto wire = text(std::string(60'000, 'x')) + text("y");
    std::size_t most = 0;
    std::string_view left = wire;
    std::vector<std::size_t> sizes;
    while (!left.empty()) {
        const auto room = reader.room();
        most = std::max(most, room.size());
        const auto size = std::min(room.size(), left.size());
        std::copy_n(left.begin(), size, room.begin());
        reader.got(size);
        left.remove_prefix(size);
        for (auto event = reader.next(); event.what != What::more; event = reader.next())
            sizes.push_back(event.payload.size());
    }
    EXPECT_THAT(sizes, ElementsAre(60'000u, 1u));
    EXPECT_GT(most, 20'000u);
    EXPECT_LE(reader.room().size(), 4096u);
}

TEST(FrameReader, GoesOnElsewhereWhileItsLastMessageIsKept) {
    FrameReader reader{kLongest};
    const auto wire = frame(1, "fr") + frame(kFin, "ag") + frame(1, "on") + text("never").substr(0, 3);
    std::copy(wire.begin(), wire.end(), reader.room().begin());
    reader.got(wire.size());
    const auto held = reader.next();
    auto other = reader.rest();
    EXPECT_EQ(told(other.next()), "malformed") << "a message within a message";
    EXPECT_EQ(told(held), "text:frag");

    FrameReader second{kLongest};
    const auto more = text("held") + frame(1, "on");
    std::copy(more.begin(), more.end(), second.room().begin());
    second.got(more.size());
    const auto kept = second.next();
    EXPECT_EQ(second.next().what, What::more);
    auto after = second.rest();
    const auto end = frame(kFin, "ward");
    std::copy(end.begin(), end.end(), after.room().begin());
    after.got(end.size());
    EXPECT_EQ(told(after.next()), "text:onward");
    EXPECT_EQ(told(kept), "text:held");
}

// ---------------------------------------------------------------------------------------------------------------------
// Against Beast, which reads the same bytes.

namespace beast = boost::beast;
namespace websocket = beast::websocket;

std::vector<std::string> read_by_beast(std::string_view wire) {
    boost::asio::io_context io;
    beast::test::stream peer{io};
    websocket::stream<beast::test::stream> server{io};
    server.next_layer().connect(peer);
    server.next_layer().append(
        "GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n");
    server.accept();
    server.read_message_max(kLongest);
    std::vector<std::string> said;
    server.control_callback([&](websocket::frame_type type, beast::string_view payload) {
        if (type == websocket::frame_type::ping) said.push_back("ping:" + std::string{payload});
        if (type == websocket::frame_type::pong) said.push_back("pong:" + std::string{payload});
    });
    server.next_layer().append({wire.data(), wire.size()});
    peer.close();
    for (;;) {
        beast::flat_buffer message;
        beast::error_code error;
        server.read(message, error);
        if (!error) {
            said.push_back((server.got_text() ? "text:" : "binary:") + beast::buffers_to_string(message.cdata()));
        } else if (error == websocket::error::closed) {
            said.push_back(
                "close:" +
                std::to_string(server.reason().code == websocket::close_code::none ? 0 : server.reason().code) + ":" +
                std::string(server.reason().reason.data(), server.reason().reason.size()));
            return said;
        } else {
            if (error == websocket::error::bad_frame_payload || error == websocket::error::bad_close_payload)
                said.push_back("not_utf8");
            else if (error == websocket::error::message_too_big)
                said.push_back("too_large");
            else if (error.category() == make_error_code(websocket::error::closed).category())
                said.push_back("malformed");
            return said;
        }
    }
}

// A wrong head is known to us before the rest of it has come; Beast waits for its mask.
std::string whole_head(const std::vector<std::string>& said) {
    return !said.empty() && (said.back() == "malformed" || said.back() == "too_large") ? std::string(16, '\0') : "";
}

TEST(FrameReader, AgreesWithBeastOnAutobahnsCases) {
    for (const auto& one : cases())
        if (std::string_view{one.number} != kOnlyOurs)
            EXPECT_EQ(read_by_beast(one.wire + whole_head(one.said)), one.said) << one.number;
}

// The same in every run: conversations with a few bytes changed, lost or doubled.
TEST(FrameReader, AgreesWithBeastOnWhatIsAlmostAConversation) {
    std::mt19937 dice{6455};
    const auto some = [&](std::size_t below) { return static_cast<std::size_t>(dice() % below); };
    int faults = 0;
    for (int round = 0; round < 3000; ++round) {
        std::string wire;
        for (auto frames = 1 + some(5); frames > 0; --frames) {
            std::string payload(some(4) == 0 ? 120 + some(20) : some(12), '\0');
            for (auto& byte : payload) byte = static_cast<char>(some(8) == 0 ? dice() : 'a' + some(26));
            const std::array<int, 8> firsts{kFin | 1, kFin | 2, 1, 2, 0, kFin, kFin | 9, kFin | 8};
            std::string key;
            for (int at = 0; at < 4; ++at) key += static_cast<char>(dice());
            wire += frame(firsts[some(firsts.size())], payload, key);
        }
        for (auto edits = some(3); edits > 0 && !wire.empty(); --edits) {
            const auto at = some(wire.size());
            if (some(2) == 0)
                wire[at] = static_cast<char>(dice());
            else
                wire.erase(at, 1 + some(3));
        }
        const auto ours = read_all(wire, 1 + some(wire.size() + 1));
        auto theirs = read_by_beast(wire + whole_head(ours));
        // Beast looks into a frame before all of it has come; the bytes it complains of may be the last there are.
        if (theirs.size() == ours.size() + 1 && theirs.back() == "not_utf8") theirs.pop_back();
        ASSERT_EQ(ours, theirs) << "round " << round << ": " << ::testing::PrintToString(wire);
        if (!ours.empty() && (ours.back() == "malformed" || ours.back() == "not_utf8")) ++faults;
    }
    EXPECT_GT(faults, 100);
}

TEST(FrameHead, TakesTheShortestLengthAndDoesNotMask) {
    EXPECT_EQ(FrameHead(Opcode::text, 5).bytes(), (std::string_view{"\x81\x05", 2}));
    EXPECT_EQ(FrameHead(Opcode::pong, 125).bytes(), (std::string_view{"\x8a\x7d", 2}));
    EXPECT_EQ(FrameHead(Opcode::binary, 126).bytes(), (std::string_view{"\x82\x7e\x00\x7e", 4}));
    EXPECT_EQ(FrameHead(Opcode::binary, 65'535).bytes(), (std::string_view{"\x82\x7e\xff\xff", 4}));
    EXPECT_EQ(FrameHead(Opcode::binary, 65'536).bytes(),
              (std::string_view{"\x82\x7f\x00\x00\x00\x00\x00\x01\x00\x00", 10}));
}

}  // namespace
}  // namespace wib::ws

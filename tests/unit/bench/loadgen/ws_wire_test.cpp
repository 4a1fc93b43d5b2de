#include "bench/loadgen/ws_wire.hpp"

#include <gtest/gtest.h>

#include <cstring>

namespace wib::loadgen {
namespace {

void feed(WsReader& reader, std::string_view bytes) {
    std::memcpy(reader.in.space(bytes.size()), bytes.data(), bytes.size());
    reader.in.got(bytes.size());
}

/// What a server would make of a client's message: unmasked, by the letter of RFC 6455 §5.3.
std::string payload_of(std::string_view message) {
    std::size_t head = 2;
    const auto size = static_cast<unsigned char>(message[1]) & 0x7f;
    if (size == 126) head += 2;
    if (size == 127) head += 8;
    const auto key = message.substr(head, 4);
    std::string payload{message.substr(head + 4)};
    for (std::size_t at = 0; at < payload.size(); ++at) payload[at] = static_cast<char>(payload[at] ^ key[at % 4]);
    return payload;
}

TEST(WsMessage, OfAnyLengthIsMaskedAndComesOutWhole) {
    for (const std::size_t size : {0u, 1u, 7u, 125u, 126u, 400u, 65535u, 65536u}) {
        std::string text;
        for (std::size_t at = 0; at < size; ++at) text += static_cast<char>(at * 7);
        std::string out;
        append_ws_message(out, WsKind::text, text, 0x12345678);
        EXPECT_EQ(static_cast<unsigned char>(out[0]), 0x81);
        EXPECT_TRUE(static_cast<unsigned char>(out[1]) & 0x80);
        EXPECT_EQ(payload_of(out), text) << size;
    }
}

TEST(WsMessage, TheExampleOfTheStandard) {
    // RFC 6455 §5.7: a single-frame masked text message "Hello".
    std::string out;
    append_ws_message(out, WsKind::text, "Hello", 0x3d21fa37);
    EXPECT_EQ(out, std::string("\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58"));
}

TEST(WsReader, ReadsMessagesHoweverTheyAreCut) {
    // RFC 6455 §5.7: "Hello" whole; in two pieces with a ping between them; 256 bytes of binary.
    const std::string text = std::string("\x81\x05Hello") + "\x01\x03Hel" + "\x89\x02hi" + "\x80\x02lo" +
                             std::string("\x82\x7e\x01\x00", 4) + std::string(256, 'x');
    for (std::size_t cut = 1; cut < text.size(); ++cut) {
        WsReader reader;
        std::vector<std::pair<WsKind, std::string>> got;
        for (const auto& part : {text.substr(0, cut), text.substr(cut)}) {
            feed(reader, part);
            WsReader::Message message{};
            while (reader.next(message) == WsReader::State::done)
                got.emplace_back(message.kind, std::string{message.payload});
        }
        ASSERT_EQ(got.size(), 4u) << cut;
        EXPECT_EQ(got[0], (std::pair{WsKind::text, std::string("Hello")}));
        EXPECT_EQ(got[1], (std::pair{WsKind::ping, std::string("hi")}));
        EXPECT_EQ(got[2], (std::pair{WsKind::text, std::string("Hello")}));
        EXPECT_EQ(got[3], (std::pair{WsKind::binary, std::string(256, 'x')}));
    }
}

TEST(WsReader, KnowsWhatNoServerSends) {
    for (const auto& text : {std::string("\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58"), std::string("\xc1\x05Hello"),
                             std::string("\x80\x05Hello")}) {
        WsReader reader;
        feed(reader, text);
        WsReader::Message message{};
        EXPECT_EQ(reader.next(message), WsReader::State::broken);
    }
}

}  // namespace
}  // namespace wib::loadgen

#include "bench/loadgen/frames.hpp"

#include <gtest/gtest.h>

#include "shared/codec/base64.hpp"

namespace wib::loadgen {
namespace {

TEST(Frames, CarryTheirNumber) {
    for (const std::uint32_t number : {0u, 1u, 255u, 70'000u}) {
        const auto audio = frame_audio(Track::inbound, number);
        EXPECT_EQ(audio.size(), kFrameBytes);
        EXPECT_EQ(frame_number(audio), number);
        EXPECT_EQ(frame_number(frame_audio(Track::outbound, number)), number | kOutboundMark);
    }
}

TEST(TelnyxWords, WordAFrameAsTheCarrierDoes) {
    const TelnyxWords words{"32DE0DEA"};
    std::string message;
    words.append_media(message, Track::inbound, 1, 4);
    const auto payload = codec::base64(as_bytes(frame_audio(Track::inbound, 1)));
    EXPECT_EQ(
        message,
        R"({"event":"media","sequence_number":"4","stream_id":"32DE0DEA","media":{"track":"inbound","chunk":"2","timestamp":"20","payload":")" +
            payload + R"("}})");
}

TEST(TelnyxWords, AnEchoIsKnownInEitherForm) {
    const auto payload = codec::base64(as_bytes(frame_audio(Track::inbound, 77)));
    EXPECT_EQ(TelnyxWords::echoed_number(R"({"event":"media","media":{"payload":")" + payload + R"("}})"), 77u);
    EXPECT_EQ(TelnyxWords::echoed_number(R"({ "media": { "payload" : ")" + payload + R"(" }, "event": "media" })"),
              77u);
    EXPECT_EQ(TelnyxWords::echoed_number(R"({"event":"mark","mark":{"name":"m1"}})"), std::nullopt);
    EXPECT_EQ(TelnyxWords::echoed_number(R"({"event":"media","media":{"payload":"AA=="}})"), std::nullopt);
    EXPECT_EQ(TelnyxWords::echoed_number(R"({"payload")"), std::nullopt);
}

TEST(EchoBook, TellsNewsFromRepetitionAndInvention) {
    EchoBook book{10};
    for (int sent = 0; sent < 4; ++sent) book.sent();
    EXPECT_EQ(book.heard(0), EchoBook::News::first);
    EXPECT_EQ(book.heard(0), EchoBook::News::again);
    EXPECT_EQ(book.heard(4), EchoBook::News::never_sent);
    EXPECT_EQ(book.heard(4'000'000'000u), EchoBook::News::never_sent);
    EXPECT_EQ(book.missing(0), 3u);
    EXPECT_EQ(book.missing(2), 2u);
}

}  // namespace
}  // namespace wib::loadgen

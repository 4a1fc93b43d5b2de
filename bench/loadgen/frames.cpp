#include "bench/loadgen/frames.hpp"

#include <array>
#include <cmath>
#include <cstring>
#include <numbers>
#include <vector>

#include "shared/codec/base64.hpp"
#include "shared/record/g711.hpp"

namespace wib::loadgen {

namespace {

constexpr std::size_t kSounds = 50;  // a second that repeats

/// A second of a 400 Hz tone that swells and fades, so that whoever measures levels has something to measure.
const std::array<std::string, kSounds>& sounds() {
    static const auto made = [] {
        std::array<std::string, kSounds> all;
        for (std::size_t frame = 0; frame < kSounds; ++frame) {
            for (std::size_t at = 0; at < kFrameBytes; ++at) {
                const double t = static_cast<double>(frame * kFrameBytes + at) / 8000.0;
                const double swell = 0.5 - 0.5 * std::cos(2 * std::numbers::pi * t);
                const auto sample =
                    static_cast<std::int16_t>(8000.0 * swell * std::sin(2 * std::numbers::pi * 400 * t));
                all[frame] += static_cast<char>(record::encode_sample(record::Codec::pcmu, sample));
            }
        }
        return all;
    }();
    return made;
}

/// The same in base64, without its first eight characters: those hold the number.
const std::array<std::string, kSounds>& sound_tails() {
    static const auto made = [] {
        std::array<std::string, kSounds> all;
        for (std::size_t at = 0; at < kSounds; ++at) all[at] = codec::base64(as_bytes(sounds()[at])).substr(8);
        return all;
    }();
    return made;
}

std::array<char, 6> opening(Track track, std::uint32_t number) {
    const auto carried = track == Track::inbound ? number : number | kOutboundMark;
    std::array<char, 6> bytes{};
    for (std::size_t at = 0; at < 4; ++at) bytes[at] = static_cast<char>(carried >> (8 * at));
    const auto& sound = sounds()[number % kSounds];
    bytes[4] = sound[4];
    bytes[5] = sound[5];
    return bytes;
}

}  // namespace

std::string frame_audio(Track track, std::uint32_t number) {
    auto audio = sounds()[number % kSounds];
    const auto head = opening(track, number);
    audio.replace(0, head.size(), head.data(), head.size());
    return audio;
}

std::optional<std::uint32_t> frame_number(std::string_view audio) {
    if (audio.size() < 4) return std::nullopt;
    std::uint32_t number = 0;
    for (std::size_t at = 0; at < 4; ++at)
        number |= static_cast<std::uint32_t>(static_cast<unsigned char>(audio[at])) << (8 * at);
    return number;
}

std::string TelnyxWords::start(std::string_view start) const {
    return R"({"event":"start","sequence_number":"1","stream_id":")" + stream_id_ + R"(","start":)" +
           std::string{start} + "}";
}

void TelnyxWords::append_media(std::string& out, Track track, std::uint32_t number, std::uint64_t sequence) const {
    out += R"({"event":"media","sequence_number":")";
    out += std::to_string(sequence);
    out += R"(","stream_id":")";
    out += stream_id_;
    out += track == Track::inbound ? R"(","media":{"track":"inbound","chunk":")"
                                   : R"(","media":{"track":"outbound","chunk":")";
    out += std::to_string(number + 1);
    out += R"(","timestamp":")";
    out += std::to_string(std::uint64_t{number} * 20);
    out += R"(","payload":")";
    const auto head = opening(track, number);
    out += codec::base64(as_bytes({head.data(), head.size()}));
    out += sound_tails()[number % kSounds];
    out += R"("}})";
}

std::string TelnyxWords::stop(std::uint64_t sequence) const {
    return R"({"event":"stop","sequence_number":")" + std::to_string(sequence) + R"(","stream_id":")" + stream_id_ +
           R"(","stop":{}})";
}

std::optional<std::uint32_t> TelnyxWords::echoed_number(std::string_view message) {
    constexpr std::string_view kPayload = "\"payload\"";
    auto at = message.find(kPayload);
    if (at == std::string_view::npos) return std::nullopt;
    at = message.find('"', message.find(':', at + kPayload.size()));
    if (at == std::string_view::npos || message.size() < at + 9) return std::nullopt;
    const auto head = codec::parse_base64(message.substr(at + 1, 8));
    return head ? frame_number(as_text(*head)) : std::nullopt;
}

EchoBook::News EchoBook::heard(std::uint32_t number) {
    if (number >= sent_) return News::never_sent;
    if (heard_[number]) return News::again;
    heard_[number] = true;
    return News::first;
}

std::uint64_t EchoBook::missing(std::uint32_t first) const {
    std::uint64_t count = 0;
    for (std::uint32_t number = first; number < sent_; ++number) count += heard_[number] ? 0 : 1;
    return count;
}

}  // namespace wib::loadgen

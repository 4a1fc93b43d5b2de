#include "origin/supervision/voice.hpp"

#include <opus/opus.h>

#include <algorithm>
#include <array>
#include <optional>

#include "shared/core/ensure.hpp"

namespace wib::supervision {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t kSamplesPerMs = record::kSampleRate / 1000;
constexpr std::size_t kOpusFrame = 20 * kSamplesPerMs;
/// Above what G.711 speech holds; below half of what it costs.
constexpr int kBitsPerSecond = 24'000;
constexpr int kComplexity = 5;
constexpr std::size_t kLongestPacket = 400;

template <class T>
void put(std::string& out, T value) {
    for (std::size_t byte = 0; byte < sizeof value; ++byte)
        out.push_back(static_cast<char>((static_cast<std::uint64_t>(value) >> (8 * byte)) & 0xffU));
}

struct Head {
    std::uint8_t format;
    record::Track track;
    std::size_t samples;
    std::uint32_t number;
    std::uint32_t timestamp_ms;
    Instant received_at;
};

Packet packet(const Head& head, std::string_view payload) {
    Packet made{.bytes = {}, .lasts = milliseconds{head.samples / kSamplesPerMs}};
    made.bytes.reserve(kPacketHeader + payload.size());
    put(made.bytes, head.format);
    put(made.bytes, static_cast<std::uint8_t>(head.track));
    put(made.bytes, static_cast<std::uint16_t>(head.samples));
    put(made.bytes, head.number);
    put(made.bytes, head.timestamp_ms);
    put(made.bytes, static_cast<std::uint64_t>(unix_micros(head.received_at)));
    made.bytes += payload;
    return made;
}

std::string_view text_of(ByteView bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

class PlainVoice final : public Voice {
  public:
    PlainVoice(record::Track track, record::Codec codec) : track_(track), codec_(codec) {}

    void hear(const media::Airing& piece, const std::function<void(Packet)>& give) override {
        give(packet({.format = static_cast<std::uint8_t>(codec_),
                     .track = track_,
                     .samples = piece.size,
                     .number = number_++,
                     .timestamp_ms = piece.timestamp_ms,
                     .received_at = piece.received_at},
                    text_of(piece.samples())));
    }

  private:
    record::Track track_;
    record::Codec codec_;
    std::uint32_t number_ = 0;
};

class OpusVoice final : public Voice {
  public:
    OpusVoice(record::Track track, record::Codec codec) : track_(track), table_(record::decode_table(codec)) {
        int error = OPUS_OK;
        encoder_.reset(
            opus_encoder_create(static_cast<opus_int32>(record::kSampleRate), 1, OPUS_APPLICATION_VOIP, &error));
        ensure(error == OPUS_OK && encoder_ != nullptr, "an Opus encoder of 8 kHz mono can be made");
        opus_encoder_ctl(encoder_.get(), OPUS_SET_BITRATE(kBitsPerSecond));
        opus_encoder_ctl(encoder_.get(), OPUS_SET_COMPLEXITY(kComplexity));
    }

    void hear(const media::Airing& piece, const std::function<void(Packet)>& give) override {
        // After a hole what is half full is filled with silence: the stream's clock stays true for what follows.
        if (filled_ > 0 && piece.timestamp_ms != begins_ms_ + filled_ / kSamplesPerMs) finish(give);
        auto at_ms = piece.timestamp_ms;
        auto samples = piece.samples();
        while (!samples.empty()) {
            if (filled_ == 0) {
                begins_ms_ = at_ms;
                received_at_ = piece.received_at;
            }
            const auto room = std::min(kOpusFrame - filled_, samples.size());
            for (std::size_t i = 0; i < room; ++i)
                pcm_[filled_ + i] = table_[std::to_integer<std::uint8_t>(samples[i])];
            filled_ += room;
            at_ms += static_cast<std::uint32_t>(room / kSamplesPerMs);
            samples = samples.subspan(room);
            if (filled_ == kOpusFrame) finish(give);
        }
    }

  private:
    void finish(const std::function<void(Packet)>& give) {
        std::fill(pcm_.begin() + static_cast<std::ptrdiff_t>(filled_), pcm_.end(), opus_int16{0});
        filled_ = 0;
        std::array<unsigned char, kLongestPacket> coded;
        const auto size = opus_encode(encoder_.get(), pcm_.data(), static_cast<int>(kOpusFrame), coded.data(),
                                      static_cast<opus_int32>(coded.size()));
        ensure(size > 0, "Opus codes 20 ms of speech");
        give(packet({.format = kOpusFormat,
                     .track = track_,
                     .samples = kOpusFrame,
                     .number = number_++,
                     .timestamp_ms = begins_ms_,
                     .received_at = received_at_},
                    {reinterpret_cast<const char*>(coded.data()), static_cast<std::size_t>(size)}));
    }

    struct Destroy {
        void operator()(OpusEncoder* encoder) const { opus_encoder_destroy(encoder); }
    };

    record::Track track_;
    const record::G711Table& table_;
    std::unique_ptr<OpusEncoder, Destroy> encoder_;
    std::array<opus_int16, kOpusFrame> pcm_{};
    std::size_t filled_ = 0;
    std::uint32_t begins_ms_ = 0;
    Instant received_at_{};
    std::uint32_t number_ = 0;
};

}  // namespace

std::unique_ptr<Voice> plain_voice(record::Track track, record::Codec codec) {
    return std::make_unique<PlainVoice>(track, codec);
}
std::unique_ptr<Voice> opus_voice(record::Track track, record::Codec codec) {
    return std::make_unique<OpusVoice>(track, codec);
}

std::unique_ptr<Voice> voice(api::ListenFormat format, record::Track track, record::Codec codec) {
    return format == api::ListenFormat::opus ? opus_voice(track, codec) : plain_voice(track, codec);
}

std::string_view codec_name(api::ListenFormat format, record::Codec codec) {
    if (format == api::ListenFormat::opus) return "opus";
    return codec == record::Codec::pcmu ? "pcmu" : "pcma";
}

}  // namespace wib::supervision

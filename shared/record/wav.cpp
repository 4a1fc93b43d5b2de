#include "shared/record/wav.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

namespace wib::record {
namespace {

static_assert(std::endian::native == std::endian::little, "samples are written as they lie in memory");

constexpr std::size_t kChannels = 2;
constexpr SampleCount kPiece = 16 * 1024;  // samples; 64 KiB of stereo
constexpr SampleCount kLongestReachBack = SampleCount{60} * kSampleRate;

void put(std::byte* at, std::uint32_t value, std::size_t size) {
    for (std::size_t i = 0; i < size; ++i) at[i] = static_cast<std::byte>((value >> (8 * i)) & 0xff);
}

/// How many values so many moments of both channels are. What is held in memory is far below what a size can say.
std::size_t values_of(SampleCount samples) {
    return static_cast<std::size_t>(samples) * kChannels;
}

}  // namespace

std::array<std::byte, kWavHeaderSize> wav_header(SampleCount samples, std::uint16_t channels) {
    const auto block = static_cast<std::uint32_t>(channels * sizeof(std::int16_t));
    const auto data = static_cast<std::uint32_t>(samples * block);
    std::array<std::byte, kWavHeaderSize> out;
    std::memcpy(&out[0], "RIFF", 4);
    put(&out[4], 36 + data, 4);
    std::memcpy(&out[8], "WAVEfmt ", 8);
    put(&out[16], 16, 4);
    put(&out[20], 1, 2);  // PCM
    put(&out[22], channels, 2);
    put(&out[24], kSampleRate, 4);
    put(&out[28], kSampleRate * block, 4);
    put(&out[32], block, 2);
    put(&out[34], 16, 2);
    std::memcpy(&out[36], "data", 4);
    put(&out[40], data, 4);
    return out;
}

WavRenderer::WavRenderer(const SpoolSummary& summary, Sink sink)
    : table_(decode_table(summary.header ? summary.header->codec : Codec::pcmu)),
      samples_(std::min(summary.samples, kLongestRecording + kLongestPayload)),
      reach_back_(std::min(summary.deepest, kLongestReachBack)),
      sink_(std::move(sink)) {
    sink_(wav_header(samples_, kChannels));
}

void WavRenderer::add(const Record& record) {
    const auto* frame = std::get_if<Frame>(&record);
    if (frame == nullptr) return;
    const auto start = placement_.place(*frame);
    const auto length = placement_.length();
    // One piece is kept beyond what may be reached back to: this frame itself lies there, and pieces leave whole.
    while (length > emitted_ + reach_back_ + 2 * kPiece) emit_until(emitted_ + kPiece);

    const auto end = start + frame->payload.size();
    if (end > emitted_ && window_.size() < values_of(end - emitted_)) window_.resize(values_of(end - emitted_));
    const auto channel = static_cast<std::size_t>(frame->track);
    for (std::size_t i = 0; i < frame->payload.size(); ++i) {
        if (start + i < emitted_) {
            ++misplaced_;
            continue;
        }
        window_[values_of(start + i - emitted_) + channel] = table_[std::to_integer<std::uint8_t>(frame->payload[i])];
    }
}

void WavRenderer::emit_until(SampleCount end) {
    std::size_t taken = 0;  // values of window_ already written
    std::vector<std::int16_t> silence;
    while (emitted_ < end) {
        const auto piece = std::min(kPiece, end - emitted_);
        const auto there = std::min<SampleCount>(piece, (window_.size() - taken) / kChannels);
        if (there > 0) {
            sink_(std::as_bytes(std::span{window_}.subspan(taken, values_of(there))));
            taken += values_of(there);
        } else {
            silence.resize(values_of(piece));
            sink_(std::as_bytes(std::span{silence}));
        }
        emitted_ += there > 0 ? there : piece;
    }
    window_.erase(window_.begin(), window_.begin() + static_cast<std::ptrdiff_t>(taken));
}

void WavRenderer::finish() {
    emit_until(samples_);
}

Bytes render_wav(ByteView spool) {
    const auto summary = summarise(spool);
    Bytes out;
    out.reserve(kWavHeaderSize + values_of(summary.samples) * sizeof(std::int16_t));
    WavRenderer renderer{summary, [&out](ByteView piece) { out.insert(out.end(), piece.begin(), piece.end()); }};
    SpoolReader reader;
    reader.feed(spool);
    while (const auto record = reader.next()) renderer.add(*record);
    renderer.finish();
    return out;
}

}  // namespace wib::record

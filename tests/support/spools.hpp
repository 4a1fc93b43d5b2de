#pragma once
// Spools made of audio one can recognise, for tests of whatever reads them.
#include <cmath>
#include <random>
#include <vector>

#include "shared/record/spool.hpp"

namespace wib::testing {

inline constexpr Instant kSpoolStart = Instant{std::chrono::seconds{1'790'000'000}};
inline constexpr std::size_t kFrameBytes = 160;  // 20 ms

inline record::Header a_header(record::Codec codec = record::Codec::pcmu) {
    return {.organization = *OrgId::parse("11111111-1111-4111-8111-111111111111"),
            .call = *CallId::parse("22222222-2222-4222-8222-222222222222"),
            .leg = *LegId::parse("33333333-3333-4333-8333-333333333333"),
            .recording = *RecordingId::parse("44444444-4444-4444-8444-444444444444"),
            .codec = codec,
            .started_at = kSpoolStart};
}

/// Audio that differs from chunk to chunk and track to track.
inline Bytes audio_of(record::Track track, std::uint32_t chunk, std::size_t size = kFrameBytes) {
    Bytes audio(size);
    std::minstd_rand noise{chunk * 2 + static_cast<std::uint32_t>(track) + 1};
    for (auto& byte : audio) byte = static_cast<std::byte>(noise() & 0xff);
    return audio;
}

/// The chunk-th 20 ms frame of a track, stamped by the stream clock and received 5 ms after it was spoken.
inline record::Frame a_frame(record::Track track, std::uint32_t chunk, const Bytes& audio) {
    return {.track = track,
            .chunk = chunk,
            .timestamp_ms = chunk * 20,
            .received_at = kSpoolStart + std::chrono::milliseconds{chunk * 20 + 25},
            .payload = audio};
}

/// Both tracks for `seconds`, ended in good order. Frames of fewer bytes make a file that is quick to tear everywhere.
inline Bytes a_spool(int seconds, std::size_t frame_bytes = kFrameBytes) {
    Bytes out;
    record::SpoolWriter writer{a_header(), out};
    const auto chunks = static_cast<std::uint32_t>(seconds * 50);
    for (std::uint32_t chunk = 0; chunk < chunks; ++chunk)
        for (const auto track : {record::Track::consumer, record::Track::heard}) {
            const auto audio = audio_of(track, chunk, frame_bytes);
            writer.append(a_frame(track, chunk, audio), out);
        }
    writer.end(record::EndReason::stopped, chunks * 20, kSpoolStart + std::chrono::seconds{seconds}, out);
    return out;
}

}  // namespace wib::testing

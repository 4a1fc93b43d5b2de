#include "origin/media/level_meter.hpp"

#include <algorithm>
#include <cmath>

namespace wib::media {
namespace {

constexpr double kFloorDb = -60.0;
constexpr double kSpeechOverNoiseDb = 9.0;
/// Quieter than this is nobody, however quiet the line.
constexpr double kQuietestSpeechDb = -50.0;
/// The noise estimate follows quieter audio at once and louder audio by this much a second: slower than any sentence.
constexpr double kNoiseRiseDbPerSecond = 3.0;
constexpr std::int64_t kHangover = record::kSampleRate / 5;

using EnergyTable = std::array<std::uint32_t, 256>;

EnergyTable energy_of(record::Codec codec) {
    const auto& table = record::decode_table(codec);
    EnergyTable energy{};
    for (std::size_t code = 0; code < table.size(); ++code)
        energy[code] = static_cast<std::uint32_t>(std::int32_t{table[code]} * table[code]);
    return energy;
}

// Thousands of streams look into the same kilobyte: it stays in the cache.
const EnergyTable& energy_table(record::Codec codec) {
    static const EnergyTable pcmu = energy_of(record::Codec::pcmu);
    static const EnergyTable pcma = energy_of(record::Codec::pcma);
    return codec == record::Codec::pcmu ? pcmu : pcma;
}

}  // namespace

LevelMeter::LevelMeter(record::Codec codec) : energy_(&energy_table(codec)) {}

void LevelMeter::hear(ByteView audio) {
    if (audio.empty()) return;
    std::uint64_t sum = 0;
    for (const auto code : audio) sum += (*energy_)[std::to_integer<std::uint8_t>(code)];
    const auto samples = static_cast<double>(audio.size());
    const double mean = static_cast<double>(sum) / samples / (32768.0 * 32768.0);
    const double db = std::max(kFloorDb, 10.0 * std::log10(mean + 1e-12));

    loudest_db_ = std::max(loudest_db_, db);
    noise_db_ = std::min(db, noise_db_ + kNoiseRiseDbPerSecond * samples / record::kSampleRate);
    if (db > kQuietestSpeechDb && db > noise_db_ + kSpeechOverNoiseDb) hangover_ = kHangover;
    else hangover_ = std::max<std::int64_t>(0, hangover_ - static_cast<std::int64_t>(audio.size()));
}

double LevelMeter::take() {
    const double level = (loudest_db_ - kFloorDb) / -kFloorDb;
    loudest_db_ = kFloorDb;
    return std::clamp(level, 0.0, 1.0);
}

}  // namespace wib::media

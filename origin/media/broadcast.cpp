#include "origin/media/broadcast.hpp"

#include <algorithm>
#include <cstring>

namespace wib::media {
namespace {

constexpr std::uint32_t kSamplesPerMs = record::kSampleRate / 1000;

std::uint64_t pack(std::uint32_t timestamp_ms, std::size_t size, record::Track track) {
    return (std::uint64_t{timestamp_ms} << 32U) | (std::uint64_t{size} << 8U) | static_cast<std::uint64_t>(track);
}

}  // namespace

void Broadcast::write(const record::Frame& frame) noexcept {
    auto* ring = ring_.load(std::memory_order_acquire);
    if (!ring) return;
    for (std::size_t from = 0; from < frame.payload.size(); from += Airing::kMostSamples)
        write_piece(*ring, frame, frame.timestamp_ms + static_cast<std::uint32_t>(from / kSamplesPerMs),
                    frame.payload.subspan(from, std::min(Airing::kMostSamples, frame.payload.size() - from)));
}

void Broadcast::write_piece(Ring& ring, const record::Frame& frame, std::uint32_t timestamp_ms,
                            ByteView audio) noexcept {
    const auto at = written_.load(std::memory_order_relaxed);  // ours alone to change
    auto& slot = ring[at % kPieces];
    slot.version.store(2 * at + 1, std::memory_order_relaxed);
    std::atomic_thread_fence(std::memory_order_release);
    slot.head.store(pack(timestamp_ms, audio.size(), frame.track), std::memory_order_relaxed);
    slot.received.store(static_cast<std::uint64_t>(unix_micros(frame.received_at)), std::memory_order_relaxed);
    for (std::size_t from = 0; from < audio.size(); from += 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, audio.data() + from, std::min<std::size_t>(8, audio.size() - from));
        slot.audio[from / 8].store(word, std::memory_order_relaxed);
    }
    slot.version.store(2 * at + 2, std::memory_order_release);
    written_.store(at + 1, std::memory_order_release);
}

bool Broadcast::read(const Ring& ring, std::uint64_t at, Airing& out) const noexcept {
    const auto& slot = ring[at % kPieces];
    const auto whole = 2 * at + 2;
    if (slot.version.load(std::memory_order_acquire) != whole) return false;
    const auto head = slot.head.load(std::memory_order_relaxed);
    const auto received = slot.received.load(std::memory_order_relaxed);
    for (std::size_t word = 0; word < Slot::kWords; ++word) {
        const auto value = slot.audio[word].load(std::memory_order_relaxed);
        std::memcpy(out.audio.data() + 8 * word, &value, 8);
    }
    std::atomic_thread_fence(std::memory_order_acquire);
    if (slot.version.load(std::memory_order_relaxed) != whole) return false;
    out.track = static_cast<record::Track>(head & 0xffU);
    out.size = static_cast<std::uint16_t>((head >> 8U) & 0xffffU);
    out.timestamp_ms = static_cast<std::uint32_t>(head >> 32U);
    out.received_at = from_unix_micros(static_cast<std::int64_t>(received));
    return true;
}

std::optional<Broadcast::Seat> Broadcast::sit(std::shared_ptr<Broadcast> broadcast) {
    const std::scoped_lock lock{broadcast->seating_};
    if (broadcast->listeners_.load(std::memory_order_relaxed) >= kMostListeners) return std::nullopt;
    if (!broadcast->owned_) {
        broadcast->owned_ = std::make_unique<Ring>();
        broadcast->ring_.store(broadcast->owned_.get(), std::memory_order_release);
    }
    broadcast->listeners_.fetch_add(1, std::memory_order_relaxed);
    const auto from = broadcast->written_.load(std::memory_order_acquire);
    return Seat{std::move(broadcast), from};
}

Broadcast::Seat::~Seat() {
    if (broadcast_) broadcast_->listeners_.fetch_sub(1, std::memory_order_relaxed);
}

std::optional<Airing> Broadcast::Seat::take() noexcept {
    const auto* ring = broadcast_->ring_.load(std::memory_order_acquire);
    for (Airing airing;;) {
        const auto written = broadcast_->written_.load(std::memory_order_acquire);
        if (next_ == written) return std::nullopt;
        // Half the ring goes at once: what is just before the writer would be gone before it is read.
        if (written - next_ >= kPieces) {
            const auto resume = written - kPieces / 2;
            missed_ += resume - next_;
            next_ = resume;
        }
        if (broadcast_->read(*ring, next_, airing)) {
            ++next_;
            return airing;
        }
        // Overtaken in the middle of it.
        ++missed_;
        ++next_;
    }
}

Broadcasts::OnAir Broadcasts::begin(CallId call, record::Codec codec) {
    auto broadcast = std::make_shared<Broadcast>(codec);  // shared with the seats
    const std::scoped_lock lock{mutex_};
    by_call_[call] = broadcast;
    return OnAir{*this, call, std::move(broadcast)};
}

std::shared_ptr<Broadcast> Broadcasts::find(CallId call) const {
    const std::scoped_lock lock{mutex_};
    const auto found = by_call_.find(call);
    return found == by_call_.end() ? nullptr : found->second;
}

void Broadcasts::forget(CallId call, const Broadcast* broadcast) {
    const std::scoped_lock lock{mutex_};
    const auto found = by_call_.find(call);
    if (found != by_call_.end() && found->second.get() == broadcast) by_call_.erase(found);
}

void Broadcasts::OnAir::leave() noexcept {
    if (!broadcast_) return;
    broadcast_->end();
    all_->forget(call_, broadcast_.get());
    broadcast_.reset();
}

}  // namespace wib::media

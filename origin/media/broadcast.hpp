#pragma once
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <unordered_map>

#include "shared/core/bytes.hpp"
#include "shared/core/strong_id.hpp"
#include "shared/core/time.hpp"
#include "shared/record/spool.hpp"

namespace wib::media {

/// A piece of a live track, as people who listen in get it.
struct Airing {
    static constexpr std::size_t kMostSamples = 240;

    record::Track track = record::Track::consumer;
    std::uint32_t timestamp_ms = 0;  ///< the stream's clock, which both tracks share
    Instant received_at{};
    std::uint16_t size = 0;
    std::array<std::byte, 8 * ((kMostSamples + 7) / 8)> audio{};  ///< `size` bytes of G.711

    [[nodiscard]] ByteView samples() const { return ByteView{audio}.first(size); }
};

/// The sound of one live stream while people listen in: the latest 640 ms of both tracks in a ring that one thread
/// writes and each listener reads at a pace of their own. Writing takes no lock, waits for nobody and costs the same
/// however many read; while nobody does, it is one look at one flag, and there is no ring. A reader that falls behind
/// loses the oldest audio, and knows how much.
class Broadcast {
  public:
    /// Pieces the ring holds: 32 of 20 ms a track.
    static constexpr std::size_t kPieces = 64;
    static constexpr std::size_t kMostListeners = 8;

    explicit Broadcast(record::Codec codec) : codec_(codec) {}
    Broadcast(const Broadcast&) = delete;
    Broadcast& operator=(const Broadcast&) = delete;

    [[nodiscard]] record::Codec codec() const { return codec_; }

    /// The stream's own thread. Audio longer than a piece becomes several.
    void air(const record::Frame& frame) noexcept {
        if (listeners_.load(std::memory_order_relaxed) == 0) return;
        write(frame);
    }
    /// The stream is over; what is in the ring may still be read.
    void end() noexcept { is_over_.store(true, std::memory_order_release); }
    [[nodiscard]] bool is_over() const noexcept { return is_over_.load(std::memory_order_acquire); }
    [[nodiscard]] std::size_t listeners() const noexcept { return listeners_.load(std::memory_order_relaxed); }
    /// Whether memory was taken for listeners.
    [[nodiscard]] bool has_ring() const noexcept { return ring_.load(std::memory_order_acquire) != nullptr; }

    /// One listener. Hears what is aired from now on. One thread at a time.
    class Seat {
      public:
        Seat(Seat&& other) noexcept
            : broadcast_(std::move(other.broadcast_)), next_(other.next_), missed_(other.missed_) {}
        Seat& operator=(Seat&&) = delete;
        ~Seat();

        /// The next piece, when there is one. Never waits.
        [[nodiscard]] std::optional<Airing> take() noexcept;
        /// Pieces this listener was too slow for.
        [[nodiscard]] std::uint64_t missed() const { return missed_; }
        [[nodiscard]] const Broadcast& broadcast() const { return *broadcast_; }

      private:
        friend class Broadcast;
        Seat(std::shared_ptr<Broadcast> broadcast, std::uint64_t next)
            : broadcast_(std::move(broadcast)), next_(next) {}

        std::shared_ptr<Broadcast> broadcast_;  // shared with the stream, which may end before its listeners notice
        std::uint64_t next_;
        std::uint64_t missed_ = 0;
    };
    /// Nothing when as many listen as may.
    [[nodiscard]] static std::optional<Seat> sit(std::shared_ptr<Broadcast> broadcast);

  private:
    /// A piece between two looks at its version (a sequence lock): odd while it is written, 2·n + 2 when it is the
    /// n-th.
    struct Slot {
        static constexpr std::size_t kWords = Airing{}.audio.size() / 8;
        std::atomic<std::uint64_t> version = 0;
        std::atomic<std::uint64_t> head = 0;  ///< timestamp, size and track
        std::atomic<std::uint64_t> received = 0;
        std::array<std::atomic<std::uint64_t>, kWords> audio{};
    };
    using Ring = std::array<Slot, kPieces>;

    void write(const record::Frame& frame) noexcept;
    void write_piece(Ring& ring, const record::Frame& frame, std::uint32_t timestamp_ms, ByteView audio) noexcept;
    [[nodiscard]] bool read(const Ring& ring, std::uint64_t at, Airing& out) const noexcept;

    record::Codec codec_;
    std::atomic<std::size_t> listeners_ = 0;
    std::atomic<bool> is_over_ = false;
    std::atomic<std::uint64_t> written_ = 0;  ///< pieces, ever
    std::atomic<Ring*> ring_ = nullptr;       ///< made by the first listener, stays
    std::mutex seating_;                      ///< listeners among themselves
    std::unique_ptr<Ring> owned_;
};

/// What can be heard in this process, by call. Any thread.
class Broadcasts {
  public:
    /// A stream on the air until this dies.
    class OnAir {
      public:
        OnAir() = default;
        OnAir(Broadcasts& all, CallId call, std::shared_ptr<Broadcast> broadcast)
            : all_(&all), call_(call), broadcast_(std::move(broadcast)) {}
        OnAir(OnAir&& other) noexcept : all_(other.all_), call_(other.call_), broadcast_(std::move(other.broadcast_)) {}
        OnAir& operator=(OnAir&& other) noexcept {
            if (this != &other) {
                leave();
                all_ = other.all_;
                call_ = other.call_;
                broadcast_ = std::move(other.broadcast_);
            }
            return *this;
        }
        ~OnAir() { leave(); }

        void air(const record::Frame& frame) noexcept {
            if (broadcast_) broadcast_->air(frame);
        }
        explicit operator bool() const { return broadcast_ != nullptr; }

      private:
        void leave() noexcept;

        Broadcasts* all_ = nullptr;
        CallId call_{};
        std::shared_ptr<Broadcast> broadcast_;
    };
    /// A later stream of the same call takes the place of the one before.
    [[nodiscard]] OnAir begin(CallId call, record::Codec codec);
    /// Null when the call has no stream here.
    [[nodiscard]] std::shared_ptr<Broadcast> find(CallId call) const;

  private:
    void forget(CallId call, const Broadcast* broadcast);

    mutable std::mutex mutex_;  // once as a stream begins and ends, once as somebody sits down
    std::unordered_map<CallId, std::shared_ptr<Broadcast>> by_call_;
};

}  // namespace wib::media

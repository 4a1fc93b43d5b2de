#pragma once
// The spool: a call leg's audio as it was received, in one append-only file that is a valid, provable prefix at any
// byte.
//
//   file    = magic record*                        magic = "wibspool"
//   record  = size:u32 crc:u32 body[size]          little-endian; crc = CRC-32C over size and body
//   body    = kind:u8 fields                       header first, once; end last, once
//
// A torn tail shows as a short or mismatching record: everything before it stands. Checkpoints carry the head of the
// hash chain (chain.hpp) over every byte of the file before them, so a head written down elsewhere proves all that
// precedes it.
#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>

#include "shared/core/bytes.hpp"
#include "shared/core/strong_id.hpp"
#include "shared/core/time.hpp"
#include "shared/record/chain.hpp"
#include "shared/record/g711.hpp"

namespace wib::record {

inline constexpr std::string_view kSpoolContentType = "application/x-wib-spool";
inline constexpr std::uint16_t kSpoolVersion = 1;
/// Longest payload of one frame, bytes: two seconds of G.711.
inline constexpr std::size_t kLongestPayload = 16'000;
/// A checkpoint is written before the first record this long after the one before.
inline constexpr Duration kCheckpointEvery = std::chrono::seconds{1};

/// Which way audio went on the recorded leg: `consumer` is what they said, `heard` is what they were played.
enum class Track : std::uint8_t { consumer = 0, heard = 1 };

/// Whose audio this is and how it is coded.
struct Header {
    OrgId organization;
    CallId call;
    LegId leg;
    RecordingId recording;
    Codec codec = Codec::pcmu;
    Instant started_at{};

    bool operator==(const Header&) const = default;
};

/// Whether a frame came while its place was still open, or after a gap had been written there.
enum class Arrival : std::uint8_t { in_time = 0, late = 1 };

/// Audio exactly as received.
struct Frame {
    Track track = Track::consumer;
    Arrival arrival = Arrival::in_time;
    std::uint32_t chunk = 0;         ///< the carrier's number within the track
    std::uint32_t timestamp_ms = 0;  ///< the carrier's stream clock
    Instant received_at{};
    ByteView payload;  ///< at most kLongestPayload
};

/// Why audio is missing: it never came, or it came and we could not keep it.
enum class GapCause : std::uint8_t { lost = 0, overload = 1 };

/// Chunks that are not here.
struct Gap {
    Track track = Track::consumer;
    GapCause cause = GapCause::lost;
    std::uint32_t first_chunk = 0;
    std::uint32_t missing = 0;
    std::uint32_t timestamp_ms = 0;  ///< of the frame that follows

    bool operator==(const Gap&) const = default;
};

/// Recording goes dark on purpose (card numbers); no frame follows until Resumed.
struct Paused {
    std::uint32_t timestamp_ms = 0;
    Instant at{};

    bool operator==(const Paused&) const = default;
};
struct Resumed {
    std::uint32_t timestamp_ms = 0;
    Instant at{};

    bool operator==(const Resumed&) const = default;
};

struct Checkpoint {
    Digest head{};              ///< over every byte before this record
    std::uint64_t records = 0;  ///< before this one
    Instant at{};

    bool operator==(const Checkpoint&) const = default;
};

/// Why a recording ended. `interrupted` is written later, over a file its process could not end itself.
enum class EndReason : std::uint8_t { stopped = 0, disconnected = 1, interrupted = 2, disk_full = 3 };

struct End {
    EndReason reason = EndReason::stopped;
    std::uint32_t timestamp_ms = 0;  ///< the stream clock at the end
    Instant at{};
    Digest head{};  ///< over every byte before this record

    bool operator==(const End&) const = default;
};

using Record = std::variant<Header, Frame, Gap, Paused, Resumed, Checkpoint, End>;

/// What stopped a reader. A torn or damaged record is where a valid prefix ends.
enum class SpoolFault { none, not_a_spool, damaged_record, broken_chain, record_after_end };

/// Makes the file's bytes, record by record; does not write them anywhere.
class SpoolWriter {
  public:
    /// Appends magic and header to `out`.
    SpoolWriter(const Header& header, Bytes& out);

    /// Each appends its record to `out`, with a checkpoint before it when one is due at the record's own time.
    void append(const Frame& frame, Bytes& out);
    void append(const Gap& gap, Bytes& out);
    void append(const Paused& paused, Bytes& out);
    void append(const Resumed& resumed, Bytes& out);
    /// The last record; its head is filled in here.
    void end(EndReason reason, std::uint32_t timestamp_ms, Instant at, Bytes& out);

  private:
    friend class SpoolReader;
    SpoolWriter(const Chain& chain, std::uint64_t records, Instant checkpoint_at)
        : chain_(chain), records_(records), checkpoint_at_(checkpoint_at) {}
    void write(const Record& record, Bytes& out);
    void checkpoint_if_due(Instant at, Bytes& out);

    Chain chain_;
    std::uint64_t records_ = 0;
    Instant checkpoint_at_;
};

/// Reads a spool that arrives in pieces of any size, checking each record, the order of kinds and the chain.
class SpoolReader {
  public:
    /// More of the file.
    void feed(ByteView bytes);
    /// The next record, or nothing: more bytes are needed, or fault() tells why reading stopped for good.
    /// A frame's payload points into the reader and is valid until the next feed() or next().
    [[nodiscard]] std::optional<Record> next();

    [[nodiscard]] SpoolFault fault() const { return fault_; }
    /// Length of the prefix made of whole, checked records.
    [[nodiscard]] std::uint64_t valid_bytes() const { return valid_bytes_; }
    [[nodiscard]] std::uint64_t records() const { return records_; }
    [[nodiscard]] bool ended() const { return ended_; }
    /// The chain's head over the valid prefix.
    [[nodiscard]] Digest head() const { return chain_.peek(); }
    /// A writer that goes on where the valid prefix ends: for closing what another process left open.
    [[nodiscard]] SpoolWriter writer_from_here() const { return {chain_, records_, checkpoint_at_}; }

  private:
    [[nodiscard]] std::optional<Record> stop(SpoolFault fault);
    void advance(std::size_t bytes);

    Bytes buffer_;
    std::size_t at_ = 0;
    Chain chain_;
    std::uint64_t valid_bytes_ = 0;
    std::uint64_t records_ = 0;
    Instant checkpoint_at_{};
    bool magic_seen_ = false;
    bool header_seen_ = false;
    bool ended_ = false;
    SpoolFault fault_ = SpoolFault::none;
};

}  // namespace wib::record

#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "edge/core/effect.hpp"
#include "edge/core/event.hpp"
#include "shared/core/bytes.hpp"
#include "shared/core/result.hpp"

/// What crosses the module's boundary, in both directions: frames, one after the other without gaps.
///
///     u8 version = 1 | u8 kind | u16 fields | u32 text bytes | u32 body bytes      little-endian, 12 bytes
///     text: every field followed by a NUL                                         UTF-8
///     body: bytes as they are
///
/// Fields are text on purpose: the host decodes a head with one call and one split, and nothing that may stand in a
/// URL, a header or a key holds a NUL. Numbers are decimal, times microseconds since 1970, durations milliseconds,
/// header fields name and value in turn at the end.
namespace wib::edge::wire {

inline constexpr std::uint8_t kVersion = 1;
inline constexpr std::size_t kHeadSize = 12;
/// More than any body the edge gathers with its head; a frame that claims more is not ours.
inline constexpr std::size_t kMaxFrame = std::size_t{16} << 20;

/// The numbers of the kinds; the host has the same table. Never reused: a new effect takes the next number.
enum class Kind : std::uint8_t {
    event = 1,
    outcome = 2,
    settings = 3,
    context = 4,
    log = 16,
    count = 17,
    read_body = 32,
    kv_get = 33,
    kv_put = 34,
    kv_delete = 35,
    limit = 36,
    persist = 37,
    enqueue = 38,
    purge = 39,
    ask_origin = 40,
    fetch_vendor = 41,
    verify_ed25519 = 42,
    spend = 43,
    retrieve = 44,
    remove = 45,
    list_kept = 46,
    read_asset = 47,
    verify_rs256 = 48,
    respond = 64,
    forward_to_origin = 65,
    serve_asset = 66,
};

enum class WireError { truncated, unknown_version, unknown_kind, too_large, bad_fields };

/// A frame taken apart: views into the bytes it was read from.
struct Frame {
    Kind kind{};
    std::vector<std::string_view> fields;
    std::string_view body;
};

/// Reads the frame at the front of `bytes` and moves past it.
[[nodiscard]] Result<Frame, WireError> take_frame(ByteView& bytes);
/// Appends a frame. A NUL inside a field would tear it: those are a broken promise of ours.
void put_frame(std::string& out, Kind kind, const std::vector<std::string_view>& fields, std::string_view body);

[[nodiscard]] Result<Event, WireError> decode_event(ByteView bytes);
[[nodiscard]] Result<Outcome, WireError> decode_outcome(ByteView bytes);
/// A context frame (its body is what a forwarding request left), then the outcome that it waited for.
struct Finish {
    std::string_view context;  ///< a view into the bytes
    Outcome head;
};
[[nodiscard]] Result<Finish, WireError> decode_finish(ByteView bytes);
/// Name and value in turn: the deployment's variables and secrets.
[[nodiscard]] Result<std::vector<std::pair<std::string, std::string>>, WireError> decode_settings(ByteView bytes);
[[nodiscard]] Result<Turn, WireError> decode_turn(ByteView bytes);

[[nodiscard]] std::string encode(const Event& event);
[[nodiscard]] std::string encode(const Outcome& outcome);
[[nodiscard]] std::string encode_settings(const std::vector<std::pair<std::string, std::string>>& settings);
[[nodiscard]] std::string encode_finish(std::string_view context, const Outcome& head);
[[nodiscard]] std::string encode(const Turn& turn);

}  // namespace wib::edge::wire

#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <variant>

#include "shared/core/bytes.hpp"
#include "shared/core/result.hpp"
#include "shared/core/time.hpp"
#include "shared/record/spool.hpp"

namespace wib::media {

/// The carrier told what it is going to send.
struct StreamBegun {
    std::string control_id;  ///< the carrier's handle of the leg
    record::Codec codec;
};
/// Audio. The payload is valid until the dialect reads the next message.
struct FrameCame {
    record::Frame frame;
};
struct DigitPressed {
    char digit;
};
/// Everything we sent before this mark has been played to the person, or thrown away by clear().
struct MarkReached {
    std::string name;
};
/// The carrier did not like what we sent.
struct CarrierComplained {
    std::int64_t code;
    std::string title;
};
struct StreamEnded {};
/// Well formed and of no meaning to us.
struct Unremarkable {};

using StreamNews =
    std::variant<FrameCame, StreamBegun, DigitPressed, MarkReached, CarrierComplained, StreamEnded, Unremarkable>;

/// Why a message gave no news. It is counted, and the stream goes on.
enum class NotUnderstood { not_json, missing_field, bad_number, bad_audio, too_long, unsupported_codec };

/// How one carrier speaks on its media socket. One per socket: it owns the buffers of the message it read last.
class StreamDialect {
  public:
    virtual ~StreamDialect() = default;
    [[nodiscard]] virtual Result<StreamNews, NotUnderstood> read(std::string_view message, Instant received_at) = 0;

    /// Messages for the carrier: audio to play on the leg, a mark behind it, and to forget what has not been played
    /// yet.
    [[nodiscard]] virtual std::string play(ByteView audio) const = 0;
    [[nodiscard]] virtual std::string mark(std::string_view name) const = 0;
    [[nodiscard]] virtual std::string clear() const = 0;
};

}  // namespace wib::media

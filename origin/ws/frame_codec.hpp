#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace wib::ws {

/// RFC 6455 §5 as a server speaks it, without I/O: a client's bytes in, messages out.
enum class Opcode : std::uint8_t { continuation = 0, text = 1, binary = 2, close = 8, ping = 9, pong = 10 };

/// What stands before a server's payload: one whole message, not masked.
class FrameHead {
  public:
    FrameHead(Opcode opcode, std::size_t payload_bytes);
    [[nodiscard]] std::string_view bytes() const { return {bytes_.data(), size_}; }

  private:
    std::array<char, 10> bytes_;
    std::uint8_t size_;
};

/// The payload of a close frame (§5.5.1).
[[nodiscard]] std::array<char, 2> close_payload(std::uint16_t code);

/// Reads a client's frames. Bytes are read into its own room and are unmasked where they lie: a message that came in
/// one frame is handed out without a copy. Nothing is allocated while messages stay below a few kilobytes and come
/// whole; what a large one needed is given back after it. After a fault nothing more is understood: next() repeats it.
class FrameReader {
  public:
    /// `longest_message`: of a message's payload, over all its frames.
    explicit FrameReader(std::size_t longest_message);

    /// Where the next bytes go; never empty. Ends the life of what next() handed out.
    [[nodiscard]] std::span<char> room();
    /// So many bytes came into the room.
    void got(std::size_t bytes) { end_ += bytes; }

    enum class What : std::uint8_t {
        more,  ///< nothing whole is there
        text,
        binary,
        ping,
        pong,
        close,
        // Faults, and how RFC 6455 §7.4.1 answers them.
        malformed,  ///< 1002
        not_utf8,   ///< 1007
        too_large,  ///< 1009
    };
    struct Event {
        What what = What::more;
        std::string_view payload{};    ///< of a close: its reason. Valid until the next call
        std::uint16_t close_code = 0;  ///< 0: there was none
    };
    [[nodiscard]] Event next();

    /// Another reader that goes on from here, so that what this one has handed out may be kept.
    [[nodiscard]] FrameReader rest() const;

  private:
    struct Frame {
        Opcode opcode;
        bool is_last;
        std::string_view payload;
    };
    enum class Read { more, whole, failed };

    Read take_frame(Frame& frame);
    [[nodiscard]] std::optional<What> fault_of(Opcode opcode, bool is_last, bool is_masked, std::uint64_t size) const;
    Event control(const Frame& frame);
    Event closing(std::string_view payload);
    Event part(const Frame& frame);
    Event fail(What what);
    [[nodiscard]] std::string_view unread() const { return {bytes_.get() + begin_, end_ - begin_}; }

    std::size_t longest_message_;
    std::size_t capacity_;
    std::unique_ptr<char[]> bytes_;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;

    std::string gathered_;              // of a message in several frames
    std::size_t gathered_checked_ = 0;  // so much of it is UTF-8
    std::optional<Opcode> gathering_;   // its kind, while it is not whole
    What fault_ = What::more;
};

}  // namespace wib::ws

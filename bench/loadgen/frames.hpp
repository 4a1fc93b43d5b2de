#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wib::loadgen {

inline constexpr std::size_t kFrameBytes = 160;  ///< 20 ms of G.711
inline constexpr std::uint32_t kFramesPerSecond = 50;

enum class Track { inbound, outbound };

/// In the number a frame carries: it is of the outbound track, whose echoes nobody waits for.
inline constexpr std::uint32_t kOutboundMark = 0x8000'0000;

/// 20 ms of μ-law sound whose first four bytes are the frame's number (little endian), marked when outbound.
[[nodiscard]] std::string frame_audio(Track track, std::uint32_t number);
/// The number, with its mark, that a payload of ours carries.
[[nodiscard]] std::optional<std::uint32_t> frame_number(std::string_view audio);

/// The messages of one stream as Telnyx words them.
class TelnyxWords {
  public:
    explicit TelnyxWords(std::string stream_id) : stream_id_(std::move(stream_id)) {}

    [[nodiscard]] static std::string connected() { return R"({"event":"connected","version":"1.0.0"})"; }
    /// `start` is the object of that name, as JSON.
    [[nodiscard]] std::string start(std::string_view start) const;
    /// Frame `number` of a track, numbered from 0; `sequence` counts the stream's messages.
    void append_media(std::string& out, Track track, std::uint32_t number, std::uint64_t sequence) const;
    [[nodiscard]] std::string stop(std::uint64_t sequence) const;

    /// The frame's number when `message` is a media message with a payload of ours. Does not parse: it looks for the
    /// payload, because 100,000 of them a second have to be read beside as many that are sent.
    [[nodiscard]] static std::optional<std::uint32_t> echoed_number(std::string_view message);

  private:
    std::string stream_id_;
};

/// What a stream was sent and has heard back.
class EchoBook {
  public:
    enum class News { first, again, never_sent };
    explicit EchoBook(std::uint32_t frames) : heard_(frames) {}
    void sent() { ++sent_; }
    [[nodiscard]] News heard(std::uint32_t number);
    /// Of the frames from `first` on, those sent and not heard.
    [[nodiscard]] std::uint64_t missing(std::uint32_t first) const;

  private:
    std::vector<bool> heard_;
    std::uint32_t sent_ = 0;
};

}  // namespace wib::loadgen

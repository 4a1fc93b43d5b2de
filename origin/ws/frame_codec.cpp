#include "origin/ws/frame_codec.hpp"

#include <simdjson.h>

#include <algorithm>
#include <cstring>

namespace wib::ws {
namespace {

/// A media socket reads two frames of some 450 bytes every 20 ms.
constexpr std::size_t kUsualCapacity = 4096;
constexpr std::size_t kLeastRoom = 1024;

constexpr std::size_t kShortHead = 2;
constexpr std::size_t kMaskBytes = 4;
constexpr std::uint8_t kLast = 0x80, kReserved = 0x70, kMasked = 0x80;
constexpr std::uint8_t kTwoBytes = 126, kEightBytes = 127;
constexpr std::size_t kLongestControl = 125;

bool is_control(Opcode opcode) {
    return opcode >= Opcode::close;
}

bool is_known(Opcode opcode) {
    return opcode <= Opcode::binary || (opcode >= Opcode::close && opcode <= Opcode::pong);
}

std::uint64_t big_endian(std::string_view bytes) {
    std::uint64_t value = 0;
    for (const char byte : bytes) value = value << 8 | static_cast<std::uint8_t>(byte);
    return value;
}

/// Eight bytes a step, which the compiler widens further.
void unmask(char* at, std::size_t size, const char* key) {
    std::array<char, 8> twice;
    std::memcpy(twice.data(), key, kMaskBytes);
    std::memcpy(twice.data() + kMaskBytes, key, kMaskBytes);
    std::uint64_t wide_key = 0;
    std::memcpy(&wide_key, twice.data(), sizeof wide_key);
    const auto whole = size / sizeof wide_key * sizeof wide_key;
    for (std::size_t i = 0; i < whole; i += sizeof wide_key) {
        std::uint64_t wide = 0;
        std::memcpy(&wide, at + i, sizeof wide);
        wide ^= wide_key;
        std::memcpy(at + i, &wide, sizeof wide);
    }
    for (std::size_t i = whole; i < size; ++i) at[i] = static_cast<char>(at[i] ^ twice[i % twice.size()]);
}

bool is_utf8(std::string_view text) {
    return simdjson::validate_utf8(text);
}

std::size_t character_length(std::uint8_t lead) {
    return lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
}

/// The length of a character at the end of `text` that is not all there yet; 0 when there is none.
std::size_t cut_character(std::string_view text) {
    for (std::size_t back = 1; back <= std::min<std::size_t>(3, text.size()); ++back) {
        const auto byte = static_cast<std::uint8_t>(text[text.size() - back]);
        if (byte >= 0xc0) return character_length(byte) > back ? back : 0;
        if (byte < 0x80) return 0;
    }
    return 0;
}

/// Whether something can still make `cut`, the beginning of a character, UTF-8: its lowest or highest completion is.
bool can_become_utf8(std::string_view cut) {
    if (cut.empty()) return true;
    const auto length = character_length(static_cast<std::uint8_t>(cut.front()));
    const auto completed = [&](char with) {
        return is_utf8(std::string{cut} + std::string(length - cut.size(), with));
    };
    return completed('\x80') || completed('\xbf');
}

/// RFC 6455 §7.4 and the codes registered since; what nobody assigned is not refused.
bool may_be_said(std::uint16_t code) {
    const bool is_reserved = (code >= 1004 && code <= 1006) || (code >= 1014 && code <= 2999);
    return code >= 1000 && !is_reserved;
}

}  // namespace

FrameHead::FrameHead(Opcode opcode, std::size_t payload_bytes) {
    bytes_[0] = static_cast<char>(kLast | static_cast<std::uint8_t>(opcode));
    int length_bytes = 0;
    if (payload_bytes < kTwoBytes) {
        bytes_[1] = static_cast<char>(payload_bytes);
    } else if (payload_bytes <= 0xffff) {
        bytes_[1] = static_cast<char>(kTwoBytes);
        length_bytes = 2;
    } else {
        bytes_[1] = static_cast<char>(kEightBytes);
        length_bytes = 8;
    }
    size_ = static_cast<std::uint8_t>(kShortHead + static_cast<std::size_t>(length_bytes));
    for (int at = 0; at < length_bytes; ++at)
        bytes_[kShortHead + static_cast<std::size_t>(at)] =
            static_cast<char>(std::uint64_t{payload_bytes} >> (8 * (length_bytes - 1 - at)));
}

std::array<char, 2> close_payload(std::uint16_t code) {
    return {static_cast<char>(code >> 8), static_cast<char>(code & 0xff)};
}

FrameReader::FrameReader(std::size_t longest_message)
    : longest_message_(longest_message),
      capacity_(kUsualCapacity),
      bytes_(std::make_unique_for_overwrite<char[]>(kUsualCapacity)) {}

std::span<char> FrameReader::room() {
    if (begin_ == end_) {
        begin_ = end_ = 0;
        if (capacity_ > kUsualCapacity) {
            capacity_ = kUsualCapacity;
            bytes_ = std::make_unique_for_overwrite<char[]>(capacity_);
        }
    }
    if (capacity_ - end_ < kLeastRoom && begin_ > 0) {
        std::memmove(bytes_.get(), bytes_.get() + begin_, end_ - begin_);
        end_ -= begin_;
        begin_ = 0;
    }
    if (capacity_ - end_ < kLeastRoom) {
        // Grows with what came, not with what a head claims.
        auto larger = std::make_unique_for_overwrite<char[]>(capacity_ * 2);
        std::memcpy(larger.get(), bytes_.get(), end_);
        bytes_ = std::move(larger);
        capacity_ *= 2;
    }
    return {bytes_.get() + end_, capacity_ - end_};
}

FrameReader::Event FrameReader::next() {
    if (fault_ != What::more) return {.what = fault_};
    if (!gathering_ && !gathered_.empty()) {
        gathered_checked_ = 0;
        if (gathered_.capacity() > kUsualCapacity) {
            gathered_ = {};
        } else {
            gathered_.clear();
        }
    }
    for (;;) {
        Frame frame{};
        switch (take_frame(frame)) {
            case Read::more:
                return {};
            case Read::failed:
                return {.what = fault_};
            case Read::whole:
                break;
        }
        if (is_control(frame.opcode)) return control(frame);
        if (!frame.is_last || gathering_) {
            const auto event = part(frame);
            if (event.what == What::more) continue;
            return event;
        }
        if (frame.opcode == Opcode::binary) return {.what = What::binary, .payload = frame.payload};
        if (!is_utf8(frame.payload)) return fail(What::not_utf8);
        return {.what = What::text, .payload = frame.payload};
    }
}

FrameReader FrameReader::rest() const {
    FrameReader other{longest_message_};
    const auto left = unread();
    while (other.capacity_ < left.size()) other.capacity_ *= 2;
    other.bytes_ = std::make_unique_for_overwrite<char[]>(other.capacity_);
    std::memcpy(other.bytes_.get(), left.data(), left.size());
    other.end_ = left.size();
    if (gathering_) other.gathered_ = gathered_;
    other.gathered_checked_ = gathering_ ? gathered_checked_ : 0;
    other.gathering_ = gathering_;
    other.fault_ = fault_;
    return other;
}

FrameReader::Read FrameReader::take_frame(Frame& frame) {
    const auto left = unread();
    if (left.size() < kShortHead) return Read::more;
    const auto first = static_cast<std::uint8_t>(left[0]);
    const auto second = static_cast<std::uint8_t>(left[1]);
    frame.opcode = static_cast<Opcode>(first & 0x0f);
    frame.is_last = (first & kLast) != 0;
    const bool is_masked = (second & kMasked) != 0;
    std::uint64_t size = second & 0x7f;
    const std::size_t length_bytes = size == kTwoBytes ? 2 : size == kEightBytes ? 8 : 0;

    // A wrong head is known before the rest of it has come.
    auto fault = (first & kReserved) != 0 ? What::malformed : fault_of(frame.opcode, frame.is_last, is_masked, 0);
    if (!fault && is_control(frame.opcode) && size > kLongestControl) fault = What::malformed;
    if (!fault && length_bytes > 0) {
        if (left.size() < kShortHead + length_bytes) return Read::more;
        size = big_endian(left.substr(kShortHead, length_bytes));
        if (size <= (length_bytes == 2 ? kTwoBytes - 1u : 0xffffu) || size >> 63 != 0) fault = What::malformed;
    }
    if (!fault) fault = fault_of(frame.opcode, frame.is_last, is_masked, size);
    if (fault) {
        fail(*fault);
        return Read::failed;
    }
    const auto head = kShortHead + length_bytes + kMaskBytes;
    if (left.size() < head + size) return Read::more;
    auto* payload = bytes_.get() + begin_ + head;
    unmask(payload, size, payload - kMaskBytes);
    frame.payload = {payload, size};
    begin_ += head + size;
    return Read::whole;
}

std::optional<FrameReader::What> FrameReader::fault_of(Opcode opcode, bool is_last, bool is_masked,
                                                       std::uint64_t size) const {
    if (!is_known(opcode) || !is_masked) return What::malformed;
    if (is_control(opcode)) return is_last ? std::nullopt : std::optional{What::malformed};
    // A message begins where none is open, and goes on where one is.
    if ((opcode == Opcode::continuation) != gathering_.has_value()) return What::malformed;
    if (size > longest_message_ - std::min(longest_message_, gathering_ ? gathered_.size() : 0)) return What::too_large;
    return std::nullopt;
}

FrameReader::Event FrameReader::control(const Frame& frame) {
    if (frame.opcode == Opcode::close) return closing(frame.payload);
    return {.what = frame.opcode == Opcode::ping ? What::ping : What::pong, .payload = frame.payload};
}

FrameReader::Event FrameReader::closing(std::string_view payload) {
    if (payload.empty()) return {.what = What::close};
    if (payload.size() == 1) return fail(What::malformed);
    const auto code = static_cast<std::uint16_t>(big_endian(payload.substr(0, 2)));
    if (!may_be_said(code)) return fail(What::malformed);
    payload.remove_prefix(2);
    if (!is_utf8(payload)) return fail(What::not_utf8);
    return {.what = What::close, .payload = payload, .close_code = code};
}

/// A piece of a message: the message when it was the last, else nothing. Text is refused as soon as it cannot be UTF-8.
FrameReader::Event FrameReader::part(const Frame& frame) {
    if (!gathering_) gathering_ = frame.opcode;
    gathered_.append(frame.payload);
    const bool is_text = *gathering_ == Opcode::text;
    if (is_text) {
        const auto unchecked = std::string_view{gathered_}.substr(gathered_checked_);
        const auto cut = cut_character(unchecked);
        const auto whole = unchecked.substr(0, unchecked.size() - cut);
        if (!is_utf8(whole) || (cut > 0 && (frame.is_last || !can_become_utf8(unchecked.substr(whole.size())))))
            return fail(What::not_utf8);
        gathered_checked_ += whole.size();
    }
    if (!frame.is_last) return {};
    gathering_.reset();
    return {.what = is_text ? What::text : What::binary, .payload = gathered_};
}

FrameReader::Event FrameReader::fail(What what) {
    fault_ = what;
    return {.what = what};
}

}  // namespace wib::ws

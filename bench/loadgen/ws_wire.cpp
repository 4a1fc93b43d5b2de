#include "bench/loadgen/ws_wire.hpp"

#include <cstring>

namespace wib::loadgen {

namespace {

constexpr std::size_t kLargestMessage = std::size_t{1} << 20;

void append_big_endian(std::string& out, std::uint64_t value, int bytes) {
    for (int at = bytes - 1; at >= 0; --at) out += static_cast<char>(value >> (8 * at));
}

}  // namespace

void append_ws_message(std::string& out, WsKind kind, std::string_view payload, std::uint32_t mask) {
    out += static_cast<char>(0x80 | static_cast<int>(kind));
    if (payload.size() < 126) {
        out += static_cast<char>(0x80 | payload.size());
    } else if (payload.size() < 65536) {
        out += static_cast<char>(0x80 | 126);
        append_big_endian(out, payload.size(), 2);
    } else {
        out += static_cast<char>(0x80 | 127);
        append_big_endian(out, payload.size(), 8);
    }
    std::array<char, 4> key{};
    std::memcpy(key.data(), &mask, 4);
    out.append(key.data(), 4);
    const auto begin = out.size();
    out.append(payload);
    // Eight bytes at a time: the generator's core has 100,000 of these to make a second.
    const auto wide = (static_cast<std::uint64_t>(mask) << 32) | mask;
    std::size_t at = 0;
    for (; at + 8 <= payload.size(); at += 8) {
        std::uint64_t word;
        std::memcpy(&word, out.data() + begin + at, 8);
        word ^= wide;
        std::memcpy(out.data() + begin + at, &word, 8);
    }
    for (; at < payload.size(); ++at) out[begin + at] = static_cast<char>(out[begin + at] ^ key[at % 4]);
}

WsReader::State WsReader::next(Message& message) {
    for (;;) {
        const auto text = in.left();
        const auto* at = reinterpret_cast<const unsigned char*>(text.data());
        const auto have = text.size();
        if (have < 2) return State::more;
        const bool last = (at[0] & 0x80) != 0;
        const auto code = at[0] & 0x0f;
        if ((at[0] & 0x70) != 0 || (at[1] & 0x80) != 0)
            return State::broken;  // no extension was asked for; servers do not mask
        std::size_t head = 2, size = at[1] & 0x7f;
        if (size >= 126) {
            const std::size_t bytes = size == 126 ? 2 : 8;
            if (have < 2 + bytes) return State::more;
            size = 0;
            for (std::size_t i = 0; i < bytes; ++i) size = (size << 8) | at[2 + i];
            head += bytes;
        }
        if (size > kLargestMessage) return State::broken;
        if (have < head + size) return State::more;
        const auto payload = text.substr(head, size);
        in.consume(head + size);
        const bool control = code >= 8;
        if (control) {
            message = {static_cast<WsKind>(code), payload};
            return State::done;
        }
        if (code != 0 && last && !gathering_) {
            message = {static_cast<WsKind>(code), payload};
            return State::done;
        }
        if ((code == 0) != gathering_.has_value()) return State::broken;
        if (code != 0) {
            gathering_ = static_cast<WsKind>(code);
            gathered_.clear();
        }
        gathered_.append(payload);
        if (gathered_.size() > kLargestMessage) return State::broken;
        if (!last) continue;
        message = {*gathering_, gathered_};
        gathering_.reset();
        return State::done;
    }
}

}  // namespace wib::loadgen

#pragma once
#include <cstdint>
#include <span>

#include "shared/core/bytes.hpp"

/// Fixed fields of signed tokens.
namespace wib::identity {

inline void append(Bytes& out, ByteView bytes) {
    out.insert(out.end(), bytes.begin(), bytes.end());
}
/// Eight bytes, most significant first.
inline void append_number(Bytes& out, std::uint64_t number) {
    for (int shift = 56; shift >= 0; shift -= 8) out.push_back(static_cast<std::byte>((number >> shift) & 255));
}
/// Takes `count` bytes off the front; the caller has checked that they are there.
inline ByteView take(ByteView& in, std::size_t count) {
    const auto taken = in.first(count);
    in = in.subspan(count);
    return taken;
}
inline std::uint64_t take_number(ByteView& in) {
    std::uint64_t number = 0;
    for (const auto byte : take(in, 8)) number = (number << 8) | std::to_integer<std::uint64_t>(byte);
    return number;
}

}  // namespace wib::identity

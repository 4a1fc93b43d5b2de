#pragma once
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "shared/core/bytes.hpp"

namespace wib::fuzz {

inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
    return {reinterpret_cast<const char*>(data), size};
}

/// Makes values out of an entry's input, front to back, where the input is no text of somebody's but a plan of what
/// happens. When it has run out, numbers are zero and texts empty: every input means something.
class Draw {
  public:
    Draw(const std::uint8_t* data, std::size_t size) : left_(text_of(data, size)) {}

    [[nodiscard]] bool is_empty() const { return left_.empty(); }
    /// Little-endian.
    template <std::integral T>
    T number() {
        std::uint64_t value = 0;
        for (std::size_t i = 0; i < sizeof(T) && !left_.empty(); ++i) {
            value |= std::uint64_t{static_cast<std::uint8_t>(left_.front())} << (8 * i);
            left_.remove_prefix(1);
        }
        return static_cast<T>(value);
    }
    std::uint8_t byte() { return number<std::uint8_t>(); }
    bool coin() { return (byte() & 1) != 0; }
    /// 0 to `limit` - 1; at most 256 of them.
    std::size_t below(std::size_t limit) { return byte() % limit; }
    template <class Choices>
    const auto& one_of(const Choices& choices) {
        return choices[below(std::size(choices))];
    }
    /// A length of one byte, then so much of what is left.
    std::string_view text(std::size_t longest = 255) { return take(below(longest + 1)); }
    std::string_view rest() { return take(left_.size()); }

  private:
    std::string_view take(std::size_t size) {
        const auto taken = left_.substr(0, size);
        left_.remove_prefix(taken.size());
        return taken;
    }
    std::string_view left_;
};

}  // namespace wib::fuzz

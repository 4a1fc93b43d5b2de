#pragma once
#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace wib {

/// A UUID (RFC 9562): sixteen bytes, printed in lower case with dashes.
struct Uuid {
    std::array<std::uint8_t, 16> octets{};

    auto operator<=>(const Uuid&) const = default;
    [[nodiscard]] bool is_nil() const { return *this == Uuid{}; }
};

/// "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx" in either case; anything else is nothing.
[[nodiscard]] std::optional<Uuid> parse_uuid(std::string_view text);
[[nodiscard]] std::string to_string(const Uuid& id);
/// Appends what to_string gives, which is plain: it needs no escape anywhere.
void append_plain(std::string& out, const Uuid& id);

/// Stamps version 4 and the variant onto sixteen random bytes; the caller brings the randomness.
[[nodiscard]] Uuid uuid_v4(std::array<std::uint8_t, 16> random);

}  // namespace wib

template <>
struct std::hash<wib::Uuid> {
    std::size_t operator()(const wib::Uuid& id) const noexcept {
        std::uint64_t seed = 1469598103934665603ull;
        for (auto octet : id.octets) seed = (seed ^ octet) * 1099511628211ull;
        return static_cast<std::size_t>(seed);
    }
};

#pragma once
#include <span>
#include <string_view>

namespace wib::codec {

/// What is worth saying of a described struct's member, for readers of its schema. A struct says it in a static array:
///
///     static constexpr std::array about{codec::About{"status", "The stored word", codec::kNames<CallStatus>}};
///
/// `member` "" speaks of the struct itself. `choices`, where given, are all the texts the member ever has.
struct About {
    std::string_view member;
    std::string_view text;
    std::span<const std::string_view> choices{};
};

}  // namespace wib::codec

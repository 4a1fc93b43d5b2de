#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace wib::codec {

/// Bytes of the UTF-8 character (RFC 3629: shortest form, no surrogates) that starts at `at`; 0 when none does.
[[nodiscard]] std::size_t utf8_length(std::string_view text, std::size_t at);
[[nodiscard]] bool is_utf8(std::string_view text);

/// Unicode code points in valid UTF-8.
[[nodiscard]] constexpr std::size_t count_characters(std::string_view utf8) {
    std::size_t count = 0;
    for (const char c : utf8) count += (static_cast<unsigned char>(c) & 0xc0) != 0x80;
    return count;
}

/// Text of Min to Max characters (code points); holding one is the proof.
template <std::size_t Min, std::size_t Max>
class Text {
  public:
    [[nodiscard]] static std::optional<Text> parse(std::string_view text) {
        const auto count = count_characters(text);
        if (count < Min || count > Max) return std::nullopt;
        return Text{std::string{text}};
    }
    [[nodiscard]] static std::string expects() {
        return "must have " + std::to_string(Min) + " to " + std::to_string(Max) + " characters";
    }
    [[nodiscard]] static constexpr std::size_t min_characters() { return Min; }
    [[nodiscard]] static constexpr std::size_t max_characters() { return Max; }
    [[nodiscard]] const std::string& value() const { return value_; }
    bool operator==(const Text&) const = default;

  private:
    explicit Text(std::string value) : value_(std::move(value)) {}
    std::string value_;
};

template <std::size_t Min, std::size_t Max>
[[nodiscard]] std::string to_string(const Text<Min, Max>& text) {
    return text.value();
}

}  // namespace wib::codec

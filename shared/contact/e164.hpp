#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace wib {

/// A phone number as the world dials it: "+", then 7 to 15 digits of which the first is not 0 (ITU-T E.164). It exists
/// only as the result of a parse.
class E164 {
  public:
    /// The strict form alone; what people type goes through `read_phone_number`.
    [[nodiscard]] static std::optional<E164> parse(std::string_view text);
    [[nodiscard]] static constexpr std::string_view expects() {
        return "must be a phone number in E.164 form, like +13129457420";
    }
    [[nodiscard]] static constexpr std::string_view pattern() { return "^\\+[1-9][0-9]{6,14}$"; }
    [[nodiscard]] const std::string& value() const { return value_; }
    auto operator<=>(const E164&) const = default;

  private:
    explicit E164(std::string value) : value_(std::move(value)) {}
    std::string value_;
};

[[nodiscard]] inline std::string to_string(const E164& number) {
    return number.value();
}

namespace contact {

/// What a person typed or pasted: spaces, dots, dashes, slashes and parentheses are skipped; "00" and "011" mean "+";
/// ten digits, or eleven beginning with 1, are North American.
[[nodiscard]] std::optional<E164> read_phone_number(std::string_view text);

/// For people: "(312) 945-7420" in North America; elsewhere the number as it is, in groups a reader can follow.
[[nodiscard]] std::string display(const E164& number);

/// For logs and audit rows: the last four digits alone, "***7420".
[[nodiscard]] std::string masked(const E164& number);

}  // namespace contact
}  // namespace wib

#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace wib {

/// An address letters can be sent to, as it is compared: trimmed and in lower case, at most 254 bytes. It exists only
/// as the result of a parse. Deliberately narrower than RFC 5322: no quoted names, no addresses of machines by number.
class EmailAddress {
  public:
    [[nodiscard]] static std::optional<EmailAddress> parse(std::string_view text);
    [[nodiscard]] static constexpr std::string_view expects() {
        return "must be an e-mail address, like grace@harbor.example";
    }
    [[nodiscard]] static constexpr std::string_view format() { return "email"; }
    [[nodiscard]] static constexpr std::string_view pattern() {
        return "^[ \\t]*[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+[ \\t]*$";
    }
    [[nodiscard]] const std::string& value() const { return value_; }
    [[nodiscard]] const std::string& text() const { return value_; }
    bool operator==(const EmailAddress&) const = default;

  private:
    explicit EmailAddress(std::string value) : value_(std::move(value)) {}
    std::string value_;
};

[[nodiscard]] inline std::string to_string(const EmailAddress& address) {
    return address.value();
}

}  // namespace wib

#pragma once
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "shared/core/result.hpp"

namespace wib {

/// An ISO 4217 currency we do business in; holding one is the proof that it is known.
class Currency {
  public:
    /// "USD", in capitals.
    [[nodiscard]] static std::optional<Currency> parse(std::string_view code);
    [[nodiscard]] static constexpr std::string_view expects() { return "must be a currency code like USD"; }
    [[nodiscard]] std::string_view code() const { return code_; }
    /// Digits after the point: 2 for dollars, 0 for yen, 3 for dinars.
    [[nodiscard]] int minor_digits() const { return minor_digits_; }
    bool operator==(const Currency& other) const { return code_ == other.code_; }

  private:
    constexpr Currency(std::string_view code, int minor_digits) : code_(code), minor_digits_(minor_digits) {}
    std::string_view code_;
    int minor_digits_;
};

[[nodiscard]] inline std::string to_string(const Currency& currency) {
    return std::string{currency.code()};
}

enum class MoneyError { different_currencies, overflow, malformed };

/// An amount: whole minor units of one currency. There is no way in or out through floating point.
class Money {
  public:
    Money(std::int64_t minor, Currency currency) : minor_(minor), currency_(currency) {}
    /// "12.34": at most as many decimals as the currency has, a "-" in front for negative amounts.
    [[nodiscard]] static Result<Money, MoneyError> parse(std::string_view amount, Currency currency);

    [[nodiscard]] std::int64_t minor() const { return minor_; }
    [[nodiscard]] const Currency& currency() const { return currency_; }

    [[nodiscard]] Result<Money, MoneyError> plus(const Money& other) const;
    [[nodiscard]] Result<Money, MoneyError> minus(const Money& other) const;
    bool operator==(const Money&) const = default;

  private:
    std::int64_t minor_;
    Currency currency_;
};

/// "12.34 USD"
[[nodiscard]] std::string to_string(const Money& money);

}  // namespace wib

#include "shared/money/money.hpp"

#include <algorithm>

namespace wib {

std::optional<Currency> Currency::parse(std::string_view code) {
    static constexpr Currency known[] = {{"USD", 2}, {"CAD", 2}, {"EUR", 2}, {"GBP", 2}, {"AUD", 2},
                                         {"NZD", 2}, {"CHF", 2}, {"SEK", 2}, {"NOK", 2}, {"DKK", 2},
                                         {"PLN", 2}, {"MXN", 2}, {"BRL", 2}, {"INR", 2}, {"JPY", 0},
                                         {"KRW", 0}, {"CLP", 0}, {"KWD", 3}, {"BHD", 3}, {"TND", 3}};
    const auto found = std::ranges::find(known, code, &Currency::code);
    if (found == std::end(known)) return std::nullopt;
    return *found;
}

Result<Money, MoneyError> Money::parse(std::string_view amount, Currency currency) {
    const bool is_negative = amount.starts_with('-');
    if (is_negative) amount.remove_prefix(1);
    const auto point = std::min(amount.find('.'), amount.size());
    const auto whole = amount.substr(0, point);
    const auto decimals = amount.substr(std::min(point + 1, amount.size()));
    const bool has_lone_point = point < amount.size() && decimals.empty();
    if (whole.empty() || has_lone_point || static_cast<int>(decimals.size()) > currency.minor_digits())
        return unexpected(MoneyError::malformed);

    std::string digits{whole};
    digits += decimals;
    digits.append(static_cast<std::size_t>(currency.minor_digits()) - decimals.size(), '0');
    std::int64_t minor = 0;
    for (const char c : digits) {
        if (c < '0' || c > '9') return unexpected(MoneyError::malformed);
        if (__builtin_mul_overflow(minor, std::int64_t{10}, &minor)) return unexpected(MoneyError::overflow);
        if (__builtin_add_overflow(minor, std::int64_t{c - '0'}, &minor)) return unexpected(MoneyError::overflow);
    }
    return Money{is_negative ? -minor : minor, currency};
}

Result<Money, MoneyError> Money::plus(const Money& other) const {
    if (currency_ != other.currency_) return unexpected(MoneyError::different_currencies);
    std::int64_t sum = 0;
    if (__builtin_add_overflow(minor_, other.minor_, &sum)) return unexpected(MoneyError::overflow);
    return Money{sum, currency_};
}

Result<Money, MoneyError> Money::minus(const Money& other) const {
    if (currency_ != other.currency_) return unexpected(MoneyError::different_currencies);
    std::int64_t difference = 0;
    if (__builtin_sub_overflow(minor_, other.minor_, &difference)) return unexpected(MoneyError::overflow);
    return Money{difference, currency_};
}

std::string to_string(const Money& money) {
    const auto width = static_cast<std::size_t>(money.currency().minor_digits());
    const bool is_negative = money.minor() < 0;
    // Negated as unsigned: the smallest amount has no positive twin.
    const auto size =
        is_negative ? 0 - static_cast<std::uint64_t>(money.minor()) : static_cast<std::uint64_t>(money.minor());
    auto digits = std::to_string(size);
    if (digits.size() <= width) digits.insert(0, width + 1 - digits.size(), '0');
    if (width > 0) digits.insert(digits.size() - width, 1, '.');
    return (is_negative ? "-" : "") + digits + ' ' + std::string{money.currency().code()};
}

}  // namespace wib

#include "shared/core/ensure.hpp"
#include "shared/money/money.hpp"
#include "tests/fuzz/draw.hpp"

// An amount that was read prints to what reads back; sums are right or refused.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using wib::Currency;
    using wib::ensure;
    using wib::Money;
    const auto text = wib::fuzz::text_of(data, size);
    if (const auto currency = Currency::parse(text.substr(0, 3)))
        ensure(currency->code() == text.substr(0, 3), "a code is itself");
    wib::fuzz::Draw draw{data, size};
    const auto a = draw.number<std::int64_t>();
    const auto b = draw.number<std::int64_t>();
    for (const auto* code : {"USD", "JPY", "KWD"}) {
        const auto currency = *Currency::parse(code);
        if (const auto money = Money::parse(text, currency)) {
            const auto printed = to_string(*money);
            ensure(Money::parse(printed.substr(0, printed.find(' ')), currency) == *money, "an amount reads back");
        }
        const Money one{a, currency}, other{b, currency};
        const auto sum = one.plus(other);
        ensure(!sum || sum->minor() ==
                           static_cast<std::int64_t>(static_cast<std::uint64_t>(a) + static_cast<std::uint64_t>(b)),
               "a sum is right or refused");
        if (sum && b != INT64_MIN) ensure(sum->minus(other) == one, "what was added can be taken away");
        ensure(!to_string(one).empty(), "every amount prints");
    }
    return 0;
}

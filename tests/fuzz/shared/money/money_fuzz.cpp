#include <cstdint>

#include "shared/money/money.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    for (const auto* code : {"USD", "JPY", "KWD"}) {
        const auto currency = *wib::Currency::parse(code);
        const auto money = wib::Money::parse(text, currency);
        if (!money) continue;
        const auto printed = to_string(*money);
        if (wib::Money::parse(printed.substr(0, printed.find(' ')), currency) != *money) __builtin_trap();
    }
    return 0;
}

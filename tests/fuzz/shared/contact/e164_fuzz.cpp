#include <cstdint>

#include "shared/contact/e164.hpp"

// A number that was read is strict, and its display form reads back as the same number.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    const auto number = wib::contact::read_phone_number(text);
    if (!number) return 0;
    if (wib::E164::parse(number->value()) != number) __builtin_trap();
    if (wib::contact::read_phone_number(wib::contact::display(*number)) != number) __builtin_trap();
    return 0;
}

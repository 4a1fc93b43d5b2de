#include <algorithm>

#include "shared/contact/e164.hpp"
#include "shared/core/ensure.hpp"
#include "tests/fuzz/draw.hpp"

// A number that was read is strict, its display form reads back as the same number, and masked it shows four digits.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using wib::ensure;
    const auto text = wib::fuzz::text_of(data, size);
    const auto number = wib::contact::read_phone_number(text);
    if (wib::E164::parse(text)) ensure(number == wib::E164::parse(text), "the strict form is read as itself");
    if (!number) return 0;
    ensure(wib::E164::parse(number->value()) == number, "what was read is strict");
    ensure(wib::contact::read_phone_number(wib::contact::display(*number)) == number, "what is shown reads back");
    ensure(std::ranges::count_if(wib::contact::masked(*number), [](char c) { return c >= '0' && c <= '9'; }) == 4,
           "a masked number shows four digits");
    return 0;
}

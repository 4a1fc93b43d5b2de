#pragma once
#include <string_view>

#include "shared/codec/reflect.hpp"
#include "shared/codec/text.hpp"

namespace wib::fuzz {

/// What every body of a described type promises: it is a value, or there are faults a caller can be told.
template <class T>
bool has_answer(const Result<T, codec::ParseError>& read) {
    if (read) return true;
    const auto& faults = read.error().faults;
    ensure(!faults.empty() && faults.size() <= codec::kMaxFaults, "a refusal names its faults, and not without end");
    for (const auto& fault : faults) {
        ensure(!fault.message.empty(), "a fault says what is wanted");
        ensure(fault.path.size() <= 256 && codec::is_utf8(fault.path), "a fault's place can be printed");
    }
    return false;
}

/// … and a value prints to what reads back as the same value.
template <class T>
void keeps_its_meaning(std::string_view text, const codec::Reading& how = {}) {
    const auto read = codec::parse<T>(text, how);
    if (!has_answer(read)) return;
    const auto printed = codec::print(*read);
    const auto again = codec::parse<T>(printed, how);
    ensure(again.has_value(), "what was printed reads back");
    ensure(codec::print(*again) == printed, "what was read back prints the same");
}

}  // namespace wib::fuzz

#pragma once
#include <source_location>

namespace wib {

/// Ends the program: a promise of ours was broken. Prints where and what, in every build.
[[noreturn]] void broken_promise(const char* what, std::source_location where);

/// Asserts what must be true, in every build. `what` names the promise, not the expression.
constexpr void ensure(bool kept, const char* what, std::source_location where = std::source_location::current()) {
    if (!kept) broken_promise(what, where);
}

}  // namespace wib

#pragma once
#include <expected>
#include <utility>

namespace wib {

/// The answer or the reason there is none. E is a small enum or struct owned by the room that fails.
template <class T, class E>
using Result = std::expected<T, E>;

template <class E>
[[nodiscard]] constexpr auto unexpected(E&& error) {
    return std::unexpected<std::decay_t<E>>(std::forward<E>(error));
}

}  // namespace wib

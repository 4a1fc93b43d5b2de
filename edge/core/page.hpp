#pragma once
#include <string>
#include <string_view>

#include "edge/core/config.hpp"

namespace wib::edge {

/// Whether somebody must show to be a person on this page of the console, so that it may load the widget.
[[nodiscard]] bool asks_for_a_person(std::string_view path);

/// What the page is told by the element its program draws into: which site the widget is for, and, on the pages that
/// ask, where it comes from. Nothing without keys.
[[nodiscard]] std::string dress(std::string_view html, const std::optional<HumanCheck>& check, std::string_view path);

/// "https://challenges.cloudflare.com" of an address there.
[[nodiscard]] std::string_view origin_of(std::string_view url);

}  // namespace wib::edge

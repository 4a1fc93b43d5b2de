#pragma once
#include <string>
#include <string_view>

#include "edge/core/config.hpp"
#include "edge/core/event.hpp"

namespace wib::edge {

/// Whether somebody must show to be a person on this page of the console, so that it may load the widget.
[[nodiscard]] bool asks_for_a_person(std::string_view path);

/// Whether this page of the console runs a module of ours in the browser: where evidence is verified.
[[nodiscard]] bool loads_wasm(std::string_view path);

/// The page as one answer brings it. The element its program draws into carries the nonce of this answer's styles, and
/// with keys what site the widget is for and, on the pages that ask, where it comes from.
[[nodiscard]] std::string dress(std::string_view html, std::string_view nonce, const std::optional<HumanCheck>& check,
                                std::string_view path);

/// 128 bits that no other answer has and nothing else is made of: a page asks the origin nothing, so that no request's
/// id is.
[[nodiscard]] std::string style_nonce(const Event& event);

/// "https://challenges.cloudflare.com" of an address there.
[[nodiscard]] std::string_view origin_of(std::string_view url);

}  // namespace wib::edge

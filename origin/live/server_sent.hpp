#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace wib::live {

/// One server-sent event (WHATWG HTML §9.2). `data` is one line of JSON.
[[nodiscard]] std::string frame(std::string_view kind, std::string_view data, std::optional<std::int64_t> id);
/// A comment that keeps connections and their middle boxes awake.
[[nodiscard]] std::string_view heartbeat();

}  // namespace wib::live

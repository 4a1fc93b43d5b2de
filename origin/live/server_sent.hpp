#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace wib::live {

/// One server-sent event (WHATWG HTML §9.2). `data` is one line of JSON.
[[nodiscard]] std::string frame(std::string_view kind, std::string_view data, std::optional<std::int64_t> id);
/// A Last-Event-ID as a browser sends it back: the sequence of an event of ours; nothing for any other text.
[[nodiscard]] std::optional<std::int64_t> parse_event_id(std::string_view text);
/// A comment that keeps connections and their middle boxes awake.
[[nodiscard]] std::string_view heartbeat();

}  // namespace wib::live

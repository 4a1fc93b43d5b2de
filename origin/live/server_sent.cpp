#include "origin/live/server_sent.hpp"

#include <charconv>

namespace wib::live {

std::string frame(std::string_view kind, std::string_view data, std::optional<std::int64_t> id) {
    std::string text;
    text.reserve(data.size() + kind.size() + 48);
    if (id) text.append("id: ").append(std::to_string(*id)).append("\n");
    text.append("event: ").append(kind).append("\ndata: ");
    // A raw line break would end the field; JSON never needs one between tokens.
    for (const char c : data) text += (c == '\n' || c == '\r') ? ' ' : c;
    text += "\n\n";
    return text;
}

std::optional<std::int64_t> parse_event_id(std::string_view text) {
    std::int64_t id = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
    if (text.empty() || error != std::errc{} || end != text.data() + text.size() || id < 0) return std::nullopt;
    return id;
}

std::string_view heartbeat() {
    return ": still here\n\n";
}

}  // namespace wib::live

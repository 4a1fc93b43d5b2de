#include "origin/live/server_sent.hpp"

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

std::string_view heartbeat() {
    return ": still here\n\n";
}

}  // namespace wib::live

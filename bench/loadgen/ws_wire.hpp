#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "bench/loadgen/in_buffer.hpp"

namespace wib::loadgen {

enum class WsKind : std::uint8_t { text = 1, binary = 2, close = 8, ping = 9, pong = 10 };

/// Appends one whole message as a client sends it: masked (RFC 6455 §5.3).
void append_ws_message(std::string& out, WsKind kind, std::string_view payload, std::uint32_t mask);

/// Reads a server's messages, one after another; those in pieces are put together.
class WsReader {
  public:
    struct Message {
        WsKind kind;
        std::string_view payload;  ///< until the next call
    };
    enum class State { more, done, broken };

    InBuffer in;
    [[nodiscard]] State next(Message& message);

  private:
    std::string gathered_;
    std::optional<WsKind> gathering_;
};

}  // namespace wib::loadgen

#pragma once
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "bench/loadgen/in_buffer.hpp"

namespace wib::loadgen {

/// Request line, `Host`, the headers, `Content-Length` where there is a body or the method wants one; without the empty
/// line, so that a header can still be added.
[[nodiscard]] std::string request_head(std::string_view method, std::string_view target, std::string_view host,
                                       const std::map<std::string, std::string>& headers, std::string_view body);

/// Reads one HTTP/1.1 answer after another from what a socket gave.
class ReplyReader {
  public:
    struct Reply {
        int status = 0;
        bool keep_alive = true;
        std::string_view body;  ///< until the next call
    };
    enum class State { more, done, broken };

    InBuffer in;

    /// Looks whether the next answer is whole. `done`: `reply` is it; call it again for what follows.
    [[nodiscard]] State next(Reply& reply);
    void clear();

  private:
    struct Head {
        int status;
        bool keep_alive;
        std::optional<std::size_t> length;
        bool chunked;
        std::size_t size;  // of the head itself
    };
    [[nodiscard]] std::optional<Head> parse_head(std::string_view text) const;
    [[nodiscard]] State read_chunks(std::string_view text, Reply& reply);

    std::optional<Head> head_;
    std::string gathered_;  // of a chunked body
};

}  // namespace wib::loadgen

#pragma once
// Bytes to a peer that may be slow, or gone; included by this folder's connection alone.
#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <cstdint>
#include <exception>
#include <optional>
#include <string_view>

#include "origin/http/reply.hpp"
#include "origin/runtime/clock.hpp"

namespace wib::http {

/// The peer is not reading what we write.
struct StuckError : std::exception {
    [[nodiscard]] const char* what() const noexcept override { return "the peer does not read"; }
};
/// The peer has gone.
struct GoneError : std::exception {
    [[nodiscard]] const char* what() const noexcept override { return "the peer is gone"; }
};

/// Writes all of it, piece by piece, each within `patience`.
/// @throws StuckError when one is not taken in time
[[nodiscard]] Task<void> write_within(boost::asio::ip::tcp::socket& socket, std::string_view bytes, const Clock& clock,
                                      std::chrono::milliseconds patience);

/// A streamed body on its way: as it is, or in chunks (RFC 9112 §7.1). A body that is not as long as was announced is a
/// broken promise of the handler's.
class StreamWriter final : public BodyWriter {
  public:
    StreamWriter(boost::asio::ip::tcp::socket& socket, const Clock& clock, std::chrono::milliseconds patience,
                 std::optional<std::uint64_t> sized, bool chunked)
        : socket_(socket), clock_(clock), patience_(patience), left_(sized), chunked_(chunked) {}

    [[nodiscard]] Task<void> write(std::string_view bytes) override;
    [[nodiscard]] Task<void> finish();

  private:
    [[nodiscard]] Task<void> put(std::string_view bytes) { return write_within(socket_, bytes, clock_, patience_); }

    boost::asio::ip::tcp::socket& socket_;
    const Clock& clock_;
    std::chrono::milliseconds patience_;
    std::optional<std::uint64_t> left_;
    bool chunked_;
};

}  // namespace wib::http

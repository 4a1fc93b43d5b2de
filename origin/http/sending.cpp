#include "origin/http/sending.hpp"

#include <array>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <cstdio>
#include <stdexcept>
#include <string>

#include "origin/runtime/within.hpp"

namespace wib::http {

namespace asio = boost::asio;
using asio::ip::tcp;
using std::chrono::milliseconds;

namespace {

constexpr std::size_t kPiece = 64 * 1024;  // of a reply, written under one write deadline

Task<void> write_whole(tcp::socket& socket, std::string_view bytes) {
    co_await asio::async_write(socket, asio::buffer(bytes), asio::use_awaitable);
}

}  // namespace

Task<void> write_within(tcp::socket& socket, std::string_view bytes, const Clock& clock, milliseconds patience) {
    // A small piece nearly always goes out at once: then nobody has to watch the clock. An error is met again below.
    if (bytes.size() <= kPiece) {
        boost::system::error_code error;
        bytes.remove_prefix(socket.write_some(asio::buffer(bytes), error));
    }
    while (!bytes.empty()) {
        const auto piece = bytes.substr(0, kPiece);
        if (!co_await within(clock.in(patience), write_whole(socket, piece))) throw StuckError{};
        bytes.remove_prefix(piece.size());
    }
}

Task<void> StreamWriter::write(std::string_view bytes) {
    if (bytes.empty()) co_return;
    if (left_) {
        if (bytes.size() > *left_) throw std::length_error{"a reply's body is longer than its content length"};
        *left_ -= bytes.size();
    }
    if (!chunked_) {
        co_await put(bytes);
        co_return;
    }
    std::array<char, 20> size{};
    const int digits = std::snprintf(size.data(), size.size(), "%zx\r\n", bytes.size());
    std::string chunk;
    chunk.reserve(bytes.size() + 24);
    chunk.append(size.data(), static_cast<std::size_t>(digits)).append(bytes).append("\r\n");
    co_await put(chunk);
}

Task<void> StreamWriter::finish() {
    if (left_ && *left_ > 0) throw std::length_error{"a reply's body is shorter than its content length"};
    if (chunked_) co_await put("0\r\n\r\n");
}

}  // namespace wib::http

#pragma once
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace wib::testing {

/// What a reply or request looked like on the wire.
struct WireMessage {
    std::string head;  ///< start line and headers, without the empty line
    std::string body;  ///< chunks joined
    bool complete = false;

    [[nodiscard]] int status() const { return head.starts_with("HTTP/1.1 ") ? std::atoi(head.c_str() + 9) : 0; }
    [[nodiscard]] bool has(std::string_view text) const {
        return head.find(text) != std::string::npos || body.find(text) != std::string::npos;
    }
};

/// One blocking connection, plain or TLS, for tests that say exactly which bytes travel. A read gives up after 20 s.
class Peer {
  public:
    explicit Peer(int descriptor) : descriptor_(descriptor) {
        const timeval patience{.tv_sec = 20, .tv_usec = 0};
        ::setsockopt(descriptor_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        const int yes = 1;
        ::setsockopt(descriptor_, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    }
    [[nodiscard]] static Peer connect(std::uint16_t port) {
        const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (::connect(descriptor, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
            throw std::runtime_error{"cannot connect"};
        return Peer{descriptor};
    }
    Peer(Peer&& other) noexcept
        : descriptor_(other.descriptor_.exchange(-1)), tls_(std::move(other.tls_)), buffer_(std::move(other.buffer_)) {}
    Peer& operator=(Peer&&) = delete;
    ~Peer() { close(); }

    /// Server side of TLS; false when the other side refuses us.
    [[nodiscard]] bool begin_tls(SSL_CTX* context) {
        tls_.reset(SSL_new(context));
        SSL_set_fd(tls_.get(), descriptor_);
        return SSL_accept(tls_.get()) == 1;
    }

    void send(std::string_view bytes) {
        while (!bytes.empty()) {
            const auto sent = tls_ ? SSL_write(tls_.get(), bytes.data(), static_cast<int>(bytes.size()))
                                   : static_cast<int>(::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL));
            if (sent <= 0) return;
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
    }
    /// "" when the other side has closed, or nothing came for 20 s.
    [[nodiscard]] std::string receive_some() {
        if (!buffer_.empty()) return std::exchange(buffer_, {});
        std::array<char, 16384> some;
        const auto got = tls_ ? SSL_read(tls_.get(), some.data(), static_cast<int>(some.size()))
                              : static_cast<int>(::recv(descriptor_, some.data(), some.size(), 0));
        return got > 0 ? std::string{some.data(), static_cast<std::size_t>(got)} : std::string{};
    }
    /// Everything until the other side closes.
    [[nodiscard]] std::string receive_all() {
        std::string all;
        for (auto some = receive_some(); !some.empty(); some = receive_some()) all += some;
        return all;
    }
    [[nodiscard]] bool is_closed_by_other() { return receive_some().empty(); }

    /// One HTTP message; incomplete when the connection ended first.
    [[nodiscard]] WireMessage receive_message(bool bodiless = false) {
        WireMessage message;
        std::string text;
        std::size_t end;
        while ((end = text.find("\r\n\r\n")) == std::string::npos) {
            const auto some = receive_some();
            if (some.empty()) return message;
            text += some;
        }
        message.head = text.substr(0, end);
        text.erase(0, end + 4);
        const auto need = [&](std::size_t bytes) {
            while (text.size() < bytes) {
                const auto some = receive_some();
                if (some.empty()) return false;
                text += some;
            }
            return true;
        };
        if (const auto at = lower(message.head).find("content-length: "); at != std::string::npos && !bodiless) {
            const auto size = static_cast<std::size_t>(std::atoll(message.head.c_str() + at + 16));
            message.complete = need(size);
            message.body = text.substr(0, size);
            text.erase(0, size);
        } else if (lower(message.head).find("transfer-encoding: chunked") != std::string::npos && !bodiless) {
            for (;;) {
                while (text.find("\r\n") == std::string::npos)
                    if (!need(text.size() + 1)) return message;
                const auto size = std::stoul(text, nullptr, 16);
                text.erase(0, text.find("\r\n") + 2);
                if (!need(size + 2)) return message;
                message.body += text.substr(0, size);
                text.erase(0, size + 2);
                if (size == 0) break;
            }
            message.complete = true;
        } else {
            message.complete = true;
        }
        buffer_ = std::move(text);
        return message;
    }

    /// Says no more, but still listens.
    void half_close() { ::shutdown(descriptor_, SHUT_WR); }
    void close() {
        if (const int open = descriptor_.exchange(-1); open >= 0) ::close(open);
    }
    /// A reset instead of a goodbye.
    void reset() {
        const linger now{.l_onoff = 1, .l_linger = 0};
        ::setsockopt(descriptor_, SOL_SOCKET, SO_LINGER, &now, sizeof now);
        close();
    }
    /// Makes this side accept little before the other side's writes stall.
    void receive_slowly() {
        const int bytes = 2048;
        ::setsockopt(descriptor_, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes);
    }
    void interrupt() { ::shutdown(descriptor_, SHUT_RDWR); }
    [[nodiscard]] int descriptor() const { return descriptor_; }

  private:
    static std::string lower(std::string text) {
        for (auto& c : text)
            if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
        return text;
    }
    struct Free {
        void operator()(SSL* ssl) const { SSL_free(ssl); }
    };

    std::atomic<int> descriptor_;  // a scripted server interrupts its peers from its own thread
    std::unique_ptr<SSL, Free> tls_;
    std::string buffer_;
};

}  // namespace wib::testing

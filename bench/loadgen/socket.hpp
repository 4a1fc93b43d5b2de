#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bench/loadgen/histogram.hpp"

namespace wib::loadgen {

/// "http://127.0.0.1:8080/path" in parts. Only addresses, no names: a look-up would be measured too.
struct Place {
    std::string host;
    std::uint16_t port;
    std::string path;
    [[nodiscard]] std::string authority() const { return host + ":" + std::to_string(port); }
};
/// Throws std::invalid_argument unless `url` begins with `scheme` ("http", "ws") and names an IPv4 loopback address.
[[nodiscard]] Place parse_place(std::string_view url, std::string_view scheme);

/// A TCP connection that never blocks. What does not go out at once is kept and goes out when there is room.
class Socket {
  public:
    Socket() = default;
    /// Connects, waiting a few seconds at most. Throws std::system_error.
    explicit Socket(const Place& place);
    ~Socket();
    Socket(Socket&& other) noexcept;
    Socket& operator=(Socket&& other) noexcept;

    [[nodiscard]] int fd() const { return fd_; }
    [[nodiscard]] bool is_open() const { return fd_ >= 0; }
    void close();
    /// Reads what there is into `room`; nothing when there is nothing now, 0 when the other side has ended.
    [[nodiscard]] std::optional<std::size_t> read(char* room, std::size_t size);
    /// False when the connection is lost.
    [[nodiscard]] bool write(std::string_view bytes);
    [[nodiscard]] bool flush();
    /// Waits until something can be read; false after `patience`.
    [[nodiscard]] bool wait_readable(Nanos patience) const;

  private:
    int fd_ = -1;
    std::string unsent_;
    std::size_t gone_ = 0;
};

/// epoll, edge-triggered, with waits to the nanosecond.
class Poller {
  public:
    Poller();
    ~Poller();
    Poller(const Poller&) = delete;
    Poller& operator=(const Poller&) = delete;
    void add(int fd, std::size_t tag);
    /// Tags of the sockets something happened to.
    [[nodiscard]] const std::vector<std::size_t>& wait(Nanos patience);

  private:
    int fd_;
    std::vector<std::size_t> tags_;
};

/// Binds this thread to a core, the highest allowed one unless told; returns which.
[[nodiscard]] int settle_on_core(std::optional<int> wanted);
/// User and system time of this process.
[[nodiscard]] double own_cpu_s();

/// Time since it was made.
class Stopwatch {
  public:
    [[nodiscard]] Nanos now() const { return std::chrono::steady_clock::now() - began_; }

  private:
    std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
};

}  // namespace wib::loadgen

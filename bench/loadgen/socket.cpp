#include "bench/loadgen/socket.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sched.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <stdexcept>
#include <system_error>
#include <utility>

namespace wib::loadgen {

namespace {

constexpr int kConnectPatienceMs = 5'000;

[[noreturn]] void fail(const char* what) {
    throw std::system_error(errno, std::generic_category(), what);
}

timespec spec_of(Nanos time) {
    return {.tv_sec = static_cast<time_t>(time.count() / 1'000'000'000),
            .tv_nsec = static_cast<long>(time.count() % 1'000'000'000)};
}

double seconds_of(const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

}  // namespace

Place parse_place(std::string_view url, std::string_view scheme) {
    const auto wrong = [&] {
        return std::invalid_argument("a target looks like " + std::string{scheme} + "://127.0.0.1:PORT, not " +
                                     std::string{url});
    };
    const auto prefix = std::string{scheme} + "://127.";
    if (!url.starts_with(prefix)) throw wrong();
    auto rest = url.substr(prefix.size() - 4);
    const auto slash = rest.find('/');
    const auto authority = rest.substr(0, slash);
    const auto colon = authority.find(':');
    if (colon == std::string_view::npos) throw wrong();
    Place place{.host = std::string{authority.substr(0, colon)},
                .port = 0,
                .path = slash == std::string_view::npos ? "/" : std::string{rest.substr(slash)}};
    const auto port = authority.substr(colon + 1);
    const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), place.port);
    if (error != std::errc{} || end != port.data() + port.size() || place.port == 0) throw wrong();
    return place;
}

Socket::Socket(const Place& place) : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)) {
    if (fd_ < 0) fail("socket");
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(place.port);
    if (::inet_pton(AF_INET, place.host.c_str(), &address.sin_addr) != 1)
        throw std::invalid_argument("no address: " + place.host);
    if (::connect(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        if (errno != EINPROGRESS) fail("connect");
        pollfd look{fd_, POLLOUT, 0};
        if (::poll(&look, 1, kConnectPatienceMs) <= 0) {
            errno = ETIMEDOUT;
            fail("connect");
        }
        socklen_t size = sizeof errno;
        if (::getsockopt(fd_, SOL_SOCKET, SO_ERROR, &errno, &size) != 0 || errno != 0) fail("connect");
    }
    const int yes = 1;
    ::setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
}

Socket::~Socket() {
    close();
}

Socket::Socket(Socket&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)), unsent_(std::move(other.unsent_)), gone_(other.gone_) {}

Socket& Socket::operator=(Socket&& other) noexcept {
    if (this != &other) {
        close();
        fd_ = std::exchange(other.fd_, -1);
        unsent_ = std::move(other.unsent_);
        gone_ = other.gone_;
    }
    return *this;
}

void Socket::close() {
    if (fd_ >= 0) ::close(std::exchange(fd_, -1));
    unsent_.clear();
    gone_ = 0;
}

std::optional<std::size_t> Socket::read(char* room, std::size_t size) {
    for (;;) {
        const auto got = ::recv(fd_, room, size, 0);
        if (got >= 0) return static_cast<std::size_t>(got);
        if (errno == EINTR) continue;
        if (errno == EAGAIN || errno == EWOULDBLOCK) return std::nullopt;
        return 0;
    }
}

bool Socket::write(std::string_view bytes) {
    if (gone_ < unsent_.size()) {
        unsent_.append(bytes);
        return flush();
    }
    while (!bytes.empty()) {
        const auto sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent >= 0) {
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
            unsent_.assign(bytes);
            gone_ = 0;
            return true;
        } else if (errno != EINTR) {
            return false;
        }
    }
    return true;
}

bool Socket::flush() {
    while (gone_ < unsent_.size()) {
        const auto sent = ::send(fd_, unsent_.data() + gone_, unsent_.size() - gone_, MSG_NOSIGNAL);
        if (sent >= 0) {
            gone_ += static_cast<std::size_t>(sent);
        } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
            return true;
        } else if (errno != EINTR) {
            return false;
        }
    }
    unsent_.clear();
    gone_ = 0;
    return true;
}

bool Socket::wait_readable(Nanos patience) const {
    pollfd look{fd_, POLLIN, 0};
    return ::poll(&look, 1, static_cast<int>(std::chrono::ceil<std::chrono::milliseconds>(patience).count())) > 0;
}

Poller::Poller() : fd_(::epoll_create1(EPOLL_CLOEXEC)) {
    if (fd_ < 0) fail("epoll_create1");
}

Poller::~Poller() {
    ::close(fd_);
}

void Poller::add(int fd, std::size_t tag) {
    epoll_event event{.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET, .data = {.u64 = tag}};
    if (::epoll_ctl(fd_, EPOLL_CTL_ADD, fd, &event) != 0) fail("epoll_ctl");
}

const std::vector<std::size_t>& Poller::wait(Nanos patience) {
    std::array<epoll_event, 256> events;
    const auto limit = spec_of(std::max(Nanos{0}, patience));
    const int count = ::epoll_pwait2(fd_, events.data(), static_cast<int>(events.size()), &limit, nullptr);
    tags_.clear();
    for (int at = 0; at < count; ++at) tags_.push_back(events[static_cast<std::size_t>(at)].data.u64);
    return tags_;
}

int settle_on_core(std::optional<int> wanted) {
    cpu_set_t allowed;
    CPU_ZERO(&allowed);
    if (::sched_getaffinity(0, sizeof allowed, &allowed) != 0) fail("sched_getaffinity");
    int core = wanted.value_or(-1);
    if (!wanted)
        for (int at = 0; at < CPU_SETSIZE; ++at)
            if (CPU_ISSET(static_cast<std::size_t>(at), &allowed)) core = at;
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET(static_cast<std::size_t>(core), &one);
    if (::sched_setaffinity(0, sizeof one, &one) != 0) fail("sched_setaffinity");
    return core;
}

double own_cpu_s() {
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    return seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime);
}

}  // namespace wib::loadgen

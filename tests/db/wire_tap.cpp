#include "tests/db/wire_tap.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <filesystem>
#include <stdexcept>
#include <vector>

namespace wib::testing {

namespace {

sockaddr_un address_of(const std::string& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.size() >= sizeof address.sun_path) throw std::runtime_error("socket path too long");
    std::memcpy(address.sun_path, path.c_str(), path.size());
    return address;
}

struct Pair {
    int client, server;
    bool server_spoke_last = true;
};

/// False when the one side has closed.
bool pump(int from, int to) {
    std::array<char, 65536> bytes;
    const auto got = read(from, bytes.data(), bytes.size());
    if (got <= 0) return false;
    for (ssize_t sent = 0; sent < got;) {
        const auto some = send(to, bytes.data() + sent, static_cast<std::size_t>(got - sent), MSG_NOSIGNAL);
        if (some <= 0) return false;
        sent += some;
    }
    return true;
}

}  // namespace

WireTap::WireTap(std::string server_dir, int port) : server_(server_dir + "/.s.PGSQL." + std::to_string(port)) {
    static int count = 0;
    dir_ = "/tmp/wib-pg-" + std::to_string(getpid()) + "-tap-" + std::to_string(++count);
    std::filesystem::create_directories(dir_);
    const auto address = address_of(dir_ + "/.s.PGSQL." + std::to_string(port));
    listener_ = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (bind(listener_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 || listen(listener_, 16) != 0)
        throw std::runtime_error("cannot listen");
    thread_ = std::thread{[this] { relay(); }};
}

WireTap::~WireTap() {
    stopping_ = true;
    thread_.join();
    close(listener_);
    std::error_code ignored;
    std::filesystem::remove_all(dir_, ignored);
}

void WireTap::relay() {
    std::vector<Pair> pairs;
    const auto drop = [&](std::size_t at) {
        close(pairs[at].client);
        close(pairs[at].server);
        pairs.erase(pairs.begin() + static_cast<std::ptrdiff_t>(at));
    };
    while (!stopping_) {
        if (cut_.exchange(false))
            while (!pairs.empty()) drop(0);
        std::vector<pollfd> look{{listener_, POLLIN, 0}};
        for (const auto& pair : pairs) {
            look.push_back({pair.client, POLLIN, 0});
            look.push_back({held_ ? -1 : pair.server, POLLIN, 0});
        }
        if (poll(look.data(), look.size(), 5) <= 0) continue;
        for (std::size_t at = pairs.size(); at-- > 0;) {
            auto& pair = pairs[at];
            bool open = true;
            if (look[1 + 2 * at].revents) {
                if (pair.server_spoke_last) ++round_trips_;
                pair.server_spoke_last = false;
                open = pump(pair.client, pair.server);
            }
            if (open && look[2 + 2 * at].revents) {
                pair.server_spoke_last = true;
                open = pump(pair.server, pair.client);
            }
            if (!open) drop(at);
        }
        if (look[0].revents) {
            const int client = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
            const int server = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
            const auto address = address_of(server_);
            if (client >= 0 && connect(server, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) {
                ++connections_;
                pairs.push_back({client, server});
            } else {
                close(client);
                close(server);
            }
        }
    }
    while (!pairs.empty()) drop(0);
}

}  // namespace wib::testing

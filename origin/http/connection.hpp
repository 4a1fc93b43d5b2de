#pragma once
// One connection's life; included by server.cpp and connection.cpp only.
#include <array>
#include <boost/asio/ip/tcp.hpp>
#include <memory>
#include <set>
#include <string>

#include "origin/http/envelope.hpp"
#include "origin/http/server.hpp"
#include "origin/runtime/task_scope.hpp"
#include "origin/runtime/wakeup.hpp"

namespace wib::http {

/// What all connections of a server share.
struct Service {
    ServerConfig config;
    ServerParts parts;
    RequestMemory memory;

    /// What a route has taken part in, by the route's place in the table.
    struct Figures {
        const Handler* handler;
        observe::Histogram* took;
        observe::Counter* abandoned;
    };
    std::vector<Figures> figures;
    observe::Family<observe::Counter>& requests;
    observe::Family<observe::Counter>& refused;
    observe::Family<observe::Counter>& upgrades;
    observe::Gauge& open;

    Service(ServerConfig c, ServerParts p);
    [[nodiscard]] const Figures& of(const api::Route& route) const;
};

class Connection;

/// One io thread's share of the server. Touched on its own thread only.
struct Lane {
    Lane(boost::asio::any_io_executor executor, Service& service);

    std::set<Connection*> connections;
    bool draining = false;
    Wakeup drained;  // tells streams without an end
    TaskScope requests;
    TaskScope sessions;  // WebSockets, once admitted
    TaskScope afterwards;

    /// From now on connections end with the request they serve.
    void drain();
    /// For names that only have to differ: drawn from the generator many at a time. Each is given once.
    [[nodiscard]] std::array<std::uint8_t, 4> four_random(Random& random);

  private:
    std::array<std::uint8_t, 512> random_;
    std::size_t random_left_ = 0;
};

/// Reads requests and answers them, one after the other, until either side has had enough.
Task<void> serve(boost::asio::ip::tcp::socket socket, std::shared_ptr<Service> service, std::shared_ptr<Lane> lane);

}  // namespace wib::http

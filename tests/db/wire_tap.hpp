#pragma once
#include <atomic>
#include <memory>
#include <string>
#include <thread>

namespace wib::testing {

/// A Unix-socket relay between client and server that knows how often the talk changed hands, and can go silent or cut.
class WireTap {
  public:
    /// Relays to the server whose socket is `server_dir`/.s.PGSQL.`port`.
    WireTap(std::string server_dir, int port);
    ~WireTap();
    WireTap(const WireTap&) = delete;
    WireTap& operator=(const WireTap&) = delete;

    /// The folder to connect to instead; same port.
    [[nodiscard]] const std::string& dir() const { return dir_; }
    /// How often a client's burst followed a server's (or came first): the round trips on the wire.
    [[nodiscard]] int round_trips() const { return round_trips_; }
    [[nodiscard]] int connections() const { return connections_; }
    /// The server's words are held back from now on; the client's still arrive.
    void hold_answers() { held_ = true; }
    void release_answers() { held_ = false; }
    /// Closes every relayed connection.
    void cut() { cut_ = true; }

  private:
    struct State;
    void relay();

    std::string dir_;
    std::string server_;
    std::atomic<int> round_trips_{0}, connections_{0};
    std::atomic<bool> held_{false}, cut_{false}, stopping_{false};
    int listener_ = -1;
    std::thread thread_;
};

}  // namespace wib::testing

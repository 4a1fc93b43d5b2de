#pragma once
#include <chrono>
#include <memory>
#include <string>

#include "origin/runtime/blocking_pool.hpp"
#include "origin/runtime/clock.hpp"

namespace wib::http {

/// Whom we trust when we connect: the system's authorities and, where set, those in one more PEM file (WIB_CA_FILE).
/// TLS 1.2 or newer; the certificate's name is always checked; there is no switch that turns this off.
struct Trust {
    std::string ca_file{};
    bool system_authorities = true;
};

/// The file named in Trust cannot be used.
struct TrustError : std::exception {
    std::string reason;
    explicit TrustError(std::string r) : reason(std::move(r)) {}
    [[nodiscard]] const char* what() const noexcept override { return reason.c_str(); }
};

/// Opens connections for the HTTP and WebSocket clients: resolves names on the blocking pool (and remembers them for a
/// minute, so that no call waits for DNS twice), tries the addresses in turn, and makes TLS sure of the name.
/// Thread-safe.
class Dialer {
  public:
    /// Throws TrustError.
    Dialer(const Trust& trust, BlockingPool& pool);
    ~Dialer();
    Dialer(const Dialer&) = delete;
    Dialer& operator=(const Dialer&) = delete;

    struct Parts;  ///< Asio's side of it, see transport.hpp
    [[nodiscard]] Parts& parts() { return *parts_; }

  private:
    std::unique_ptr<Parts> parts_;
};

}  // namespace wib::http

#include "origin/http/client/dialer.hpp"

#include <netdb.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <charconv>

#include "origin/http/client/transport.hpp"
#include "origin/runtime/within.hpp"

namespace wib::http {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using asio::ip::address;
using asio::ip::tcp;

namespace {

constexpr auto kRemember = 60s;
constexpr auto kRememberWhenDnsFails = 1h;
constexpr auto kAddressPatience = 3s;
constexpr std::size_t kNames = 256;

struct Looked {
    std::vector<address> addresses;
    std::string failure;
};

Looked look_up(const std::string& host) {
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_ADDRCONFIG;
    addrinfo* found = nullptr;
    if (const int error = getaddrinfo(host.c_str(), nullptr, &hints, &found); error != 0)
        return {{}, gai_strerror(error)};
    const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> owned{found, freeaddrinfo};
    Looked looked;
    for (const auto* at = found; at != nullptr; at = at->ai_next) {
        tcp::endpoint endpoint;
        if (at->ai_addrlen > endpoint.capacity()) continue;
        std::memcpy(endpoint.data(), at->ai_addr, at->ai_addrlen);
        endpoint.resize(at->ai_addrlen);
        looked.addresses.push_back(endpoint.address());
    }
    if (looked.addresses.empty()) looked.failure = "no address";
    return looked;
}

std::string why(const boost::system::error_code& error, SSL* ssl) {
    if (const auto verdict = SSL_get_verify_result(ssl); verdict != X509_V_OK)
        return X509_verify_cert_error_string(verdict);
    return error.message();
}

Task<boost::system::error_code> connect_socket(tcp::socket& socket, tcp::endpoint endpoint) {
    const auto [error] = co_await socket.async_connect(endpoint, asio::as_tuple(asio::use_awaitable));
    co_return error;
}
Task<boost::system::error_code> shake_hands(TlsStream& stream) {
    const auto [error] =
        co_await stream.async_handshake(asio::ssl::stream_base::client, asio::as_tuple(asio::use_awaitable));
    co_return error;
}

}  // namespace

Dialer::Dialer(const Trust& trust, BlockingPool& pool) : parts_(std::make_unique<Parts>(pool)) {
    auto& tls = parts_->tls;
    SSL_CTX_set_min_proto_version(tls.native_handle(), TLS1_2_VERSION);
    tls.set_verify_mode(asio::ssl::verify_peer);
    boost::system::error_code error;
    if (trust.system_authorities) tls.set_default_verify_paths(error);
    if (error) throw TrustError{"the system's certificate authorities cannot be read: " + error.message()};
    if (!trust.ca_file.empty()) tls.load_verify_file(trust.ca_file, error);
    if (error) throw TrustError{trust.ca_file + " holds no certificate authorities: " + error.message()};
}
Dialer::~Dialer() = default;

std::uint16_t port_of(std::string_view scheme, std::string_view port) {
    if (port.empty()) return scheme == "https" || scheme == "wss" ? 443 : 80;
    std::uint16_t number = 0;
    const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), number);
    return error == std::errc{} && end == port.data() + port.size() ? number : std::uint16_t{0};
}

Task<Result<std::vector<address>, DialError>> Dialer::Parts::resolve(std::string host, Deadline deadline) {
    boost::system::error_code not_literal;
    if (const auto literal = asio::ip::make_address(host, not_literal); !not_literal) co_return std::vector{literal};

    const auto now = Deadline::Clock::now();
    std::vector<address> stale;
    {
        const std::scoped_lock lock{mutex};
        if (const auto found = known.find(host); found != known.end()) {
            if (now - found->second.since < kRemember) co_return found->second.addresses;
            if (now - found->second.since < kRememberWhenDnsFails) stale = found->second.addresses;
        }
    }
    // Where an older answer exists, a slow or broken DNS costs a moment, not the call.
    const auto looked =
        co_await pool.run([host] { return look_up(host); }, stale.empty() ? deadline : deadline.capped(now, 500ms));
    if (!looked && stale.empty())
        co_return unexpected(DialError{DialError::Kind::late, "DNS did not answer for " + host});
    if (!looked || looked->addresses.empty()) {
        if (!stale.empty()) co_return stale;
        co_return unexpected(DialError{DialError::Kind::unreachable, host + ": " + looked->failure});
    }
    const std::scoped_lock lock{mutex};
    if (known.size() >= kNames) known.clear();
    known.insert_or_assign(host, Known{looked->addresses, now});
    co_return looked->addresses;
}

Task<Result<TcpSocket, DialError>> Dialer::Parts::connect(std::string host, std::uint16_t port, Deadline deadline) {
    const auto addresses = co_await resolve(host, deadline);
    if (!addresses) co_return unexpected(addresses.error());

    std::string last = "no address";
    for (std::size_t at = 0; at < addresses->size(); ++at) {
        const auto now = Deadline::Clock::now();
        if (deadline.passed(now)) break;
        const bool is_last = at + 1 == addresses->size();
        tcp::socket socket{co_await asio::this_coro::executor};
        const auto error = co_await within(is_last ? deadline : deadline.capped(now, kAddressPatience),
                                           connect_socket(socket, tcp::endpoint{(*addresses)[at], port}));
        if (error && !*error) {
            socket.set_option(tcp::no_delay{true});
            co_return socket;
        }
        last = error ? error->message() : "no answer";
    }
    const bool late = deadline.passed(Deadline::Clock::now());
    co_return unexpected(DialError{late ? DialError::Kind::late : DialError::Kind::unreachable, host + ": " + last});
}

Task<Result<std::unique_ptr<TlsStream>, DialError>> Dialer::Parts::connect_tls(std::string host, std::uint16_t port,
                                                                               Deadline deadline) {
    auto socket = co_await connect(host, port, deadline);
    if (!socket) co_return unexpected(socket.error());

    auto stream = std::make_unique<TlsStream>(std::move(*socket), tls);
    stream->set_verify_callback(asio::ssl::host_name_verification{host});
    boost::system::error_code is_name;
    asio::ip::make_address(host, is_name);
    // RFC 6066 §3: literal addresses are no server names.
    if (is_name) SSL_set_tlsext_host_name(stream->native_handle(), host.c_str());

    const auto error = co_await within(deadline, shake_hands(*stream));
    if (!error) co_return unexpected(DialError{DialError::Kind::late, host + ": TLS handshake"});
    if (*error) {
        const bool refused = error->category() == asio::error::get_ssl_category();
        co_return unexpected(DialError{refused ? DialError::Kind::untrusted : DialError::Kind::unreachable,
                                       host + ": " + why(*error, stream->native_handle())});
    }
    co_return stream;
}

}  // namespace wib::http

#include "origin/ws/connect.hpp"

#include "origin/http/client/transport.hpp"
#include "origin/ws/stream_socket.hpp"
#include "shared/codec/header.hpp"
#include "shared/codec/url.hpp"

namespace wib::ws {

namespace {

ConnectError from(http::DialError error) {
    using From = http::DialError::Kind;
    using To = ConnectError::Kind;
    const auto kind = error.kind == From::untrusted ? To::untrusted
                      : error.kind == From::late    ? To::late
                                                    : To::unreachable;
    return {kind, 0, std::move(error.detail)};
}

}  // namespace

Task<Result<std::unique_ptr<Socket>, ConnectError>> connect(http::Dialer& dialer, std::string url, api::Headers headers,
                                                            Limits limits, Deadline deadline) {
    const auto parsed = codec::parse_url(url);
    const bool secure = parsed && parsed->scheme == "wss";
    const auto port = parsed ? http::port_of(parsed->scheme, parsed->port) : std::uint16_t{0};
    if (!parsed || (!secure && parsed->scheme != "ws") || port == 0)
        co_return unexpected(ConnectError{ConnectError::Kind::bad_url, 0, "not a WebSocket address"});
    for (const auto& [name, value] : headers)
        if (!codec::is_token(name) || !codec::is_field_value(value))
            co_return unexpected(
                ConnectError{ConnectError::Kind::bad_url, 0, "header " + name + " is not well formed"});

    const std::string host{parsed->host};
    auto authority = host.find(':') == std::string::npos ? host : '[' + host + ']';
    if (!parsed->port.empty()) authority += ':' + std::string{parsed->port};
    std::string target{parsed->target};
    if (target.empty() || target[0] != '/') target.insert(0, "/");

    if (secure) {
        auto stream = co_await dialer.parts().connect_tls(host, port, deadline);
        if (!stream) co_return unexpected(from(std::move(stream.error())));
        co_return co_await shake_hands(std::move(*stream), std::move(authority), std::move(target), std::move(headers),
                                       limits, deadline);
    }
    auto socket = co_await dialer.parts().connect(host, port, deadline);
    if (!socket) co_return unexpected(from(std::move(socket.error())));
    co_return co_await shake_hands(std::move(*socket), std::move(authority), std::move(target), std::move(headers),
                                   limits, deadline);
}

}  // namespace wib::ws

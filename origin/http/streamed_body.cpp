#include "origin/http/streamed_body.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/http/read.hpp>

#include "origin/http/sending.hpp"
#include "origin/runtime/within.hpp"
#include "shared/codec/header.hpp"

namespace wib::http {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace bhttp = beast::http;
using beast::error_code;

namespace {

constexpr std::size_t kAtOnce = 64 * 1024;

Task<error_code> read_some(asio::ip::tcp::socket& socket, beast::flat_buffer& buffer, StreamedBody::Parser& parser) {
    const auto [error, size] =
        co_await bhttp::async_read_some(socket, buffer, parser, asio::as_tuple(asio::use_awaitable));
    co_return error;
}

BodyFault meaning_of(const error_code& error) {
    if (error == bhttp::error::body_limit) return BodyFault::too_large;
    if (error == bhttp::error::partial_message || error == bhttp::error::end_of_stream ||
        error.category() == asio::error::get_system_category())
        return BodyFault::gone;
    return BodyFault::malformed;
}

}  // namespace

api::Problem problem(BodyFault fault) {
    switch (fault) {
        case BodyFault::too_large:
            return {api::Code::payload_too_large};
        case BodyFault::slow:
            return {api::Code::deadline_exceeded, "The body came too slowly."};
        case BodyFault::gone:
            return {api::Code::invalid_target, "The body ended before its end."};
        case BodyFault::malformed:
            return {api::Code::invalid_target, "The request is not well-formed HTTP."};
    }
    return {api::Code::invalid_target};
}

StreamedBody::StreamedBody(Wire wire, std::size_t limit, Patience patience, std::function<void()> at_end)
    : wire_(wire), patience_(patience), at_end_(std::move(at_end)) {
    wire_.parser.body_limit(limit);
}

/// Who asks first is told to go on (RFC 9110 §10.1.1).
Task<void> StreamedBody::invite() {
    if (invited_) co_return;
    invited_ = true;
    wire_.buffer.reserve(kAtOnce);
    const auto expected = wire_.parser.get()[bhttp::field::expect];
    if (codec::equal_without_case({expected.data(), expected.size()}, "100-continue"))
        co_await write_within(wire_.socket, "HTTP/1.1 100 Continue\r\n\r\n", patience_.clock, patience_.write);
}

Task<Result<std::string_view, BodyFault>> StreamedBody::read() {
    auto& body = wire_.parser.get().body();
    body.clear();
    if (fault_) co_return unexpected(*fault_);
    if (wire_.parser.is_done()) co_return std::string_view{};
    co_await invite();
    while (body.empty() && !wire_.parser.is_done()) {
        const auto error =
            co_await within(patience_.clock.in(patience_.read), read_some(wire_.socket, wire_.buffer, wire_.parser));
        if (!error) co_return unexpected(fail(BodyFault::slow));
        if (*error) co_return unexpected(fail(meaning_of(*error)));
    }
    if (wire_.parser.is_done() && at_end_) std::exchange(at_end_, nullptr)();
    co_return std::string_view{body};
}

Task<void> StreamedBody::drop(std::size_t most, Deadline deadline) {
    std::size_t dropped = 0;
    while (dropped < most && !has_ended()) {
        const auto piece = co_await within(deadline, read());
        if (!piece || !*piece) co_return;
        dropped += (*piece)->size();
    }
}

}  // namespace wib::http

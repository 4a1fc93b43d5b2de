#pragma once
// A request's body off the wire; included by this folder's connection alone.
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <chrono>
#include <functional>
#include <optional>

#include "origin/http/body_reader.hpp"
#include "origin/runtime/clock.hpp"

namespace wib::http {

/// Lives as long as its request. At most a buffer of it is in memory.
class StreamedBody final : public BodyReader {
  public:
    using Parser = boost::beast::http::request_parser<boost::beast::http::string_body>;
    struct Wire {
        boost::asio::ip::tcp::socket& socket;
        boost::beast::flat_buffer& buffer;
        Parser& parser;  ///< its head has been read
    };
    struct Patience {
        const Clock& clock;
        std::chrono::milliseconds read, write;
    };
    /// `at_end` is called once, when the last byte has come.
    StreamedBody(Wire wire, std::size_t limit, Patience patience, std::function<void()> at_end);

    Task<Result<std::string_view, BodyFault>> read() override;
    /// Reads on to nobody's use, so that a peer which is still writing comes to read what is answered.
    Task<void> drop(std::size_t most, Deadline deadline);

    [[nodiscard]] bool has_ended() const { return wire_.parser.is_done(); }
    [[nodiscard]] std::optional<BodyFault> fault() const { return fault_; }

  private:
    Task<void> invite();
    BodyFault fail(BodyFault fault) { return fault_.emplace(fault); }

    Wire wire_;
    Patience patience_;
    std::function<void()> at_end_;
    std::optional<BodyFault> fault_;
    bool invited_ = false;
};

}  // namespace wib::http

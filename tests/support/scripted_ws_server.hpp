#pragma once
#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket.hpp>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace wib::testing {

/// A WebSocket server on loopback whose every word a test decides: each connection runs the script in turn, in blocking calls.
class ScriptedWsServer {
  public:
    using Stream = boost::beast::websocket::stream<boost::asio::ip::tcp::socket>;
    struct Hello {
        std::string target;
        std::string authorization;
    };

    /// One connection as the script sees it. Every call gives up quietly once the other side is gone.
    class Peer {
      public:
        explicit Peer(boost::asio::ip::tcp::socket socket) : stream_(std::move(socket)) {}
        /// Reads the handshake; answers it with `status` instead of an upgrade when that is not 101.
        Hello greet(int status = 101) {
            boost::beast::flat_buffer buffer;
            boost::beast::http::request<boost::beast::http::string_body> request;
            boost::beast::http::read(stream_.next_layer(), buffer, request);
            if (status == 101) {
                stream_.accept(request);
            } else {
                boost::beast::http::response<boost::beast::http::string_body> response{
                    static_cast<boost::beast::http::status>(status), 11};
                response.body() = R"({"error":"no"})";
                response.prepare_payload();
                boost::beast::http::write(stream_.next_layer(), response);
            }
            return {.target = std::string{request.target()},
                    .authorization = std::string{request[boost::beast::http::field::authorization]}};
        }
        void says(std::string_view text) {
            stream_.text(true);
            stream_.write(boost::asio::buffer(text), ignored_);
        }
        /// The next message, and whether it is binary; nothing when the other side has closed.
        std::optional<std::pair<std::string, bool>> hears() {
            boost::beast::flat_buffer buffer;
            stream_.read(buffer, ignored_);
            if (ignored_) return std::nullopt;
            return std::pair{boost::beast::buffers_to_string(buffer.data()), stream_.got_binary()};
        }
        void closes(std::uint16_t code, std::string_view reason) {
            const boost::beast::websocket::close_reason why{static_cast<boost::beast::websocket::close_code>(code),
                                                            boost::beast::string_view{reason.data(), reason.size()}};
            stream_.close(why, ignored_);
        }
        void vanishes() { stream_.next_layer().close(ignored_); }

      private:
        Stream stream_;
        boost::beast::error_code ignored_;
    };
    using Script = std::function<void(Peer&)>;

    explicit ScriptedWsServer(Script script)
        : script_(std::move(script)), acceptor_(io_, {boost::asio::ip::address_v4::loopback(), 0}), thread_([this] { serve(); }) {}
    ~ScriptedWsServer() {
        stopping_ = true;
        // A connection of our own ends the wait for the next one.
        boost::beast::error_code ignored;
        boost::asio::ip::tcp::socket knock{io_};
        knock.connect(acceptor_.local_endpoint(), ignored);
        thread_.join();
    }
    [[nodiscard]] std::string url(std::string_view path) const {
        return "ws://127.0.0.1:" + std::to_string(acceptor_.local_endpoint().port()) + std::string{path};
    }
    [[nodiscard]] int connections() const { return connections_; }

  private:
    void serve() {
        for (;;) {
            boost::asio::ip::tcp::socket socket{io_};
            boost::beast::error_code error;
            acceptor_.accept(socket, error);
            if (error || stopping_) return;
            ++connections_;
            try {
                Peer peer{std::move(socket)};
                script_(peer);
            } catch (const boost::system::system_error&) {
                // The client left in the middle of the script.
            }
        }
    }

    Script script_;
    boost::asio::io_context io_;
    boost::asio::ip::tcp::acceptor acceptor_;
    std::atomic<bool> stopping_ = false;
    std::atomic<int> connections_ = 0;
    std::thread thread_;
};

}  // namespace wib::testing

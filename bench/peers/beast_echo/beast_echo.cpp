// What the library under our own sockets costs by itself: a Beast WebSocket server that sends back what the consumer
// said and does nothing else, with callbacks, one thread and no deadlines. Nothing of the product is in it.
//   bench_beast_echo        prints {"event":"listening","port":…}; ends on SIGTERM
#include <sys/resource.h>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/websocket.hpp>
#include <cstdio>
#include <deque>
#include <memory>
#include <string>

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using asio::ip::tcp;
using beast::error_code;

class Echo : public std::enable_shared_from_this<Echo> {
  public:
    explicit Echo(tcp::socket socket) : stream_(std::move(socket)) {
        stream_.auto_fragment(false);
        stream_.text(true);
    }
    void start() {
        stream_.async_accept([self = shared_from_this()](error_code error) {
            if (!error) self->read();
        });
    }

  private:
    void read() {
        stream_.async_read(incoming_, [self = shared_from_this()](error_code error, std::size_t) {
            if (error) return;
            self->take();
            self->read();
        });
    }
    void take() {
        const auto data = incoming_.cdata();
        std::string message{static_cast<const char*>(data.data()), data.size()};
        incoming_.consume(incoming_.size());
        if (message.find(R"("track":"inbound")") == std::string::npos) return;
        outgoing_.push_back(std::move(message));
        if (outgoing_.size() == 1) write();
    }
    void write() {
        stream_.async_write(asio::buffer(outgoing_.front()),
                            [self = shared_from_this()](error_code error, std::size_t) {
                                if (error) return;
                                self->outgoing_.pop_front();
                                if (!self->outgoing_.empty()) self->write();
                            });
    }

    beast::websocket::stream<tcp::socket> stream_;
    beast::flat_buffer incoming_;
    std::deque<std::string> outgoing_;
};

void accept_next(tcp::acceptor& acceptor) {
    acceptor.async_accept([&acceptor](error_code error, tcp::socket socket) {
        if (error == asio::error::operation_aborted) return;
        if (!error) {
            error_code ignored;
            socket.set_option(tcp::no_delay{true}, ignored);
            std::make_shared<Echo>(std::move(socket))->start();
        }
        accept_next(acceptor);
    });
}

}  // namespace

int main() {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max;
        ::setrlimit(RLIMIT_NOFILE, &limit);
    }
    asio::io_context io{1};
    tcp::acceptor acceptor{io, {asio::ip::make_address("127.0.0.1"), 0}};
    acceptor.listen(1024);
    asio::signal_set signals{io, SIGTERM, SIGINT};
    signals.async_wait([&io](error_code, int) { io.stop(); });
    accept_next(acceptor);
    std::printf("{\"event\":\"listening\",\"port\":%u}\n", unsigned{acceptor.local_endpoint().port()});
    std::fflush(stdout);
    io.run();
}

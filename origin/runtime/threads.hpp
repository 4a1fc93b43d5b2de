#pragma once
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/io_context.hpp>
#include <cstddef>
#include <memory>
#include <thread>
#include <vector>

namespace wib {

/// One io_context per thread: what starts on one stays on it, so nothing on it needs a lock.
class Threads {
  public:
    explicit Threads(std::size_t count);
    /// Stops at once what has not been drained; see StopOrder for the polite way.
    ~Threads();
    Threads(const Threads&) = delete;
    Threads& operator=(const Threads&) = delete;

    /// Starts the threads; they run until stop().
    void start();
    /// Lets every context return as soon as it can; whatever waits on it never resumes.
    void stop();
    void join();

    [[nodiscard]] std::size_t size() const { return lanes_.size(); }
    [[nodiscard]] boost::asio::io_context& operator[](std::size_t lane) { return lanes_[lane]->io; }
    [[nodiscard]] boost::asio::any_io_executor executor(std::size_t lane) { return lanes_[lane]->io.get_executor(); }

  private:
    struct Lane;
    using Guard = boost::asio::executor_work_guard<boost::asio::io_context::executor_type>;
    struct Lane {
        Lane() : io(1), guard(io.get_executor()) {}
        boost::asio::io_context io;
        Guard guard;
        std::thread thread;
    };
    std::vector<std::unique_ptr<Lane>> lanes_;  // an io_context cannot move
};

}  // namespace wib

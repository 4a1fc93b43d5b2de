#include "origin/runtime/blocking_pool.hpp"

#include <pthread.h>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

#include "origin/runtime/wakeup.hpp"

namespace wib {

namespace asio = boost::asio;

namespace {

/// What the waiting coroutine and the pool thread share. Touched at home only, but for its reference count.
struct Call {
    explicit Call(asio::any_io_executor home) : ended(std::move(home)) {}
    Wakeup ended;
    bool done = false;
};

struct Job {
    std::move_only_function<void()> work;
    asio::any_io_executor home;
    std::shared_ptr<Call> call;

    void tell() {
        asio::post(home, [c = std::move(call)] {
            c->done = true;
            c->ended.notify();
        });
    }
};

}  // namespace

struct BlockingPool::State {
    std::mutex mutex;
    std::condition_variable arrived;
    std::deque<Job> waiting;
    std::size_t capacity = 0;
    bool stopping = false;
    std::vector<std::thread> threads;

    void serve() {
        std::unique_lock lock{mutex};
        for (;;) {
            arrived.wait(lock, [&] { return stopping || !waiting.empty(); });
            if (stopping) return;
            auto job = std::move(waiting.front());
            waiting.pop_front();
            lock.unlock();
            job.work();
            job.work = nullptr;
            job.tell();
            lock.lock();
        }
    }
};

BlockingPool::BlockingPool(std::string name, std::size_t threads, std::size_t queue_capacity)
    : state_(std::make_unique<State>()) {
    state_->capacity = queue_capacity;
    for (std::size_t at = 0; at < threads; ++at)
        state_->threads.emplace_back([this, label = (name + "-" + std::to_string(at)).substr(0, 15)] {
            pthread_setname_np(pthread_self(), label.c_str());
            state_->serve();
        });
}

BlockingPool::~BlockingPool() {
    {
        const std::scoped_lock lock{state_->mutex};
        state_->stopping = true;
    }
    state_->arrived.notify_all();
    for (auto& thread : state_->threads) thread.join();
    for (auto& job : state_->waiting) {
        job.work = nullptr;
        job.tell();
    }
}

Task<bool> BlockingPool::run_erased(std::move_only_function<void()> work, Deadline deadline) {
    const auto home = co_await asio::this_coro::executor;
    const auto call = std::make_shared<Call>(home);
    {
        const std::scoped_lock lock{state_->mutex};
        if (state_->stopping || state_->waiting.size() >= state_->capacity) throw PoolFullError{};
        state_->waiting.push_back({std::move(work), home, call});
    }
    state_->arrived.notify_one();
    while (!call->done)
        if (!co_await call->ended.wait(deadline) && !call->done) co_return false;
    co_return true;
}

}  // namespace wib

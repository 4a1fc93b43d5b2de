#pragma once
#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <memory>
#include <utility>

#include "shared/core/deadline.hpp"
#include "shared/core/ensure.hpp"

namespace wib::ws {

/// Where the one task that reads a socket waits for what arrives. It is resumed in the handler that got it, and its
/// deadline is kept by one alarm that is set anew only when it would ring too late: a stream reads a hundred times a
/// second. The read under way owns who waits for it, so that both die with an io_context that ends; between reads the
/// connection keeps the empty seat. Lives in the connection, which a weak pointer names.
class ReadWait {
  public:
    enum class Woken { arrived, late, cancelled };
    struct Seat {
        std::move_only_function<void(Woken)> resume;
        Deadline::Clock::time_point due{};
    };

    explicit ReadWait(boost::asio::any_io_executor executor) : alarm_(std::move(executor)) {}

    /// For the handler of the read that begins; it gives it back.
    [[nodiscard]] std::shared_ptr<Seat> lend() {
        seat_ = empty_seat_;
        return std::exchange(empty_seat_, nullptr);
    }
    void give_back(std::shared_ptr<Seat> seat) { empty_seat_ = std::move(seat); }

    void wake(Woken how) {
        const auto taken = seat_.lock();
        if (!taken) return;
        if (auto resume = std::exchange(taken->resume, nullptr)) resume(how);
    }

    /// While a read is under way: `co_await wait(…)` says how it was woken.
    static auto wait(std::weak_ptr<ReadWait> self, Deadline deadline) {
        return boost::asio::async_initiate<const boost::asio::deferred_t, void(Woken)>(
            [self = std::move(self), deadline](auto handler) {
                if (const auto there = self.lock()) there->sit(std::move(handler), deadline, self);
            },
            boost::asio::deferred);
    }

  private:
    template <class Handler>
    void sit(Handler handler, Deadline deadline, const std::weak_ptr<ReadWait>& self) {
        const auto taken = seat_.lock();
        ensure(taken && !taken->resume, "one task reads a socket, while a read is under way");
        taken->due = deadline.at();
        if (taken->due < alarm_at_) set_alarm(taken->due, self);
        auto slot = boost::asio::get_associated_cancellation_slot(handler);
        if (slot.is_connected()) {
            // Whoever cancels goes on before the reader does.
            slot.assign([self](boost::asio::cancellation_type) {
                if (const auto there = self.lock())
                    boost::asio::post(there->alarm_.get_executor(), [there] { there->wake(Woken::cancelled); });
            });
        }
        taken->resume = [handler = std::move(handler), slot](Woken how) mutable {
            if (slot.is_connected()) slot.clear();
            std::move(handler)(how);
        };
    }

    void set_alarm(Deadline::Clock::time_point at, const std::weak_ptr<ReadWait>& self) {
        alarm_at_ = at;
        alarm_.expires_at(at);
        alarm_.async_wait([self](boost::system::error_code error) {
            const auto there = self.lock();
            if (error || !there) return;  // set anew, or over
            there->alarm_at_ = Deadline::Clock::time_point::max();
            const auto taken = there->seat_.lock();
            if (!taken || !taken->resume) return;
            if (Deadline::Clock::now() >= taken->due)
                there->wake(Woken::late);
            else
                there->set_alarm(taken->due, self);
        });
    }

    std::shared_ptr<Seat> empty_seat_ = std::make_shared<Seat>();
    std::weak_ptr<Seat> seat_;
    boost::asio::steady_timer alarm_;
    Deadline::Clock::time_point alarm_at_ = Deadline::Clock::time_point::max();
};

}  // namespace wib::ws

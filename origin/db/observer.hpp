#pragma once
#include <chrono>
#include <string_view>

namespace wib::db {

/// Watches the database doors; the default watches nothing, so metrics never complicate what they watch.
/// Called on the io threads, several at once.
class Observer {
  public:
    enum class Outcome { done, refused, failed };

    virtual ~Observer() = default;
    /// One round trip: the last statement's name, how many travelled together, and what became of them.
    virtual void exchanged(std::string_view /*statement*/, int /*statements*/, std::chrono::nanoseconds /*took*/,
                           Outcome /*outcome*/) {}
    /// How long a transaction waited for a connection.
    virtual void waited(std::chrono::nanoseconds /*took*/) {}
    virtual void connected(std::chrono::nanoseconds /*took*/) {}
    /// A connection was given up; why, in words for a log.
    virtual void dropped(std::string_view /*why*/) {}
    /// The server could not be reached; the next attempt waits `until_next`.
    virtual void unreachable(std::string_view /*why*/, std::chrono::nanoseconds /*until_next*/) {}
};

/// The observer that watches nothing; never dies.
[[nodiscard]] Observer& nobody_watching();

}  // namespace wib::db

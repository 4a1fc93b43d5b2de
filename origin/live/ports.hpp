#pragma once
#include <boost/asio/any_io_executor.hpp>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "origin/runtime/task.hpp"
#include "shared/core/deadline.hpp"
#include "shared/core/result.hpp"
#include "shared/core/strong_id.hpp"

namespace wib::live {

/// Something a browser should see at once. With `sequence` it also stands in call_timeline_events and is replayed after
/// Last-Event-ID; without (partial words, levels) it is gone when nobody listens.
struct Event {
    OrgId organization;
    std::optional<CallId> call;
    std::string kind;                        ///< "call", "turn", "partial", "level", "recording"
    std::string data;                        ///< one JSON object
    std::optional<std::int64_t> sequence{};  ///< call_timeline_events.seq
};

/// Hands events to whoever listens. Never waits: a listener that cannot keep up loses partials first, then its stream.
class Publisher {
  public:
    virtual ~Publisher() = default;
    virtual void publish(Event event) = 0;
};

/// Somebody's attention to one call, for as long as they have a right to it.
class Attention {
  public:
    virtual ~Attention() = default;
    enum class End {
        deadline,
        cut,     ///< the process stops, or they were too slow
        doubted  ///< their session, key, membership or organization changed: they should ask whether they may go on
    };
    /// The kind of the next event, or why there is none.
    virtual Task<Result<std::string, End>> next(Deadline deadline) = 0;
};

/// Where other features get it. Any thread; each attention is used on the executor it was given for.
class Attentions {
  public:
    virtual ~Attentions() = default;
    /// `actor` is the session or key that attends. Null when as many do as may.
    [[nodiscard]] virtual std::unique_ptr<Attention> attend(OrgId organization, CallId call, Uuid actor,
                                                            boost::asio::any_io_executor home) = 0;
    /// Has these sessions and keys ask whether they may go on; how many there were.
    virtual std::size_t doubt(std::span<const Uuid> actors) = 0;
};

}  // namespace wib::live

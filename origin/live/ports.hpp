#pragma once
#include <cstdint>
#include <optional>
#include <string>

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

}  // namespace wib::live

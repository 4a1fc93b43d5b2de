#pragma once
#include <mutex>
#include <string>
#include <unordered_set>
#include <vector>

#include "origin/http/request_context.hpp"
#include "origin/runtime/clock.hpp"
#include "shared/api/envelope.hpp"
#include "shared/api/problem.hpp"
#include "shared/core/result.hpp"

namespace wib::http {

/// The request ids of mutations, for as long as an envelope can live, so that none is carried out twice. Bounded: when
/// too many came in a minute, further mutations are refused rather than one forgotten. Any thread.
class RequestMemory {
  public:
    explicit RequestMemory(std::size_t capacity) : capacity_(capacity) {}

    enum class Answer { fresh, replayed, full };
    [[nodiscard]] Answer remember(const RequestId& id, Instant now);

  private:
    // Two generations, each as long as an envelope lives (issued −30 s … +30 s): an id is kept for one to two of them.
    std::mutex mutex_;
    std::size_t capacity_;
    Instant since_{};
    std::unordered_set<RequestId> young_;
    std::unordered_set<RequestId> old_;
};

/// A request as it came off the wire, its envelope opened but not yet held against it.
struct Arrival {
    std::string method;
    std::string target;
    api::Headers headers;
    std::string body;
    api::Envelope envelope;
    std::string correlation_id;
};

/// Of both headers that carry it, Idempotency-Key first; "" when there is none.
[[nodiscard]] std::string idempotency_key(const api::Headers& headers);

/// Holds the envelope against the request, once (mutations), and builds what handlers see.
[[nodiscard]] Result<RequestContext, api::Problem> admit(Arrival arrival, const api::Match& match,
                                                         RequestMemory& memory, const Clock& clock, Duration patience);

}  // namespace wib::http

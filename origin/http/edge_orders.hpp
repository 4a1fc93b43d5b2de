#pragma once
#include <functional>
#include <string>
#include <vector>

#include "origin/http/client/client.hpp"
#include "origin/observe/log.hpp"
#include "origin/runtime/clock.hpp"
#include "shared/api/envelope.hpp"

namespace wib::http {

/// What only the edge can do, asked of it under our envelope (edge/core/effects_endpoint.hpp).
class EdgeOrders {
  public:
    using Send = std::function<Task<Result<api::Response, ClientError>>(ClientRequest, Deadline)>;
    EdgeOrders(std::string edge_url, api::EnvelopeKey key, Send send, const Clock& clock, Random& random,
               observe::Log log);

    /// Has the edge forget what it keeps under these names in KV. Never throws and never waits long: what is
    /// not forgotten now is forgotten within a minute, and no transaction admits a revoked session meanwhile.
    Task<void> forget_claims(std::vector<std::string> names);

    /// Has the edge put these messages (JSON values) into one of its queues. False when nobody knows that it did.
    /// Never throws.
    Task<bool> enqueue(std::string queue, std::vector<std::string> messages);

  private:
    Task<bool> send_orders(std::string body);

    std::string edge_url_;
    api::EnvelopeKey key_;
    Send send_;
    const Clock& clock_;
    Random& random_;
    observe::Log log_;
};

}  // namespace wib::http

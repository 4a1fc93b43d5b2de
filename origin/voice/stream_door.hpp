#pragma once
#include "origin/db/tenant_tx.hpp"
#include "origin/media/ports.hpp"
#include "origin/voice/open_call.hpp"

namespace wib::voice {

/// Lets a carrier's media socket in: its token must be ours, fresh and unused. Forged and stale ones cost no query.
class StreamDoor final : public media::StreamGate {
  public:
    StreamDoor(Workshop& shop, db::Database& database) : shop_(shop), database_(database) {}
    Task<Result<media::StreamClaim, media::ClaimRefusal>> claim_stream(std::string token, Deadline deadline) override;

  private:
    Workshop& shop_;
    db::Database& database_;
};

}  // namespace wib::voice

#pragma once
#include "origin/db/tenant_tx.hpp"
#include "origin/live/ports.hpp"
#include "origin/media/ports.hpp"

namespace wib::record {

/// Keeps what media sessions hear, each news in one transaction with its event, and tells the browsers after the
/// commit.
class CallJournal final : public media::CallJournal {
  public:
    CallJournal(db::Database& database, live::Publisher& live) : database_(database), live_(live) {}

    Task<Instant> recording_began(media::StreamClaim claim, RecordingId recording, Instant at,
                                  Deadline deadline) override;
    Task<void> recording_failed(media::StreamClaim claim, RecordingId recording, media::RecordingFault fault,
                                Deadline deadline) override;
    Task<void> turn_ended(media::StreamClaim claim, media::Segment segment, Deadline deadline) override;
    Task<void> hearing_changed(media::StreamClaim claim, media::Track track, media::HearingState state,
                               Deadline deadline) override;

  private:
    void tell(const media::StreamClaim& claim, std::string kind, std::string data, std::int64_t sequence);

    db::Database& database_;
    live::Publisher& live_;
};

/// The id a turn's row has: the same each time the same turn is kept.
[[nodiscard]] SegmentId segment_id(const media::Segment& segment);

}  // namespace wib::record

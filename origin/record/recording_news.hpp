#pragma once
#include <string_view>

#include "origin/db/tenant_tx.hpp"
#include "origin/live/ports.hpp"
#include "shared/api/live.hpp"

namespace wib::record {

/// A recording's row has changed in this transaction: commits it with its event on the call's timeline, then tells
/// those who listen.
Task<void> commit_and_tell(db::TenantTx& tx, live::Publisher& live, OrgId organization, api::RecordingEvent news);

/// The audit row of a recording that could not be kept, with the reason.
void audit_failure(db::TenantTx& tx, RecordingId recording, std::string_view reason);

}  // namespace wib::record

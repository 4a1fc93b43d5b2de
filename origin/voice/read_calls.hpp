#pragma once
#include <optional>
#include <string>

#include "origin/db/tenant_tx.hpp"
#include "shared/api/calls.hpp"
#include "shared/api/page.hpp"
#include "shared/api/records.hpp"

namespace wib::voice {

struct CallFilter {
    std::optional<std::string> status;  ///< a status, or "active" for all that are not over
    std::optional<std::string> direction;
    std::optional<std::string> number;  ///< digits that either number contains
};

// page_of_calls, find_call and page_of_audit are a lone read: their transaction is over when they return.

/// Newest first; `total` counts the whole filter.
[[nodiscard]] Task<api::CallListReply> page_of_calls(db::TenantTx& tx, CallFilter filter, api::PageQuery page);
/// Nothing when the organisation has no such call.
[[nodiscard]] Task<std::optional<api::CallDetail>> find_call(db::TenantTx& tx, CallId call);
[[nodiscard]] Task<std::optional<api::TimelineReply>> timeline_of(db::TenantTx& tx, CallId call);
/// Segments after an index, `limit` at most.
[[nodiscard]] Task<std::optional<api::TranscriptReply>> transcript_of(db::TenantTx& tx, CallId call, std::int32_t after,
                                                                      std::int32_t limit);

struct AuditFilter {
    std::optional<Uuid> resource;
    std::optional<std::string> resource_type;
    std::optional<UserId> by;  ///< only what this person did
};
[[nodiscard]] Task<api::AuditListReply> page_of_audit(db::TenantTx& tx, AuditFilter filter, api::PageQuery page);

}  // namespace wib::voice

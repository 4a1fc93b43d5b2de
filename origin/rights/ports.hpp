#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "origin/db/tenant_tx.hpp"
#include "origin/http/request_context.hpp"
#include "shared/api/problem.hpp"
#include "shared/core/result.hpp"
#include "shared/plans/limits.hpp"

/// What other features ask about plans and flags, inside the transaction of what they are about to do: what was asked
/// is as true as the change itself, and gone with it when it is rolled back.
namespace wib::rights {

/// Counts `adding` of a monthly metric (calls, minutes, transcripts), or refuses with QUOTA_EXCEEDED. Holds the
/// organisation's lock on that metric to the end of the transaction, so that a thousand at once do not pass together.
/// At 80 and at 100 % an alert is written, once each a month, with its audit row, and a letter goes to owners and
/// admins. A refusal's alert is written when the
/// transaction is committed all the same.
Task<Result<void, api::Problem>> count_usage(const http::RequestContext& request, db::TenantTx& tx,
                                             plans::Metric metric, std::int64_t adding);

/// What may be counted of a metric until the transaction ends, for nobody else counts it meanwhile.
struct Counting {
    plans::Plan plan;
    plans::Metric metric;
    std::string month;  ///< "2026-11-01": the one its alerts are of
    std::int64_t used;  ///< this month; 0 of what is not counted a month
};
/// For what is not counted a month (users at an invitation, storage_bytes at an upload): takes the lock; count what
/// there is after it, then ask `refuse_beyond`. PLAN_UNKNOWN when nobody knows what there is room for.
Task<Result<Counting, api::Problem>> begin_counting(db::TenantTx& tx, plans::Metric metric);
/// Nothing when `adding` more fit beside `used`; else QUOTA_EXCEEDED. Alerts as count_usage does.
Task<std::optional<api::Problem>> refuse_beyond(const http::RequestContext& request, db::TenantTx& tx,
                                                Counting counting, std::int64_t used, std::int64_t adding);

/// Whether a feature is on for the organisation, and one use of it is within its daily and monthly limits; counts the
/// use when it is. The days and months are the organisation's own.
Task<bool> use_feature(db::TenantTx& tx, std::string_view feature);

}  // namespace wib::rights

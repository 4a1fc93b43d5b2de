#pragma once
#include "origin/db/tenant_tx.hpp"
#include "origin/http/request_context.hpp"
#include "origin/intake/vendor_inbox.hpp"
#include "origin/observe/log.hpp"
#include "shared/api/problem.hpp"
#include "shared/api/reliability.hpp"
#include "shared/core/secret.hpp"

namespace wib::intake {

/// Events that were accepted and then could neither be delivered nor applied. Each is a row: what people see is masked,
/// what is replayed is sealed and byte for byte what the vendor sent.
class Failures {
  public:
    Failures(db::Database& database, const Listeners& listeners, VendorInbox& inbox, const Secret& master_key,
             observe::Log log);

    /// Writes the row, once. `told.body_base64` must decode: nothing is written otherwise.
    Task<bool> record(const api::UndeliverableWebhook& told, Deadline deadline);

    /// An event that was answered 2xx and cannot be applied: its row of the inbox is closed with the failure's being
    /// written. `failure` is the failure's id, `error` what the inbox keeps; people are told less.
    Task<void> give_up(Uuid inbox, Uuid failure, Received event, std::string error, Deadline deadline);

    /// A person's decision about a failure of their organisation. A retry happens between two transactions: the first
    /// reads the event, the second writes what became of it, and its audit row.
    Task<Result<api::WebhookFailure, api::Problem>> act(const http::RequestContext& request,
                                                        const api::FailureActionRequest& wanted);

    Task<std::vector<api::DeadLetter>> open_ones(const api::DeadLettersQuery& query, Deadline deadline);
    /// The same for the platform, whose failure it may be: the status afterwards.
    Task<Result<std::string, api::Problem>> replay(const http::RequestContext& request, std::string source,
                                                   api::FailureId id);

  private:
    struct Attempt {
        std::string status;
        std::optional<std::string> error;
    };
    /// Whose an event is; nobody's when that cannot be told, or not now.
    Task<std::optional<OrgId>> owner_of(const Received& event, Deadline deadline);
    Task<Attempt> attempt(const db::Row& row, Deadline deadline);

    db::Database& database_;
    const Listeners& listeners_;
    VendorInbox& inbox_;
    Secret seal_key_;
    observe::Log log_;
};

/// A page of one organisation's.
Task<api::FailureListReply> page_of_failures(db::TenantTx& tx, const api::ListFailuresQuery& query);

}  // namespace wib::intake

#include "origin/evidence/checkpoint_copies.hpp"

#include "generated/sql/evidence.hpp"
#include "origin/runtime/within.hpp"

namespace wib::evidence {
namespace {

using namespace std::chrono_literals;

constexpr auto kPause = 30s;
constexpr auto kPatience = 10s;  // for one page of logs, or one log's copy
constexpr int kAtOnce = 200;
constexpr const char* kType = "text/plain; charset=utf-8";

std::string newest_of(OrgId organization) {
    return to_string(organization) + "/checkpoint";
}

}  // namespace

CheckpointCopies::CheckpointCopies(db::Database& database, record::ObjectStore* store, const Clock& clock,
                                   observe::Metrics& metrics, observe::Log log)
    : database_(database),
      store_(store),
      clock_(clock),
      log_(std::move(log)),
      copied_total_(
          metrics.counter("wib_audit_checkpoint_copies_total", "Signed checkpoints copied to the second store")) {}

Task<void> CheckpointCopies::run() {
    for (;;) {
        try {
            co_await copy();
        } catch (const db::UnavailableError& away) {
            log_.warn("checkpoints_not_copied", {{"reason", away.reason}});
        } catch (const db::StatementError& wrong) {
            log_.error("checkpoints_not_copied", {{"reason", wrong.text}});
        }
        co_await sleep_until(clock_.in(kPause));
    }
}

Task<std::size_t> CheckpointCopies::copy() {
    if (!store_) co_return 0;
    std::size_t copied = 0;
    for (Uuid after{};;) {
        const auto page = co_await database_.door(sql::list_newest_checkpoints,
                                                  {to_string(after), std::to_string(kAtOnce)}, clock_.in(kPatience));
        for (const auto row : page) {
            const auto organization = row["organization_id"].as<OrgId>();
            const auto size = row["size"].as<std::uint64_t>();
            after = organization.value;
            if (const auto known = copied_.find(organization); known != copied_.end() && known->second == size)
                continue;
            if (co_await copy_one(organization, size, row["note"].as<std::string>())) ++copied;
        }
        if (page.size() < kAtOnce) co_return copied;
    }
}

Task<bool> CheckpointCopies::copy_one(OrgId organization, std::uint64_t size, std::string note) {
    const auto deadline = clock_.in(kPatience);
    const auto own = to_string(organization) + "/checkpoints/" + std::to_string(size);
    const auto kept = co_await store_->head(own, deadline);
    auto fault = kept ? std::nullopt : std::optional{kept.error()};
    if (fault && fault->kind == record::StoreError::Kind::not_found) {
        const auto put = co_await store_->put(own, kType, note, deadline);
        fault = put ? std::nullopt : std::optional{put.error()};
    }
    if (!fault) {
        const auto put = co_await store_->put(newest_of(organization), kType, std::move(note), deadline);
        fault = put ? std::nullopt : std::optional{put.error()};
    }
    if (fault) {
        log_.warn("checkpoint_not_copied", {{"organization_id", to_string(organization)}, {"reason", fault->detail}});
        co_return false;
    }
    copied_[organization] = size;
    copied_total_.add();
    co_return true;
}

Task<std::optional<std::string>> CheckpointCopies::newest(OrgId organization, Deadline deadline) {
    if (!store_) co_return std::string{};
    auto note = co_await store_->get(newest_of(organization), std::nullopt, deadline);
    if (note) co_return std::move(*note);
    if (note.error().kind == record::StoreError::Kind::not_found) co_return std::string{};
    log_.warn("checkpoint_copy_not_read",
              {{"organization_id", to_string(organization)}, {"reason", note.error().detail}});
    co_return std::nullopt;
}

}  // namespace wib::evidence

#include "origin/record/recording_news.hpp"

#include <boost/describe.hpp>

#include "generated/sql/record.hpp"
#include "shared/codec/reflect.hpp"

namespace wib::record {
namespace {

struct FailureTold {
    std::string status;
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(FailureTold, (), (status, reason))

}  // namespace

Task<void> commit_and_tell(db::TenantTx& tx, live::Publisher& live, OrgId organization, api::RecordingEvent news) {
    auto data = codec::print(news);
    const auto published = co_await tx.exec_and_commit(sql::publish_recording, news.call_id, data);
    live.publish({.organization = organization,
                  .call = news.call_id,
                  .kind = "recording",
                  .data = std::move(data),
                  .sequence = published.front()["seq"].as<std::int64_t>()});
}

void audit_failure(db::TenantTx& tx, RecordingId recording, std::string_view reason) {
    tx.audit({.action = "recording:failed",
              .resource_type = "recording",
              .resource = recording.value,
              .new_value = codec::print(FailureTold{.status = "failed", .reason = std::string{reason}})});
}

}  // namespace wib::record

#include "origin/notify/mail_facts.hpp"

#include <boost/describe.hpp>

#include "generated/sql/notify.hpp"
#include "origin/db/storable_json.hpp"
#include "shared/codec/reflect.hpp"

namespace wib::notify {
namespace {

struct LetterAudit {
    std::string letter;
};
BOOST_DESCRIBE_STRUCT(LetterAudit, (), (letter))

// Rules §6.
std::string_view action_of(std::string_view status) {
    if (status == "sent") return "email:sent";
    if (status == "delivered") return "email:delivered";
    if (status == "bounced") return "email:bounced";
    if (status == "complained") return "email:spam_complaint";
    return "email:failed";
}

}  // namespace

db::AuditEntry audit_of_letter(Uuid letter, std::string_view kind, std::string_view status) {
    return {.action = action_of(status),
            .resource_type = "letter",
            .resource = letter,
            .new_value = codec::print(LetterAudit{std::string{kind}})};
}

Task<std::optional<OrgId>> MailFacts::owner_of(std::string body, std::string signed_id, Deadline deadline) {
    const auto news = read_(body, signed_id, clock_.now());
    if (!news || news->vendor_id.empty()) co_return std::nullopt;
    const auto rows = co_await database_.door(sql::find_organization_of_letter, {news->vendor_id}, deadline);
    co_return rows.front()["organization_id"].maybe<OrgId>();
}

Task<bool> MailFacts::take(std::string vendor, std::string body, std::string signed_id, Deadline deadline) {
    const auto news = read_(body, signed_id, clock_.now());
    if (!news) co_return false;
    db::Params told{vendor,
                    news->event_id,
                    news->event_type,
                    to_rfc3339(news->occurred_at),
                    db::storable_json(body),
                    news->vendor_id.empty() ? db::Param{} : db::Param{news->vendor_id},
                    news->fact ? db::Param{std::string{codec::enum_name(*news->fact)}} : db::Param{},
                    news->is_final ? "true" : "false",
                    news->detail};
    // Whose letter it is, is asked under the letter's lock: what names it may be under way at this moment.
    const auto rows = co_await database_.door(sql::learn_of_letter, told, deadline);
    const auto organization = rows.empty() ? std::nullopt : rows.front()["organization_id"].maybe<OrgId>();
    if (!organization) co_return true;
    auto tx = co_await database_.begin(
        {.organization = *organization, .actor_kind = ActorKind::webhook, .actor = {}, .label = vendor}, deadline);
    const auto changed = co_await tx->run(sql::learn_of_letter, std::move(told));
    for (const auto row : changed)
        tx->audit(audit_of_letter(row["id"].as<Uuid>(), row["kind"].text(), row["status"].text()));
    co_await tx->commit();
    co_return true;
}

}  // namespace wib::notify

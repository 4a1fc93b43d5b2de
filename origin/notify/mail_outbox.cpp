#include "origin/notify/mail_outbox.hpp"

#include <algorithm>

#include "generated/sql/notify.hpp"
#include "origin/notify/mail_facts.hpp"
#include "origin/runtime/within.hpp"
#include "shared/identity/mail_token.hpp"
#include "shared/identity/session_token.hpp"

namespace wib::notify {
namespace {

using namespace std::chrono_literals;

constexpr auto kPause = 1s;
constexpr auto kSweepPatience = 40s;  // within the minute a letter is leased for
constexpr auto kSendPatience = 10s;
constexpr int kLettersAtOnce = 20;
constexpr auto kFirstPause = 2s;
constexpr auto kLongestPause = 10min;

/// 2 s, 4 s … 10 min, each a little different, so that many do not come back together.
std::chrono::microseconds pause_before(int attempts, double fraction) {
    const auto doubled = kFirstPause * (1 << std::clamp(attempts - 1, 0, 12));
    const auto most = std::min<std::chrono::microseconds>(doubled, kLongestPause);
    return std::chrono::duration_cast<std::chrono::microseconds>(most * (0.75 + 0.5 * fraction));
}

}  // namespace

MailOutbox::MailOutbox(Desk desk, db::Database& database, Mailer& mailer, const Clock& clock, Random& random,
                       observe::Log log)
    : desk_(std::move(desk)),
      database_(database),
      mailer_(mailer),
      clock_(clock),
      random_(random),
      log_(std::move(log)) {}

Task<void> MailOutbox::run() {
    for (;;) {
        try {
            co_await sweep(clock_.in(kSweepPatience));
        } catch (const db::UnavailableError& away) {
            log_.warn("mail_postponed", {{"reason", away.reason}});
        } catch (const db::RefusedError& refused) {
            log_.error("mail_failed", {{"reason", refused.constraint}});
        } catch (const db::StatementError& wrong) {
            log_.error("mail_failed", {{"reason", wrong.text}});
        }
        co_await sleep_until(clock_.in(kPause));
    }
}

Task<jobs::Step> MailOutbox::sweep(Deadline deadline) {
    const auto due = co_await database_.door(sql::find_due_emails, {std::to_string(kLettersAtOnce)}, deadline);
    for (const auto row : due) co_await carry(row, deadline);
    co_return jobs::Step{.processed = due.size(), .errors = 0, .more = due.size() == kLettersAtOnce};
}

Task<void> MailOutbox::carry(db::Row row, Deadline deadline) {
    const auto id = row["id"].as<Uuid>();
    const Leaving leaving{
        .id = id, .kind = row["kind"].as<std::string>(), .organization = row["organization_id"].maybe<OrgId>()};
    const auto letter = codec::parse_enum<Letter>(row["kind"].text());
    const auto detail = codec::parse<LetterDetail>(row["detail"].text(), {.unknown = codec::Unknown::ignored});
    if (!letter || !detail) co_return co_await settle(leaving, "refused", {}, "a letter nobody can read", deadline);
    if (row["expires_at"].as<Instant>() <= clock_.now())
        co_return co_await settle(leaving, "dropped", {}, "its time was over", deadline);
    if (const auto reason = row["suppressed"].maybe<std::string>())
        co_return co_await settle(leaving, "dropped", {}, "its address has " + *reason, deadline);
    if (*letter == Letter::reset_password && !co_await prepare_reset(id, row["attempts"].as<int>(), *detail, deadline))
        co_return co_await settle(leaving, "dropped", {}, "nobody of that address", deadline);

    const auto sent =
        co_await mailer_.send(id, write_letter(desk_, *letter, id, row["recipient"].as<std::string>(), *detail),
                              deadline.capped(clock_.steady(), kSendPatience));
    if (sent) co_return co_await settle(leaving, "sent", *sent, {}, deadline);

    const auto& error = sent.error();
    log_.warn("mail_not_sent",
              {{"letter", row["kind"].text()}, {"attempt", row["attempts"].as<int>()}, {"detail", error.detail}});
    if (!error.retryable) co_return co_await settle(leaving, "refused", {}, error.detail, deadline);
    auto pause = pause_before(row["attempts"].as<int>(), random_.fraction());
    if (error.wait) pause = std::max(pause, std::chrono::microseconds{*error.wait});
    co_await database_.door(sql::postpone_email, {to_string(id), to_rfc3339(clock_.now() + pause), error.detail},
                            deadline);
}

Task<bool> MailOutbox::prepare_reset(Uuid id, int attempt, const LetterDetail& detail, Deadline deadline) {
    const auto token = identity::mail_token(identity::MailPurpose::reset_password, id, desk_.key);
    const auto found =
        co_await database_.door(sql::prepare_reset, {to_string(id), identity::hash_token(token.reveal())}, deadline);
    if (found.empty()) co_return false;
    if (attempt > 1) co_return true;  // said at the first
    const auto user = found.front()["user_id"].as<UserId>();
    const auto organization = found.front()["organization_id"].maybe<OrgId>();
    const auto correlation_id = detail.correlation_id.value_or("");
    constexpr std::string_view kAction = "auth:password_reset_requested";
    if (!organization) {
        co_await database_.door(sql::note_account_event, {to_string(user), std::string{kAction}, correlation_id},
                                deadline);
        co_return true;
    }
    auto tx = co_await database_.begin(
        {.organization = *organization, .actor_kind = ActorKind::job, .actor = {}, .label = "mail"}, deadline);
    tx->audit({.action = kAction,
               .resource_type = "user",
               .resource = user.value,
               .user = user,
               .client_address = detail.client_address.value_or(""),
               .user_agent = detail.user_agent.value_or(""),
               .correlation_id = correlation_id});
    co_await tx->commit();
    co_return true;
}

Task<void> MailOutbox::settle(const Leaving& letter, std::string status, db::Param vendor_id, db::Param error,
                              Deadline deadline) {
    db::Params told{to_string(letter.id), status, std::move(vendor_id), std::move(error)};
    if (!letter.organization) {
        co_await database_.door(sql::settle_email, std::move(told), deadline);
        co_return;
    }
    auto tx = co_await database_.begin(
        {.organization = *letter.organization, .actor_kind = ActorKind::job, .actor = {}, .label = "mail"}, deadline);
    const auto known_since = co_await tx->run(sql::settle_email, std::move(told));
    tx->audit(audit_of_letter(letter.id, letter.kind, status));
    // What the vendor told of it was quicker than its answer.
    for (const auto row : known_since) tx->audit(audit_of_letter(letter.id, letter.kind, row["status"].text()));
    co_await tx->commit();
}

}  // namespace wib::notify

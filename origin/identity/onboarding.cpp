#include "origin/identity/onboarding.hpp"

#include <algorithm>
#include <optional>
#include <string>

#include "generated/sql/identity.hpp"
#include "origin/identity/calling_hours.hpp"
#include "origin/identity/person.hpp"
#include "shared/api/endpoints/onboarding.hpp"

namespace wib::identity {
namespace {

using http::Answer;
using http::Ask;

/// Launch. The reference lets clients count to ten; what is above the last is the last.
constexpr std::int32_t kLastStep = 8;

Task<Result<api::Onboarding, api::Problem>> read_onboarding(db::TenantTx& tx) {
    const auto found = co_await tx.exec(sql::find_onboarding);
    if (found.empty()) co_return no(api::Code::not_found, "There is no such organisation.");
    const auto row = found.front();
    api::Onboarding read{.step = row["onboarding_step"].as<std::int32_t>(),
                         .last_step = kLastStep,
                         .completed_at = row["onboarding_completed_at"].maybe<Instant>(),
                         .plan = row["plan"].as<std::string>(),
                         .plan_status = row["plan_status"].as<std::string>(),
                         .trial_ends_at = row["trial_ends_at"].maybe<Instant>(),
                         .trial_available = row["trial_available"].as<bool>(),
                         .provisioned_number = row["provisioned_number"].maybe<std::string>(),
                         .numbers = {},
                         .compliance = {.timezone = row["timezone"].as<std::string>(),
                                        .calling_hours_start = row["calling_hours_start"].as<std::string>(),
                                        .calling_hours_end = row["calling_hours_end"].as<std::string>(),
                                        .dnc_enabled = row["dnc_enabled"].as<bool>(),
                                        .disclosure_enabled = row["disclosure_enabled"].as<bool>(),
                                        .confirmed_at = row["compliance_confirmed_at"].maybe<Instant>()}};
    for (const auto number : co_await tx.exec(sql::list_own_numbers))
        read.numbers.push_back(number["phone_number"].as<std::string>());
    co_return read;
}

Result<api::OnboardingReply, api::Problem> as_reply(Result<api::Onboarding, api::Problem> read) {
    if (!read) return wib::unexpected(std::move(read.error()));
    return api::OnboardingReply{.success = true, .onboarding = std::move(*read)};
}

Task<Answer<api::GetOnboarding>> get_onboarding(Ask<api::GetOnboarding>&, db::TenantTx& tx) {
    co_return as_reply(co_await read_onboarding(tx));
}

// The plan is in what the edge keeps of every session here: it is told, once the trial has begun, to forget it.
Task<Answer<api::SetUpOnboarding>> set_up_onboarding(IdentityRoutes& identity, Ask<api::SetUpOnboarding>& ask) {
    const auto& request = ask.request;
    auto tx = co_await identity.database.begin(http::tenant_of(request), request.deadline);
    const auto before = co_await read_onboarding(*tx);
    if (!before) co_return wib::unexpected(before.error());
    std::optional<std::string> trial_of, number;
    if (const auto plan = ask.body.plan.value_or(api::TrialPlan::business); plan != api::TrialPlan::free)
        trial_of = codec::enum_name(plan);
    if (!before->numbers.empty()) number = before->numbers.front();
    const auto cached = claims_of(co_await tx->exec(sql::set_up_organization, trial_of, number));
    const auto after = co_await read_onboarding(*tx);
    if (!after) co_return wib::unexpected(after.error());
    if (codec::print(*before) != codec::print(*after)) {
        auto entry =
            http::audit_of(request, "org:updated", "organization", request.principal.organization.value().value);
        entry.old_value = codec::print(*before);
        entry.new_value = codec::print(*after);
        tx->audit(entry);
    }
    co_await tx->commit();
    co_await identity.forget_claims(cached);
    co_return api::SetUpReply{.success = true,
                              .provisioned_number = after->provisioned_number,
                              .provisioned_numbers = after->numbers,
                              .cnam_listing_id = {},
                              .trial_ends_at = after->trial_ends_at,
                              .onboarding = *after};
}

Task<Answer<api::ConfirmCompliance>> confirm_compliance(Ask<api::ConfirmCompliance>& ask, db::TenantTx& tx) {
    const auto& body = ask.body;
    auto faults = faults_of_hours(body.calling_hours_start.value(), body.calling_hours_end.value());
    const auto known = co_await tx.exec(sql::is_timezone, body.timezone.value());
    if (!known.front()["known"].as<bool>()) faults.push_back({"timezone", "must be an IANA time zone"});
    if (!faults.empty())
        co_return wib::unexpected(api::Problem{.code = api::Code::validation_error, .details = std::move(faults)});
    const auto before = co_await read_onboarding(tx);
    if (!before) co_return wib::unexpected(before.error());
    co_await tx.exec(sql::confirm_compliance, body.timezone.value(), body.calling_hours_start.value(),
                     body.calling_hours_end.value(), body.dnc_enabled, body.disclosure_enabled);
    auto after = co_await read_onboarding(tx);
    if (!after) co_return wib::unexpected(after.error());
    auto entry =
        http::audit_of(ask.request, "org:updated", "organization", ask.request.principal.organization.value().value);
    entry.old_value = codec::print(before->compliance);
    entry.new_value = codec::print(after->compliance);
    tx.audit(entry);
    co_return as_reply(std::move(after));
}

Task<Answer<api::NoteOnboarding>> note_onboarding(Ask<api::NoteOnboarding>& ask, db::TenantTx& tx) {
    const auto step = std::min(ask.body.step.value(), kLastStep);
    const auto passed = co_await tx.exec(sql::pass_onboarding_step, step);
    auto after = co_await read_onboarding(tx);
    if (!after) co_return wib::unexpected(after.error());
    if (step == kLastStep && !after->completed_at)
        co_return no(api::Code::conflict, "The rules for calling come first: POST /api/onboarding/compliance.");
    if (passed.front()["completed"].as<bool>())
        tx.audit(http::audit_of(ask.request, "org:onboarding_completed", "organization",
                                ask.request.principal.organization.value().value));
    co_return as_reply(std::move(after));
}

}  // namespace

void add_onboarding_endpoints(http::Endpoints& endpoints, IdentityRoutes& identity) {
    endpoints.in_tenant<api::GetOnboarding>(get_onboarding);
    endpoints.on<api::SetUpOnboarding>(set_up_onboarding, identity);
    endpoints.in_tenant<api::ConfirmCompliance>(confirm_compliance);
    endpoints.in_tenant<api::NoteOnboarding>(note_onboarding);
}

}  // namespace wib::identity

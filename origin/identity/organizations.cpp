#include "origin/identity/organizations.hpp"

#include <boost/json.hpp>

#include "generated/sql/identity.hpp"
#include "origin/identity/calling_hours.hpp"
#include "origin/identity/person.hpp"
#include "shared/api/endpoints/organizations.hpp"

namespace wib::identity {
namespace {

using http::Answer;
using http::Ask;

auto no_such_organization() {
    return no(api::Code::not_found, "There is no such organisation.");
}

Task<Result<api::OrganizationReply, api::Problem>> read_organization(db::TenantTx& tx, UserId user,
                                                                     std::optional<OrgId> id) {
    const auto found = co_await tx.exec(sql::find_organization, user, id);
    if (found.empty()) co_return no_such_organization();
    const auto row = found.front();
    co_return api::OrganizationReply{
        .success = true,
        .organization = {.id = row["id"].as<OrgId>(),
                         .name = row["name"].as<std::string>(),
                         .plan = row["plan"].as<std::string>(),
                         .plan_status = row["plan_status"].as<std::string>(),
                         .timezone = row["timezone"].as<std::string>(),
                         .calling_hours_start = row["calling_hours_start"].as<std::string>(),
                         .calling_hours_end = row["calling_hours_end"].as<std::string>(),
                         .onboarding_step = row["onboarding_step"].as<std::int32_t>(),
                         .trial_ends_at = row["trial_ends_at"].maybe<Instant>(),
                         .address = row["address"].maybe<std::string>(),
                         .industry = row["industry"].maybe<std::string>(),
                         .member_count = row["member_count"].as<std::int64_t>(),
                         .created_at = row["created_at"].as<Instant>()},
        .role = role_of(row["role"])};
}

// Whoever has not proven an address found their one organisation when they signed up; a second needs the proof.
Task<Answer<api::CreateOrganization>> create_organization(IdentityRoutes& identity, Ask<api::CreateOrganization>& ask) {
    const auto& request = ask.request;
    const auto user = own_user(request);
    const auto proven = co_await identity.database.door(sql::has_proven_address, {to_string(user)}, request.deadline);
    if (!proven.front()["proven"].as<bool>()) co_return no(api::Code::email_not_verified);
    const auto organization = identity.random.id<OrgId>();
    auto tx = co_await identity.database.begin(
        {.organization = organization, .actor_kind = ActorKind::founder, .actor = {}, .label = "found"},
        request.deadline);
    tx->queue(sql::found_organization, ask.body.name.value(), user);
    const auto moved = co_await tx->exec(sql::switch_session, own_session(request), organization);
    if (moved.empty()) co_return no(api::Code::session_revoked);
    auto reply = co_await read_organization(*tx, user, organization);
    if (!reply) co_return reply;
    tx->audit(http::audit_of(request, "org:created", "organization", organization.value));
    co_await tx->commit();
    co_return reply;
}

Task<Answer<api::CurrentOrganization>> current_organization(Ask<api::CurrentOrganization>& ask, db::TenantTx& tx) {
    co_return co_await read_organization(tx, own_user(ask.request), std::nullopt);
}

Task<Answer<api::GetOrganization>> get_organization(Ask<api::GetOrganization>& ask, db::TenantTx& tx) {
    co_return co_await read_organization(tx, own_user(ask.request), ask.path.id);
}

// Of oneself alone: whoever else it is about is nobody here.
Task<Answer<api::OrganizationOfUser>> organization_of_user(Ask<api::OrganizationOfUser>& ask, db::TenantTx& tx) {
    if (ask.path.id != own_user(ask.request)) co_return no_such_organization();
    co_return co_await read_organization(tx, ask.path.id, std::nullopt);
}

template <class T>
db::Param text_of(const std::optional<T>& text) {
    return text ? db::Param{text->value()} : db::Param{};
}

Task<Answer<api::UpdateOrganization>> update_organization(Ask<api::UpdateOrganization>& ask, db::TenantTx& tx) {
    const auto user = own_user(ask.request);
    const auto before = co_await read_organization(tx, user, ask.path.id);
    if (!before) co_return before;
    const auto& body = ask.body;
    const auto& now = before->organization;
    auto faults =
        faults_of_hours(body.calling_hours_start ? body.calling_hours_start->value() : now.calling_hours_start,
                        body.calling_hours_end ? body.calling_hours_end->value() : now.calling_hours_end);
    if (body.timezone) {
        const auto known = co_await tx.exec(sql::is_timezone, body.timezone->value());
        if (!known.front()["known"].as<bool>()) faults.push_back({"timezone", "must be an IANA time zone"});
    }
    if (!faults.empty())
        co_return wib::unexpected(api::Problem{.code = api::Code::validation_error, .details = std::move(faults)});
    co_await tx.exec(sql::update_organization, text_of(body.name), text_of(body.timezone),
                     text_of(body.calling_hours_start), text_of(body.calling_hours_end), text_of(body.address),
                     text_of(body.industry));
    auto after = co_await read_organization(tx, user, ask.path.id);
    if (!after) co_return after;
    auto entry = http::audit_of(ask.request, "org:updated", "organization", ask.path.id.value);
    entry.old_value = codec::print(before->organization);
    entry.new_value = codec::print(after->organization);
    tx.audit(entry);
    co_return after;
}

Task<Answer<api::MyOrganizations>> my_organizations(IdentityRoutes& identity, Ask<api::MyOrganizations>& ask) {
    const auto rows = co_await identity.database.door(sql::list_my_organizations, {to_string(own_user(ask.request))},
                                                      ask.request.deadline);
    api::MyOrganizationsReply reply{
        .success = true, .organizations = {}, .current_organization_id = ask.request.principal.organization};
    for (const auto row : rows)
        reply.organizations.push_back({.id = row["id"].as<OrgId>(),
                                       .name = row["name"].as<std::string>(),
                                       .plan = row["plan"].as<std::string>(),
                                       .role = role_of(row["role"]),
                                       .member_count = row["member_count"].as<std::int64_t>(),
                                       .joined_at = row["joined_at"].as<Instant>()});
    co_return reply;
}

// Somebody else's organisation is none: 404, never 403.
Task<Answer<api::SwitchOrganization>> switch_organization(IdentityRoutes& identity, Ask<api::SwitchOrganization>& ask) {
    const auto target = ask.body.organization_id;
    const auto session = own_session(ask.request);
    bool is_strange = false;
    try {
        auto tx = co_await identity.database.begin(
            {.organization = target, .actor_kind = ActorKind::session, .actor = session.value, .label = {}},
            ask.request.deadline);
        const auto moved = co_await tx->exec(sql::switch_session, session, target);
        if (moved.empty()) co_return no_such_organization();
        tx->audit(http::audit_of(ask.request, "team:org_switched", "organization", target.value));
        co_await tx->commit();
        co_return api::SwitchedReply{
            .success = true, .organization_id = target, .role = role_of(moved.front()["role"])};
    } catch (const db::RefusedError& refused) {
        if (refused.refusal != db::Refusal::not_a_member) throw;
        is_strange = true;
    }
    if (is_strange) co_return no_such_organization();
    co_return no(api::Code::internal_error);
}

}  // namespace

void add_organization_endpoints(http::Endpoints& endpoints, IdentityRoutes& identity) {
    endpoints.of_person<api::CreateOrganization>(create_organization, identity);
    endpoints.in_tenant<api::CurrentOrganization>(current_organization);
    endpoints.in_tenant<api::GetOrganization>(get_organization);
    endpoints.in_tenant<api::OrganizationOfUser>(organization_of_user);
    endpoints.in_tenant<api::UpdateOrganization>(update_organization);
    endpoints.of_person<api::MyOrganizations>(my_organizations, identity);
    endpoints.on<api::SwitchOrganization>(switch_organization, identity);
}

}  // namespace wib::identity

#include "origin/identity/team.hpp"

#include <boost/json.hpp>

#include "generated/sql/identity.hpp"
#include "origin/identity/person.hpp"
#include "origin/notify/ports.hpp"
#include "origin/rights/ports.hpp"
#include "shared/api/endpoints/organizations.hpp"
#include "shared/identity/api_key.hpp"
#include "shared/identity/session_token.hpp"

namespace wib::identity {
namespace {

using http::Answer;
using http::Ask;
using http::RequestContext;

constexpr auto kInviteLife = std::chrono::hours{24 * 7};

auto no_such_member() {
    return no(api::Code::not_found, "There is no such member.");
}
auto no_such_invite() {
    return no(api::Code::not_found, "This invitation is not valid any more.");
}

api::Member read_member(const db::Row& row) {
    return {.user_id = row["user_id"].as<UserId>(),
            .email = row["email"].as<std::string>(),
            .name = row["name"].as<std::string>(),
            .role = role_of(row["role"]),
            .joined_at = row["created_at"].as<Instant>(),
            .last_seen_at = row["last_seen_at"].maybe<Instant>()};
}

// What the edge keeps of a member of this organisation: the claims of their sessions here, and of the keys they made.
Task<std::vector<std::string>> kept_of_member(db::TenantTx& tx, UserId user) {
    auto names = claims_of(co_await tx.exec(sql::cached_claims_of, user));
    for (const auto row : co_await tx.exec(sql::cached_keys_of, user))
        names.push_back(key_claims_key(row["key_hash"].as<std::string>()));
    co_return names;
}

std::string role_json(std::string_view role) {
    return boost::json::serialize(boost::json::object{{"role", role}});
}

Task<Answer<api::ListMembers>> list_members(Ask<api::ListMembers>&, db::TenantTx& tx) {
    const auto rows = co_await tx.exec(sql::list_members);
    api::MembersReply reply{.success = true, .members = {}, .total = rows.size()};
    for (const auto row : rows) reply.members.push_back(read_member(row));
    co_return reply;
}

Task<Answer<api::AddMember>> add_member(IdentityRoutes&, Ask<api::AddMember>&) {
    co_return no(api::Code::validation_error, "People join by invitation: POST /api/team/invites.");
}

/// A member as they stand while nobody else may change the team, and whether they may be changed by who asks.
struct Locked {
    api::Member member;
    bool is_last_owner;
};
Task<Result<Locked, api::Problem>> lock_member(const RequestContext& request, db::TenantTx& tx, UserId user) {
    co_await tx.exec(sql::lock_team);  // its own statement: what is counted next is counted under the lock
    const auto actor = co_await tx.exec(sql::find_member, own_user(request));
    const auto found = co_await tx.exec(sql::find_member, user);
    if (actor.empty() || found.empty()) co_return no_such_member();
    if (user == own_user(request)) co_return no(api::Code::conflict, "Nobody changes or removes themselves.");
    const auto row = found.front();
    Locked locked{.member = read_member(row), .is_last_owner = false};
    locked.is_last_owner = locked.member.role == Role::owner && row["owners"].as<std::int64_t>() == 1;
    // What the edge knows of a role may be a minute old; this is not.
    const auto own = role_of(actor.front()["role"]);
    if (!at_least(own, Role::admin)) co_return no(api::Code::forbidden);
    if (locked.member.role == Role::owner && own != Role::owner)
        co_return no(api::Code::forbidden, "Only an owner changes an owner.");
    co_return locked;
}

Task<Answer<api::ChangeRole>> change_role(IdentityRoutes& identity, Ask<api::ChangeRole>& ask) {
    const auto& request = ask.request;
    auto tx = co_await identity.database.begin(http::tenant_of(request), request.deadline);
    auto locked = co_await lock_member(request, *tx, ask.path.user_id);
    if (!locked) co_return wib::unexpected(locked.error());
    const auto wanted = codec::enum_name(ask.body.role);
    if (ask.body.role == api::GivenRole::owner) {
        const auto own = co_await tx->exec(sql::find_member, own_user(request));
        if (own.empty() || role_of(own.front()["role"]) != Role::owner)
            co_return no(api::Code::forbidden, "Only an owner makes an owner.");
    } else if (locked->is_last_owner) {
        co_return no(api::Code::conflict, "The last owner stays an owner.");
    }
    co_await tx->exec(sql::set_member_role, ask.path.user_id, wanted);
    const auto cached = co_await kept_of_member(*tx, ask.path.user_id);
    auto entry = http::audit_of(request, "team:role_changed", "user", ask.path.user_id.value);
    entry.old_value = role_json(name(locked->member.role));
    entry.new_value = role_json(wanted);
    tx->audit(entry);
    co_await tx->commit();
    co_await identity.forget_claims(cached);
    locked->member.role = parse_role(wanted).value_or(Role::none);
    co_return api::MemberReply{.success = true, .member = std::move(locked->member)};
}

Task<Answer<api::RemoveMember>> remove_member(IdentityRoutes& identity, Ask<api::RemoveMember>& ask) {
    const auto& request = ask.request;
    auto tx = co_await identity.database.begin(http::tenant_of(request), request.deadline);
    const auto locked = co_await lock_member(request, *tx, ask.path.user_id);
    if (!locked) co_return wib::unexpected(locked.error());
    if (locked->is_last_owner) co_return no(api::Code::conflict, "The last owner cannot be removed.");
    const auto cached = co_await kept_of_member(*tx, ask.path.user_id);
    const auto held = co_await tx->exec(sql::teams_of_member, ask.path.user_id);
    co_await tx->exec(sql::remove_member, ask.path.user_id);
    auto entry = http::audit_of(request, "team:member_removed", "user", ask.path.user_id.value);
    // They leave their departments in the same statement: what they held is told here, once.
    entry.old_value =
        boost::json::serialize(boost::json::object{{"role", name(locked->member.role)},
                                                   {"teams", boost::json::parse(held.front()["teams"].text())},
                                                   {"leads", boost::json::parse(held.front()["leads"].text())}});
    tx->audit(entry);
    co_await tx->commit();
    co_await identity.forget_claims(cached);
    co_return api::Done{true};
}

Task<Answer<api::SignOutMember>> sign_out_member(IdentityRoutes& identity, Ask<api::SignOutMember>& ask) {
    const auto& request = ask.request;
    auto tx = co_await identity.database.begin(http::tenant_of(request), request.deadline);
    const auto locked = co_await lock_member(request, *tx, ask.path.user_id);
    if (!locked) co_return wib::unexpected(locked.error());
    const auto ended = co_await tx->exec(sql::end_sessions_here, ask.path.user_id);
    auto entry = http::audit_of(request, "auth:sessions_ended", "user", ask.path.user_id.value);
    entry.new_value = boost::json::serialize(boost::json::object{{"sessions", ended.size()}});
    tx->audit(entry);
    co_await tx->commit();
    co_await identity.forget_claims(claims_of(ended));
    co_return api::Done{true};
}

api::Invite read_invite(const db::Row& row, std::string invited_by) {
    return {.id = row["id"].as<api::InviteId>(),
            .email = row["email"].as<std::string>(),
            .role = role_of(row["role"]),
            .status = row["status"].as<std::string>(),
            .invited_by = std::move(invited_by),
            .created_at = row["created_at"].as<Instant>(),
            .expires_at = row["expires_at"].as<Instant>()};
}

Task<Answer<api::ListInvites>> list_invites(Ask<api::ListInvites>&, db::TenantTx& tx) {
    api::InvitesReply reply{.success = true, .invites = {}};
    for (const auto row : co_await tx.exec(sql::list_invites))
        reply.invites.push_back(read_invite(row, row["invited_by"].as<std::string>()));
    co_return reply;
}

Task<Answer<api::InviteMember>> invite_member(IdentityRoutes& identity, Ask<api::InviteMember>& ask, db::TenantTx& tx) {
    const auto& request = ask.request;
    const auto user = own_user(request);
    const auto proven = co_await tx.exec(sql::has_proven_address, user);
    if (!proven.front()["proven"].as<bool>()) co_return no(api::Code::email_not_verified);
    const auto& email = ask.body.email.value();
    if ((co_await tx.exec(sql::is_member, email)).front()["belongs"].as<bool>())
        co_return no(api::Code::conflict, "Somebody with this address is a member already.");

    // An invitation that may still be accepted holds a place: who has it never hears that there is none.
    const auto counting = co_await rights::begin_counting(tx, plans::Metric::users);
    if (!counting) co_return wib::unexpected(counting.error());
    const auto taken = (co_await tx.exec(sql::count_users_taken, email)).front()["taken"].as<std::int64_t>();
    if (auto full = co_await rights::refuse_beyond(request, tx, *counting, taken, 1))
        co_return wib::unexpected(std::move(*full));

    const auto inviter = co_await tx.exec(sql::find_member, user);
    const auto organization = co_await tx.exec(sql::find_organization, user, std::nullopt);
    if (inviter.empty() || organization.empty()) co_return no_such_member();
    const auto inviter_name = inviter.front()["name"].text().empty() ? inviter.front()["email"].as<std::string>()
                                                                     : inviter.front()["name"].as<std::string>();
    const auto id = identity.random.uuid();
    const auto role = codec::enum_name(ask.body.role.value_or(api::InvitedRole::viewer));
    const auto until = identity.clock.now() + kInviteLife;
    tx.queue(sql::expire_invites, email);
    // What proves the address goes to the address alone. Without mail there is but the link that people hand on.
    const bool has_mail = identity.mailer.is_configured();
    const auto shown = has_mail ? MailPurpose::invitation_link : MailPurpose::invitation;
    const auto made =
        co_await tx.exec(sql::insert_invite, id, email, role, letter_hash(identity, MailPurpose::invitation, id),
                         has_mail ? db::Param{letter_hash(identity, shown, id)} : db::Param{}, user, until);
    if (made.empty()) co_return no(api::Code::conflict, "This address has been invited already.");
    if (has_mail)
        tx.queue(sql::promise_email, id, "invitation", email,
                 boost::json::serialize(boost::json::object{
                     {"organization", organization.front()["name"].text()}, {"inviter", inviter_name}, {"role", role}}),
                 until);
    auto entry = http::audit_of(request, "team:member_invited", "invite", id);
    entry.new_value = role_json(role);
    tx.audit(entry);
    co_return api::InvitedReply{.success = true,
                                .invite = read_invite(made.front(), inviter_name),
                                .invite_url = identity.public_url + "/accept-invite#token=" +
                                              mail_token(shown, id, identity.session_key).reveal(),
                                .email = has_mail ? api::MailFate::promised : api::MailFate::not_configured};
}

Task<Answer<api::CancelInvite>> cancel_invite(Ask<api::CancelInvite>& ask, db::TenantTx& tx) {
    const auto cancelled = co_await tx.exec(sql::cancel_invite, ask.path.id);
    if (cancelled.empty()) co_return no(api::Code::not_found, "There is no such invitation.");
    auto entry = http::audit_of(ask.request, "team:invite_cancelled", "invite", ask.path.id.value);
    entry.old_value = role_json(cancelled.front()["role"].text());
    tx.audit(entry);
    co_return api::Done{true};
}

Task<Answer<api::ValidateInvite>> validate_invite(IdentityRoutes& identity, Ask<api::ValidateInvite>& ask) {
    const auto found =
        co_await identity.database.door(sql::find_invite, {hash_token(ask.path.token.value())}, ask.request.deadline);
    if (found.empty()) co_return no_such_invite();
    const auto row = found.front();
    co_return api::ValidInviteReply{.valid = true,
                                    .invite = {.email = row["email"].as<std::string>(),
                                               .role = role_of(row["role"]),
                                               .organization_name = row["organization_name"].as<std::string>(),
                                               .expires_at = row["expires_at"].as<Instant>()}};
}

Task<Answer<api::AcceptInvite>> accept_invite(IdentityRoutes& identity, Ask<api::AcceptInvite>& ask) {
    const auto& request = ask.request;
    const auto user = own_user(request);
    const auto token_hash = hash_token(ask.path.token.value());
    const auto found = co_await identity.database.door(sql::find_invite, {token_hash}, request.deadline);
    if (found.empty()) co_return no_such_invite();
    const auto organization = found.front()["organization_id"].as<OrgId>();
    auto tx = co_await identity.database.begin(as_job(organization, "accept_invite"), request.deadline);
    const auto accepted = co_await tx->exec(sql::accept_invite, token_hash, user);
    if (accepted.front()["role"].is_null()) co_return no_such_invite();
    co_await tx->exec(sql::switch_session, own_session(request), organization);
    auto entry = http::audit_of(request, "team:member_joined", "user", user.value);
    entry.new_value = role_json(accepted.front()["role"].text());
    tx->audit(entry);
    co_await tx->commit();
    co_return api::SwitchedReply{
        .success = true, .organization_id = organization, .role = role_of(accepted.front()["role"])};
}

}  // namespace

void add_team_endpoints(http::Endpoints& endpoints, IdentityRoutes& identity) {
    endpoints.in_tenant<api::ListMembers>(list_members);
    endpoints.on<api::AddMember>(add_member, identity);
    endpoints.on<api::ChangeRole>(change_role, identity);
    endpoints.on<api::RemoveMember>(remove_member, identity);
    endpoints.on<api::SignOutMember>(sign_out_member, identity);
    endpoints.in_tenant<api::ListInvites>(list_invites);
    endpoints.in_tenant<api::InviteMember>(invite_member, identity);
    endpoints.in_tenant<api::CancelInvite>(cancel_invite);
    endpoints.on<api::ValidateInvite>(validate_invite, identity);
    endpoints.of_person<api::AcceptInvite>(accept_invite, identity);
}

}  // namespace wib::identity

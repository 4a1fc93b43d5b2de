#include "shared/api/endpoints/organizations.hpp"

#include "shared/api/endpoints/catalogue.hpp"
#include "shared/api/endpoints/examples.hpp"

namespace wib::api {
namespace {

constexpr std::string_view kToken = "GcuU9z3Vw6b0ZkVnq0mFhA2pLr7yT5xJ1sD8eK4oWQM";

UserId ines() {
    return example::a<UserId>("c3d5e7f9-1a2b-4c3d-8e4f-5a6b7c8d9e0f");
}
InviteId invitation() {
    return example::a<InviteId>("a1b2c3d4-5e6f-4a7b-8c9d-0e1f2a3b4c5d");
}

OrganizationReply harbor() {
    return {.success = true,
            .organization = {.id = example::organization(),
                             .name = "Harbor Recovery",
                             .plan = "pro",
                             .plan_status = "active",
                             .timezone = "America/New_York",
                             .calling_hours_start = "08:00",
                             .calling_hours_end = "21:00",
                             .onboarding_step = 3,
                             .trial_ends_at = {},
                             .address = "1 Quay Street, Boston",
                             .industry = "Collections",
                             .member_count = 12,
                             .created_at = example::at("08:00:00")},
            .role = Role::owner};
}

Member a_member() {
    return {.user_id = ines(),
            .email = "ines@harbor.example",
            .name = "Ines Duarte",
            .role = Role::manager,
            .joined_at = example::at("08:00:00"),
            .last_seen_at = example::at("08:41:00")};
}

Invite an_invite() {
    return {.id = invitation(),
            .email = "ines@harbor.example",
            .role = Role::agent,
            .status = "pending",
            .invited_by = "Grace Okafor",
            .created_at = example::at("08:00:00"),
            .expires_at = example::at("20:00:00")};
}

}  // namespace

Example<CreateOrganization> CreateOrganization::example() {
    return {.body = {example::a<codec::Text<1, 200>>("Harbor Recovery")}, .reply = harbor()};
}

Example<CurrentOrganization> CurrentOrganization::example() {
    return {.reply = harbor()};
}

Example<GetOrganization> GetOrganization::example() {
    return {.path = {example::organization()}, .reply = harbor()};
}

Example<OrganizationOfUser> OrganizationOfUser::example() {
    return {.path = {example::user()}, .reply = harbor()};
}

Example<UpdateOrganization> UpdateOrganization::example() {
    UpdateOrganizationRequest body;
    body.timezone = example::a<codec::Text<1, 64>>("America/Chicago");
    return {.path = {example::organization()}, .body = body, .reply = harbor()};
}

Example<MyOrganizations> MyOrganizations::example() {
    return {.reply = {.success = true,
                      .organizations = {{.id = example::organization(),
                                         .name = "Harbor Recovery",
                                         .plan = "pro",
                                         .role = Role::owner,
                                         .member_count = 12,
                                         .joined_at = example::at("08:00:00")}},
                      .current_organization_id = example::organization()}};
}

Example<SwitchOrganization> SwitchOrganization::example() {
    return {.body = {example::organization()},
            .reply = {.success = true, .organization_id = example::organization(), .role = Role::owner}};
}

Example<ListMembers> ListMembers::example() {
    return {.reply = {.success = true, .members = {a_member()}, .total = 1}};
}

Example<AddMember> AddMember::example() {
    return {.reply = {.success = true}};
}

Example<ChangeRole> ChangeRole::example() {
    return {.path = {ines()}, .body = {GivenRole::manager}, .reply = {.success = true, .member = a_member()}};
}

Example<RemoveMember> RemoveMember::example() {
    return {.path = {ines()}, .reply = {.success = true}};
}

Example<SignOutMember> SignOutMember::example() {
    return {.path = {ines()}, .reply = {.success = true}};
}

Example<ListInvites> ListInvites::example() {
    return {.reply = {.success = true, .invites = {an_invite()}}};
}

Example<InviteMember> InviteMember::example() {
    return {.body = {.email = example::a<EmailAddress>("ines@harbor.example"), .role = InvitedRole::agent},
            .reply = {.success = true,
                      .invite = an_invite(),
                      .invite_url = "https://bond.example/accept-invite#token=" + std::string{kToken},
                      .email = MailFate::promised}};
}

Example<ValidateInvite> ValidateInvite::example() {
    return {.path = {example::a<codec::Text<20, 128>>(kToken)},
            .reply = {.valid = true,
                      .invite = {.email = "ines@harbor.example",
                                 .role = Role::agent,
                                 .organization_name = "Harbor Recovery",
                                 .expires_at = example::at("20:00:00")}}};
}

Example<AcceptInvite> AcceptInvite::example() {
    return {.path = {example::a<codec::Text<20, 128>>(kToken)},
            .reply = {.success = true, .organization_id = example::organization(), .role = Role::agent}};
}

Example<CancelInvite> CancelInvite::example() {
    return {.path = {invitation()}, .reply = {.success = true}};
}

std::vector<Described> organization_endpoints() {
    return detail::described_list<CreateOrganization, CurrentOrganization, GetOrganization, OrganizationOfUser,
                                  UpdateOrganization, MyOrganizations, SwitchOrganization, ListMembers, AddMember,
                                  ChangeRole, RemoveMember, SignOutMember, ListInvites, InviteMember, ValidateInvite,
                                  AcceptInvite, CancelInvite>();
}

}  // namespace wib::api

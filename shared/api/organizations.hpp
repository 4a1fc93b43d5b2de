#pragma once
#include <array>
#include <boost/describe.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/codec/about.hpp"
#include "shared/codec/text.hpp"
#include "shared/contact/email_address.hpp"
#include "shared/core/strong_id.hpp"
#include "shared/core/time.hpp"
#include "shared/identity/role.hpp"

/// Requests and replies of /api/organizations, /api/team and the membership part of /api/teams.
namespace wib::api {

using InviteId = StrongId<struct InviteTag>;

/// What a member may be made; "member" is an old name of viewer.
enum class GivenRole { viewer, agent, analyst, operator_, manager, compliance, admin, owner };
BOOST_DESCRIBE_ENUM(GivenRole, viewer, agent, analyst, operator_, manager, compliance, admin, owner)
/// What an invitation may offer: owners are made of members.
enum class InvitedRole { viewer, agent, analyst, operator_, manager, compliance, admin };
BOOST_DESCRIBE_ENUM(InvitedRole, viewer, agent, analyst, operator_, manager, compliance, admin)

// ---- organisations

struct CreateOrganizationRequest {
    codec::Text<1, 200> name;
};
BOOST_DESCRIBE_STRUCT(CreateOrganizationRequest, (), (name))

struct Organization {
    OrgId id;
    std::string name;
    std::string plan;
    std::string plan_status;
    std::string timezone;
    std::string calling_hours_start;
    std::string calling_hours_end;
    std::int32_t onboarding_step;
    std::optional<Instant> trial_ends_at;
    std::optional<std::string> address;
    std::optional<std::string> industry;
    std::int64_t member_count;
    Instant created_at;
};
BOOST_DESCRIBE_STRUCT(Organization, (),
                      (id, name, plan, plan_status, timezone, calling_hours_start, calling_hours_end, onboarding_step,
                       trial_ends_at, address, industry, member_count, created_at))
struct OrganizationReply {
    bool success;
    Organization organization;
    Role role;
};
BOOST_DESCRIBE_STRUCT(OrganizationReply, (), (success, organization, role))
struct OrganizationPath {
    OrgId id;
};
BOOST_DESCRIBE_STRUCT(OrganizationPath, (), (id))

struct UserPath {
    UserId id;
};
BOOST_DESCRIBE_STRUCT(UserPath, (), (id))

/// PUT /api/organizations/{id}: what is absent stays.
struct UpdateOrganizationRequest {
    std::optional<codec::Text<1, 200>> name;
    std::optional<codec::Text<1, 64>> timezone;
    std::optional<codec::Text<5, 5>> calling_hours_start;
    std::optional<codec::Text<5, 5>> calling_hours_end;
    std::optional<codec::Text<0, 500>> address;
    std::optional<codec::Text<0, 100>> industry;

    static constexpr std::array about{codec::About{"timezone", "IANA name, like America/New_York"},
                                      codec::About{"calling_hours_start", "HH:MM, 08:00 or later"},
                                      codec::About{"calling_hours_end", "HH:MM, 21:00 or earlier"}};
};
BOOST_DESCRIBE_STRUCT(UpdateOrganizationRequest, (),
                      (name, timezone, calling_hours_start, calling_hours_end, address, industry))

struct Belonging {
    OrgId id;
    std::string name;
    std::string plan;
    Role role;
    std::int64_t member_count;
    Instant joined_at;
};
BOOST_DESCRIBE_STRUCT(Belonging, (), (id, name, plan, role, member_count, joined_at))
struct MyOrganizationsReply {
    bool success;
    std::vector<Belonging> organizations;
    std::optional<OrgId> current_organization_id;
};
BOOST_DESCRIBE_STRUCT(MyOrganizationsReply, (), (success, organizations, current_organization_id))
struct SwitchOrganizationRequest {
    OrgId organization_id;
};
BOOST_DESCRIBE_STRUCT(SwitchOrganizationRequest, (), (organization_id))
struct SwitchedReply {
    bool success;
    OrgId organization_id;
    Role role;
};
BOOST_DESCRIBE_STRUCT(SwitchedReply, (), (success, organization_id, role))

// ---- members

struct Member {
    UserId user_id;
    std::string email;
    std::string name;
    Role role;
    Instant joined_at;
    std::optional<Instant> last_seen_at;
};
BOOST_DESCRIBE_STRUCT(Member, (), (user_id, email, name, role, joined_at, last_seen_at))
struct MembersReply {
    bool success;
    std::vector<Member> members;
    std::int64_t total;
};
BOOST_DESCRIBE_STRUCT(MembersReply, (), (success, members, total))
struct MemberPath {
    UserId user_id;
};
BOOST_DESCRIBE_STRUCT(MemberPath, (), (user_id))
struct ChangeRoleRequest {
    GivenRole role;
};
BOOST_DESCRIBE_STRUCT(ChangeRoleRequest, (), (role))
struct MemberReply {
    bool success;
    Member member;
};
BOOST_DESCRIBE_STRUCT(MemberReply, (), (success, member))

// ---- invitations

struct InviteRequest {
    EmailAddress email;
    std::optional<InvitedRole> role;

    static constexpr std::array about{codec::About{"role", "viewer when absent"}};
};
BOOST_DESCRIBE_STRUCT(InviteRequest, (), (email, role))
struct Invite {
    InviteId id;
    std::string email;
    Role role;
    std::string status;
    std::string invited_by;
    Instant created_at;
    Instant expires_at;
};
BOOST_DESCRIBE_STRUCT(Invite, (), (id, email, role, status, invited_by, created_at, expires_at))
/// `undeliverable`: letters to this address came back for good, or were complained of, so none is sent.
enum class MailFate { promised, not_configured, undeliverable };
BOOST_DESCRIBE_ENUM(MailFate, promised, not_configured, undeliverable)
struct InvitedReply {
    bool success;
    Invite invite;
    std::string invite_url;
    MailFate email;

    static constexpr std::array about{
        codec::About{"invite_url", "The link of the letter, to hand over oneself"},
        codec::About{"email", "undeliverable: letters to this address came back for good, so none is sent any more"}};
};
BOOST_DESCRIBE_STRUCT(InvitedReply, (), (success, invite, invite_url, email))
struct InvitesReply {
    bool success;
    std::vector<Invite> invites;
};
BOOST_DESCRIBE_STRUCT(InvitesReply, (), (success, invites))
struct InvitePath {
    InviteId id;
};
BOOST_DESCRIBE_STRUCT(InvitePath, (), (id))
struct InviteTokenPath {
    codec::Text<20, 128> token;
};
BOOST_DESCRIBE_STRUCT(InviteTokenPath, (), (token))
struct OfferedInvite {
    std::string email;
    Role role;
    std::string organization_name;
    Instant expires_at;
};
BOOST_DESCRIBE_STRUCT(OfferedInvite, (), (email, role, organization_name, expires_at))
struct ValidInviteReply {
    bool valid;
    OfferedInvite invite;
};
BOOST_DESCRIBE_STRUCT(ValidInviteReply, (), (valid, invite))

}  // namespace wib::api

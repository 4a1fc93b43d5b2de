#pragma once
#include "shared/api/endpoints/endpoint.hpp"
#include "shared/api/organizations.hpp"
#include "shared/api/people.hpp"

namespace wib::api {

struct CreateOrganization : Endpoint {
    static constexpr std::string_view route = "create_organization";
    static constexpr std::string_view tag = "Organisations";
    static constexpr std::string_view summary =
        "Founds an organisation with its founder as owner; this session moves there";
    static constexpr std::array problems{Code::email_not_verified};
    static constexpr int status = 201;
    using Body = CreateOrganizationRequest;
    using Reply = OrganizationReply;
    static Example<CreateOrganization> example();
};

struct CurrentOrganization : Endpoint {
    static constexpr std::string_view route = "current_organization";
    static constexpr std::string_view tag = "Organisations";
    static constexpr std::string_view summary = "The organisation this session is in";
    static constexpr std::array problems{Code::not_found};
    using Reply = OrganizationReply;
    static Example<CurrentOrganization> example();
};

struct GetOrganization : Endpoint {
    static constexpr std::string_view route = "get_organization";
    static constexpr std::string_view tag = "Organisations";
    static constexpr std::string_view summary = "One organisation; of ours there is one";
    static constexpr std::array problems{Code::not_found};
    using Path = OrganizationPath;
    using Reply = OrganizationReply;
    static Example<GetOrganization> example();
};

struct OrganizationOfUser : Endpoint {
    static constexpr std::string_view route = "organization_of_user";
    static constexpr std::string_view tag = "People";
    static constexpr std::string_view summary = "The organisation a person's session is in; of oneself alone";
    static constexpr std::array problems{Code::not_found};
    using Path = UserPath;
    using Reply = OrganizationReply;
    static Example<OrganizationOfUser> example();
};

struct UpdateOrganization : Endpoint {
    static constexpr std::string_view route = "update_organization";
    static constexpr std::string_view tag = "Organisations";
    static constexpr std::string_view summary = "Changes an organisation; what is absent stays";
    static constexpr std::array problems{Code::not_found};
    using Path = OrganizationPath;
    using Body = UpdateOrganizationRequest;
    using Reply = OrganizationReply;
    static Example<UpdateOrganization> example();
};

struct MyOrganizations : Endpoint {
    static constexpr std::string_view route = "my_organizations";
    static constexpr std::string_view tag = "Organisations";
    static constexpr std::string_view summary = "Where this person belongs";
    using Reply = MyOrganizationsReply;
    static Example<MyOrganizations> example();
};

struct SwitchOrganization : Endpoint {
    static constexpr std::string_view route = "switch_organization";
    static constexpr std::string_view tag = "Organisations";
    static constexpr std::string_view summary = "Moves this session, and no other, to another organisation";
    static constexpr std::array problems{Code::not_found};
    using Body = SwitchOrganizationRequest;
    using Reply = SwitchedReply;
    static Example<SwitchOrganization> example();
};

struct ListMembers : Endpoint {
    static constexpr std::string_view route = "list_members";
    static constexpr std::string_view tag = "Team";
    static constexpr std::string_view summary = "Who belongs to the organisation";
    using Reply = MembersReply;
    static Example<ListMembers> example();
};

struct AddMember : Endpoint {
    static constexpr std::string_view route = "add_member";
    static constexpr std::string_view tag = "Team";
    static constexpr std::string_view summary = "Refused: people join by invitation";
    static constexpr std::array problems{Code::validation_error};
    using Reply = Done;
    static Example<AddMember> example();
};

struct ChangeRole : Endpoint {
    static constexpr std::string_view route = "change_role";
    static constexpr std::string_view tag = "Team";
    static constexpr std::string_view summary = "Gives a member another role";
    static constexpr std::string_view description =
        "Nobody changes themselves, only an owner gives or takes the role of owner, and the last owner stays one.";
    static constexpr std::array problems{Code::not_found, Code::conflict};
    using Path = MemberPath;
    using Body = ChangeRoleRequest;
    using Reply = MemberReply;
    static Example<ChangeRole> example();
};

struct RemoveMember : Endpoint {
    static constexpr std::string_view route = "remove_member";
    static constexpr std::string_view tag = "Team";
    static constexpr std::string_view summary = "Ends a membership, and with it every session in this organisation";
    static constexpr std::string_view description =
        "Nobody removes themselves or the last owner; only an owner removes an owner.";
    static constexpr std::array problems{Code::not_found, Code::conflict};
    using Path = MemberPath;
    using Reply = Done;
    static Example<RemoveMember> example();
};

struct SignOutMember : Endpoint {
    static constexpr std::string_view route = "sign_out_member";
    static constexpr std::string_view tag = "Team";
    static constexpr std::string_view summary = "Ends every session a member has in this organisation";
    static constexpr std::string_view description =
        "Open streams end within two seconds; the membership stays. Nobody signs themselves out this way, and only an "
        "owner an owner.";
    static constexpr std::array problems{Code::not_found, Code::conflict};
    using Path = MemberPath;
    using Reply = Done;
    static Example<SignOutMember> example();
};

struct ListInvites : Endpoint {
    static constexpr std::string_view route = "list_invites";
    static constexpr std::string_view tag = "Team";
    static constexpr std::string_view summary = "Invitations that may still be accepted";
    using Reply = InvitesReply;
    static Example<ListInvites> example();
};

struct InviteMember : Endpoint {
    static constexpr std::string_view route = "invite_member";
    static constexpr std::string_view tag = "Team";
    static constexpr std::string_view summary = "Invites an address";
    static constexpr std::array problems{Code::conflict, Code::email_not_verified, Code::quota_exceeded,
                                         Code::plan_unknown};
    static constexpr int status = 201;
    using Body = InviteRequest;
    using Reply = InvitedReply;
    static Example<InviteMember> example();
};

struct ValidateInvite : Endpoint {
    static constexpr std::string_view route = "validate_invite";
    static constexpr std::string_view tag = "Team";
    static constexpr std::string_view summary = "What an invitation offers, for who holds its token";
    static constexpr std::array problems{Code::not_found};
    using Path = InviteTokenPath;
    using Reply = ValidInviteReply;
    static Example<ValidateInvite> example();
};

struct AcceptInvite : Endpoint {
    static constexpr std::string_view route = "accept_invite";
    static constexpr std::string_view tag = "Team";
    static constexpr std::string_view summary =
        "Joins the organisation that invited this very address; this session moves there";
    static constexpr std::array problems{Code::not_found};
    using Path = InviteTokenPath;
    using Reply = SwitchedReply;
    static Example<AcceptInvite> example();
};

struct CancelInvite : Endpoint {
    static constexpr std::string_view route = "cancel_invite";
    static constexpr std::string_view tag = "Team";
    static constexpr std::string_view summary = "Takes an invitation back";
    static constexpr std::array problems{Code::not_found};
    using Path = InvitePath;
    using Reply = Done;
    static Example<CancelInvite> example();
};

}  // namespace wib::api

#pragma once
#include <array>
#include <boost/describe.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/codec/about.hpp"
#include "shared/codec/fault.hpp"
#include "shared/codec/secret_text.hpp"
#include "shared/codec/text.hpp"
#include "shared/contact/email_address.hpp"
#include "shared/core/strong_id.hpp"
#include "shared/core/time.hpp"

/// Requests and replies of people's own accounts: /api/auth beyond signing in, /api/users/me beyond looking.
namespace wib::api {

struct Done {
    bool success;
};
BOOST_DESCRIBE_STRUCT(Done, (), (success))

/// POST /api/auth/signup
struct SignUpRequest {
    EmailAddress email;
    codec::SecretText<8, 128> password;
    codec::Text<1, 100> name;
    std::optional<codec::Text<1, 200>> organization_name;
    std::optional<codec::Text<1, 128>> invite_token;
    std::optional<std::string> csrf_token;

    static constexpr std::array about{
        codec::About{"organization_name", "Founds an organisation with this person as its owner"},
        codec::About{"invite_token",
                     "From an invitation to this very address: joins its organisation, and proves the address"},
        codec::About{"csrf_token", "For forms; programs send the X-CSRF-Token header"}};
};
BOOST_DESCRIBE_STRUCT(SignUpRequest, (), (email, password, name, organization_name, invite_token, csrf_token))

struct NewUser {
    UserId id;
    std::string email;
    std::string name;
    std::optional<OrgId> organization_id;
    bool email_verified;
};
BOOST_DESCRIBE_STRUCT(NewUser, (), (id, email, name, organization_id, email_verified))
struct SignedUpReply {
    bool success;
    NewUser user;
};
BOOST_DESCRIBE_STRUCT(SignedUpReply, (), (success, user))

/// POST /api/auth/verify-email
struct VerifyEmailRequest {
    codec::SecretText<20, 128> token;
};
BOOST_DESCRIBE_STRUCT(VerifyEmailRequest, (), (token))

/// POST /api/auth/forgot-password
struct ForgotPasswordRequest {
    EmailAddress email;
    std::optional<std::string> csrf_token;
};
BOOST_DESCRIBE_STRUCT(ForgotPasswordRequest, (), (email, csrf_token))
/// Said to everybody alike.
inline constexpr std::string_view kForgotPasswordMessage =
    "If there is an account with this address, a letter with a link is on its way.";
struct ForgotPasswordReply {
    bool success;
    std::string message;
};
BOOST_DESCRIBE_STRUCT(ForgotPasswordReply, (), (success, message))

/// POST /api/auth/reset-password
struct ResetPasswordRequest {
    codec::SecretText<20, 256> token;
    codec::SecretText<8, 128> password;
};
BOOST_DESCRIBE_STRUCT(ResetPasswordRequest, (), (token, password))

/// POST /api/auth/refresh
struct RefreshedReply {
    bool refreshed;
    Instant expires;
    std::optional<std::string> session_token;
    std::optional<std::string> csrf_token;

    static constexpr std::array about{
        codec::About{"refreshed", "False while more than a day is left: the session stays as it is"},
        codec::About{"session_token", "The new one, for programs; browsers get the cookie"}};
};
BOOST_DESCRIBE_STRUCT(RefreshedReply, (), (refreshed, expires, session_token, csrf_token))

struct PasswordChange {
    codec::SecretText<1, 128> old_password;
    codec::SecretText<8, 128> new_password;
};
BOOST_DESCRIBE_STRUCT(PasswordChange, (), (old_password, new_password))

/// PATCH /api/users/me: what is absent stays.
struct UpdateMeRequest {
    std::optional<codec::Text<1, 100>> name;
    std::optional<PasswordChange> password;

    static constexpr std::array about{codec::About{"password", "Ends every other session of this person"}};
};
BOOST_DESCRIBE_STRUCT(UpdateMeRequest, (), (name, password))

/// GET /api/users/me/sessions
struct MySession {
    SessionId id;
    std::string user_agent;
    std::string ip;
    std::optional<std::string> organization_name;
    bool current;
    Instant created_at;
    std::optional<Instant> last_seen_at;
    Instant expires_at;
};
BOOST_DESCRIBE_STRUCT(MySession, (),
                      (id, user_agent, ip, organization_name, current, created_at, last_seen_at, expires_at))
struct MySessionsReply {
    bool success;
    std::vector<MySession> sessions;
};
BOOST_DESCRIBE_STRUCT(MySessionsReply, (), (success, sessions))
struct MySessionPath {
    SessionId id;
};
BOOST_DESCRIBE_STRUCT(MySessionPath, (), (id))

}  // namespace wib::api

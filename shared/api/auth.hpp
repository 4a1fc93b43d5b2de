#pragma once
#include <array>
#include <boost/describe.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "shared/codec/about.hpp"
#include "shared/codec/fault.hpp"
#include "shared/codec/secret_text.hpp"
#include "shared/codec/text.hpp"
#include "shared/core/secret.hpp"
#include "shared/core/strong_id.hpp"
#include "shared/core/time.hpp"
#include "shared/identity/role.hpp"

/// Requests and replies of /api/auth and /api/users/me.
namespace wib::api {

/// GET /api/auth/csrf; the cookie `__Host-wib-pre` comes with it.
struct CsrfReply {
    std::string csrf_token;
};
BOOST_DESCRIBE_STRUCT(CsrfReply, (), (csrf_token))

/// POST /api/auth/callback/credentials. One of email and username names the person (both are the e-mail address); the
/// CSRF token counts in the X-CSRF-Token header, the member is accepted for forms.
struct SignInRequest {
    std::optional<codec::Text<1, 254>> email;
    std::optional<codec::Text<1, 254>> username;
    codec::SecretText<1, 128> password;
    std::optional<std::string> csrf_token;

    [[nodiscard]] codec::Faults rules() const {
        if (email || username) return {};
        return {{"email", "is required"}};
    }
    static constexpr std::string_view schema_rules() {
        return R"({"anyOf":[{"required":["email"],"properties":{"email":{"type":"string"}}},)"
               R"({"required":["username"],"properties":{"username":{"type":"string"}}}]})";
    }
    static constexpr std::array about{codec::About{"email", "The person's e-mail address"},
                                      codec::About{"username", "Another name for `email`"},
                                      codec::About{"csrf_token", "For forms; programs send the X-CSRF-Token header"}};
};
BOOST_DESCRIBE_STRUCT(SignInRequest, (), (email, username, password, csrf_token))

/// The person behind a session, with the organisation the session is in.
struct SessionUser {
    UserId id;
    std::string email;
    std::string name;
    std::optional<OrgId> organization_id;
    std::optional<std::string> organization_name;
    Role role;
    std::optional<std::string> plan;
    std::optional<std::string> platform_role;
    bool email_verified;
};
BOOST_DESCRIBE_STRUCT(SessionUser, (),
                      (id, email, name, organization_id, organization_name, role, plan, platform_role, email_verified))

struct SignedInReply {
    bool ok;
    std::string url;
    Instant expires;
    SessionUser user;
    std::string csrf_token;

    static constexpr std::array about{
        codec::About{"url", "Where a browser goes next"},
        codec::About{"csrf_token", "For the X-CSRF-Token header of this session's mutations"}};
};
BOOST_DESCRIBE_STRUCT(SignedInReply, (), (ok, url, expires, user, csrf_token))

/// GET /api/auth/session: nulls when nobody is signed in.
struct SessionReply {
    std::optional<SessionUser> user;
    std::optional<Instant> expires;
    std::optional<std::string> csrf_token;
};
BOOST_DESCRIBE_STRUCT(SessionReply, (), (user, expires, csrf_token))

struct SignedOutReply {
    bool ok;
};
BOOST_DESCRIBE_STRUCT(SignedOutReply, (), (ok))

/// GET /api/auth/providers: by what people may sign in. Only by their own password today.
struct SignInProvider {
    std::string id;
    std::string name;
    std::string type;
};
BOOST_DESCRIBE_STRUCT(SignInProvider, (), (id, name, type))
struct SignInProvidersReply {
    SignInProvider credentials;
};
BOOST_DESCRIBE_STRUCT(SignInProvidersReply, (), (credentials))

/// GET /api/users/me
struct Me {
    UserId id;
    std::string email;
    std::string name;
    Instant created_at;
    std::optional<OrgId> organization_id;
    std::optional<std::string> organization_name;
    Role role;
    std::optional<std::string> plan;
    std::optional<std::string> platform_role;
};
BOOST_DESCRIBE_STRUCT(Me, (),
                      (id, email, name, created_at, organization_id, organization_name, role, plan, platform_role))

struct MeReply {
    bool success;
    Me user;
};
BOOST_DESCRIBE_STRUCT(MeReply, (), (success, user))

/// Path of /internal/sessions/{token_hash}: lower hex SHA-256 of a session's token.
struct SessionPath {
    std::string token_hash;
};
BOOST_DESCRIBE_STRUCT(SessionPath, (), (token_hash))

/// GET /internal/sessions/{token_hash}: what the edge keeps in KV for up to a minute and builds a Principal from.
struct SessionClaims {
    SessionId session_id;
    UserId user_id;
    std::string email;
    std::string name;
    std::optional<OrgId> organization_id;
    Role role;
    std::string plan;
    std::optional<std::string> platform_role;
    Instant expires_at;
    std::string fingerprint_hash;
};
BOOST_DESCRIBE_STRUCT(SessionClaims, (),
                      (session_id, user_id, email, name, organization_id, role, plan, platform_role, expires_at,
                       fingerprint_hash))

}  // namespace wib::api

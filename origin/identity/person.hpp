#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "origin/db/rows.hpp"
#include "origin/identity/identity_routes.hpp"
#include "shared/api/auth.hpp"
#include "shared/identity/mail_token.hpp"
#include "shared/identity/role.hpp"

/// What the stories of this feature share: the person behind a request, their session, and letters promised to them.
namespace wib::identity {

/// A person as the door knows them; without an organisation when they belong nowhere.
struct Person {
    UserId id;
    std::string email, name, platform_role;
    std::optional<OrgId> organization;
    std::string organization_name;
    Role role;
    std::string plan;
    bool email_verified;
};
[[nodiscard]] Person person_of(const db::Row& row);
[[nodiscard]] api::SessionUser session_user(const Person& person);
[[nodiscard]] Role role_of(db::Field field);

struct Session {
    SessionId id;
    Secret token;
    Instant expires;
};
/// The session and the audit row of its beginning are one transaction. It runs as a job: there is no session yet to
/// enter with.
Task<Session> begin_session(IdentityRoutes& identity, const http::RequestContext& request, const Person& person);

template <std::size_t N>
std::array<std::uint8_t, N> random_octets(Random& random) {
    std::array<std::uint8_t, N> octets;
    random.fill(octets);
    return octets;
}

/// For the X-CSRF-Token header of a session's mutations.
[[nodiscard]] std::string csrf_for(IdentityRoutes& identity, std::string_view token_hash, Instant expires);
[[nodiscard]] std::string fingerprint_of(const http::RequestContext& request);
/// The session's cookie, and the token itself in X-Session-Token for programs and for pages of other sites, where the
/// cookie is not kept. Our own pages do not get it: no script of theirs is to read it.
[[nodiscard]] api::Headers hand_over(const http::RequestContext& request, const Secret& token);
/// Whether a page of the console's own origin asks (Fetch Metadata's Sec-Fetch-Site, which script cannot set).
[[nodiscard]] bool is_our_page(const http::RequestContext& request);
/// What the session's own token hashes to; nothing for API keys and strangers.
[[nodiscard]] std::optional<std::string> own_token_hash(const http::RequestContext& request);

[[nodiscard]] inline std::unexpected<api::Problem> no(api::Code code, std::string message = {}) {
    return wib::unexpected(api::Problem{.code = code, .message = std::move(message)});
}

/// The transaction of something that happens to an organisation before, or without, a session in it.
[[nodiscard]] inline db::Tenant as_job(OrgId organization, std::string label) {
    return {.organization = organization, .actor_kind = ActorKind::job, .actor = {}, .label = std::move(label)};
}
/// What no organisation's audit log can hold.
Task<void> note_account_event(IdentityRoutes& identity, const http::RequestContext& request, UserId user,
                              std::string action);

/// Where the edge keeps the claims of the sessions in a column `token_hash`.
[[nodiscard]] std::vector<std::string> claims_of(const db::Rows& rows);

/// What the letter's link will carry, as the table keeps it.
[[nodiscard]] std::string letter_hash(const IdentityRoutes& identity, MailPurpose purpose, const Uuid& proof);

/// Whose request this is. An API key is nobody: RefusedError, which is 403.
[[nodiscard]] UserId own_user(const http::RequestContext& request);
[[nodiscard]] SessionId own_session(const http::RequestContext& request);

}  // namespace wib::identity

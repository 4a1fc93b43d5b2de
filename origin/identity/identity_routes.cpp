#include "origin/identity/identity_routes.hpp"

#include <array>

#include "generated/sql/identity.hpp"
#include "origin/identity/accounts.hpp"
#include "origin/identity/api_keys.hpp"
#include "origin/identity/departments.hpp"
#include "origin/identity/onboarding.hpp"
#include "origin/identity/organizations.hpp"
#include "origin/identity/person.hpp"
#include "origin/identity/team.hpp"
#include "shared/api/endpoints/auth.hpp"
#include "shared/api/endpoints/internal.hpp"
#include "shared/codec/cookie.hpp"
#include "shared/codec/reflect.hpp"
#include "shared/identity/csrf.hpp"
#include "shared/identity/fingerprint.hpp"
#include "shared/identity/known_browser.hpp"
#include "shared/identity/session_token.hpp"

namespace wib::identity {
namespace {

using http::Answer;
using http::AnswerWithHeaders;
using http::Ask;
using http::RequestContext;

api::Problem locked(const IdentityRoutes& identity, Instant until) {
    const auto wait = std::max<std::int64_t>(1, unix_seconds(until) - unix_seconds(identity.clock.now()));
    return {.code = api::Code::account_locked, .extra = {{"retry_after_seconds", std::to_string(wait)}}};
}

// Counts the attempt before the password is looked at, so that a thousand guesses at once are still counted.
// The answer is the person, or the code every failure shares.
Task<Result<Person, api::Problem>> prove(IdentityRoutes& identity, const RequestContext& request, std::string username,
                                         Secret password) {
    // In a browser that has signed in as them before, failures are its own: nobody elsewhere locks its person out.
    const auto mark = codec::find_cookie(request.headers.get("cookie"), kKnownBrowserCookie);
    const auto browser = mark ? known_browser(*mark, username, identity.session_key) : std::nullopt;
    const auto attempts = co_await identity.database.door(
        sql::record_login_attempt,
        browser ? db::Params{"browser " + *browser, {}} : db::Params{username, request.client_address},
        request.deadline);
    if (const auto until = attempts.front()["locked_until"].maybe<Instant>())
        co_return wib::unexpected(locked(identity, *until));
    const auto found = co_await identity.database.door(sql::find_login, {username}, request.deadline);
    const auto stored = found.empty() ? std::nullopt : found.front()["password_hash"].maybe<std::string>();
    const auto check = co_await identity.passwords.check(password, stored, request.deadline);
    if (check == PasswordCheck::wrong) co_return wib::unexpected(api::Problem{api::Code::invalid_credentials});

    const auto row = found.front();
    // Locked by hand, whatever the attempts say; told only to who knows the password.
    if (const auto until = row["locked_until"].maybe<Instant>(); until && *until > identity.clock.now())
        co_return wib::unexpected(locked(identity, *until));
    co_await identity.database.door(
        sql::mark_login_succeeded, {attempts.front()["attempt_id"].as<std::string>(), row["user_id"].as<std::string>()},
        request.deadline);
    if (check == PasswordCheck::outdated)
        co_await identity.database.door(
            sql::upgrade_password_hash,
            {row["user_id"].as<std::string>(), stored, co_await identity.passwords.hash(password, request.deadline)},
            request.deadline);
    co_return person_of(row);
}

// Ends a session and says so in the same transaction; one that has ended already stays as it was. A job does it: what
// ends a session must not need it alive.
Task<void> finish_session(IdentityRoutes& identity, const RequestContext& request, std::optional<OrgId> organization,
                          SessionId session, UserId user, std::string why) {
    if (!organization) {
        if (!(co_await identity.database.door(sql::revoke_session, {to_string(session)}, request.deadline)).empty())
            co_await note_account_event(identity, request, user, "auth:logout");
        co_return;
    }
    auto tx = co_await identity.database.begin(
        {.organization = *organization, .actor_kind = ActorKind::job, .actor = {}, .label = "sign_out"},
        request.deadline);
    const auto ended = co_await tx->exec(sql::revoke_session, session);
    if (ended.empty()) co_return;
    auto entry = http::audit_of(request, "auth:logout", "session", session.value);
    entry.user = user;
    entry.new_value = std::move(why);
    tx->audit(entry);
    co_await tx->commit();
}

Task<AnswerWithHeaders<api::GetCsrf>> get_csrf(IdentityRoutes& identity, Ask<api::GetCsrf>& ask) {
    // A browser that has the cookie keeps it, so that two tabs do not invalidate each other's forms.
    auto cookie = std::string{codec::find_cookie(ask.request.headers.get("cookie"), kPreSessionCookie).value_or("")};
    if (!is_session_token(cookie)) cookie = session_token(random_octets<32>(identity.random)).reveal();
    const auto token = issue_csrf(CsrfPurpose::pre_session, cookie, identity.clock.now() + kPreSessionCsrfLife,
                                  random_octets<16>(identity.random), identity.session_key);
    co_return http::Given<api::CsrfReply>{
        .reply = {token},
        .headers = {{"set-cookie", codec::set_cookie(kPreSessionCookie, cookie, kPreSessionCsrfLife)}}};
}

Task<Answer<api::AuthProviders>> auth_providers(IdentityRoutes&, Ask<api::AuthProviders>&) {
    co_return api::SignInProvidersReply{{.id = "credentials", .name = "Email and password", .type = "credentials"}};
}

// Who signs in anew in a browser leaves what they were signed in as there: nobody else could end it afterwards.
Task<void> leave_former_session(IdentityRoutes& identity, const RequestContext& request) {
    const auto token_hash = own_token_hash(request);
    if (!token_hash) co_return;
    const auto found = co_await identity.database.door(sql::find_session, {*token_hash}, request.deadline);
    if (found.empty()) co_return;
    const auto row = found.front();
    co_await finish_session(identity, request, row["organization_id"].maybe<OrgId>(), row["session_id"].as<SessionId>(),
                            row["user_id"].as<UserId>(), R"({"reason":"signed_in_again"})");
    co_await identity.forget_claims({claims_key(*token_hash)});
}

Task<AnswerWithHeaders<api::SignIn>> sign_in(IdentityRoutes& identity, Ask<api::SignIn>& ask) {
    const auto& username = ask.body.email ? ask.body.email : ask.body.username;
    const auto person = co_await prove(identity, ask.request, to_string(*username), ask.body.password.secret());
    if (!person) co_return wib::unexpected(person.error());
    const auto session = co_await begin_session(identity, ask.request, *person);
    co_await leave_former_session(identity, ask.request);
    auto headers = hand_over(ask.request, session.token);
    headers.add("set-cookie",
                codec::set_cookie(kKnownBrowserCookie,
                                  mark_browser(person->email, random_octets<16>(identity.random), identity.session_key),
                                  kKnownBrowserLife));

    co_return http::Given<api::SignedInReply>{
        .reply = {.ok = true,
                  .url = person->organization ? "/calls" : "/settings/org-create",
                  .expires = session.expires,
                  .user = session_user(*person),
                  .csrf_token = csrf_for(identity, hash_token(session.token.reveal()), session.expires)},
        .headers = std::move(headers)};
}

Task<AnswerWithHeaders<api::SignOut>> sign_out(IdentityRoutes& identity, Ask<api::SignOut>& ask) {
    const auto& who = ask.request.principal;
    if (who.kind == ActorKind::session && who.actor && who.user)
        co_await finish_session(identity, ask.request, who.organization, SessionId{*who.actor}, *who.user, {});
    co_return http::Given<api::SignedOutReply>{.reply = {true},
                                               .headers = {{"set-cookie", codec::clear_cookie(kSessionCookie)}}};
}

Task<Answer<api::GetSession>> get_session(IdentityRoutes& identity, Ask<api::GetSession>& ask) {
    const auto& request = ask.request;
    const auto token_hash = request.principal.kind == ActorKind::session ? own_token_hash(request) : std::nullopt;
    const auto found =
        token_hash ? co_await identity.database.door(sql::find_session, {*token_hash}, request.deadline) : db::Rows{};
    if (!token_hash || found.empty()) co_return api::SessionReply{};
    const auto row = found.front();
    const auto expires = row["expires_at"].as<Instant>();
    co_return api::SessionReply{.user = session_user(person_of(row)),
                                .expires = expires,
                                .csrf_token = csrf_for(identity, *token_hash, expires)};
}

Task<Answer<api::GetMe>> get_me(Ask<api::GetMe>& ask, db::TenantTx& tx) {
    const auto& user = ask.request.principal.user;
    if (!user) co_return no(api::Code::not_found);  // an API key is nobody
    const auto found = co_await tx.exec(sql::find_me, *user);
    if (found.empty()) co_return no(api::Code::not_found);
    const auto row = found.front();
    co_return api::MeReply{.success = true,
                           .user = {.id = row["id"].as<UserId>(),
                                    .email = row["email"].as<std::string>(),
                                    .name = row["name"].maybe<std::string>().value_or(""),
                                    .created_at = row["created_at"].as<Instant>(),
                                    .organization_id = row["organization_id"].as<OrgId>(),
                                    .organization_name = row["organization_name"].as<std::string>(),
                                    .role = role_of(row["role"]),
                                    .plan = row["plan"].as<std::string>(),
                                    .platform_role = row["platform_role"].as<std::string>()}};
}

Task<Answer<api::ResolveSession>> resolve_session(IdentityRoutes& identity, Ask<api::ResolveSession>& ask) {
    const auto found = co_await identity.database.door(sql::find_session, {ask.path.token_hash}, ask.request.deadline);
    if (found.empty()) co_return no(api::Code::not_found);
    co_await identity.database.door(sql::note_session_use, {ask.path.token_hash}, ask.request.deadline);
    const auto row = found.front();
    co_return api::SessionClaims{.session_id = row["session_id"].as<SessionId>(),
                                 .user_id = row["user_id"].as<UserId>(),
                                 .email = row["email"].as<std::string>(),
                                 .name = row["name"].maybe<std::string>().value_or(""),
                                 .organization_id = row["organization_id"].maybe<OrgId>(),
                                 .role = role_of(row["role"]),
                                 .plan = row["plan"].maybe<std::string>().value_or(""),
                                 .platform_role = row["platform_role"].as<std::string>(),
                                 .expires_at = row["expires_at"].as<Instant>(),
                                 .fingerprint_hash = row["fingerprint_hash"].maybe<std::string>().value_or("")};
}

Task<Answer<api::EndSession>> end_session(IdentityRoutes& identity, Ask<api::EndSession>& ask) {
    const auto found = co_await identity.database.door(sql::find_session, {ask.path.token_hash}, ask.request.deadline);
    if (found.empty()) co_return no(api::Code::not_found);
    const auto row = found.front();
    co_await finish_session(identity, ask.request, row["organization_id"].maybe<OrgId>(),
                            row["session_id"].as<SessionId>(), row["user_id"].as<UserId>(),
                            R"({"reason":"fingerprint_changed"})");
    co_return api::SignedOutReply{true};
}

}  // namespace

void add_endpoints(http::Endpoints& endpoints, IdentityRoutes& identity) {
    endpoints.on<api::GetCsrf>(get_csrf, identity);
    endpoints.on<api::AuthProviders>(auth_providers, identity);
    endpoints.on<api::SignIn>(sign_in, identity);
    endpoints.on<api::SignOut>(sign_out, identity);
    endpoints.on<api::GetSession>(get_session, identity);
    endpoints.in_tenant<api::GetMe>(get_me);
    endpoints.on<api::ResolveSession>(resolve_session, identity);
    endpoints.on<api::EndSession>(end_session, identity);
    add_account_endpoints(endpoints, identity);
    add_organization_endpoints(endpoints, identity);
    add_onboarding_endpoints(endpoints, identity);
    add_team_endpoints(endpoints, identity);
    add_department_endpoints(endpoints, identity.database);
    add_api_key_endpoints(endpoints, identity);
}

}  // namespace wib::identity

#include "origin/identity/identity_routes.hpp"

#include <array>

#include "generated/sql/identity.hpp"
#include "origin/http/tenant.hpp"
#include "shared/api/auth.hpp"
#include "shared/codec/cookie.hpp"
#include "shared/codec/reflect.hpp"
#include "shared/identity/csrf.hpp"
#include "shared/identity/fingerprint.hpp"
#include "shared/identity/session_token.hpp"

namespace wib::identity {
namespace {

using http::Reply;
using http::RequestContext;

// A person whose password was right, before there is a session.
struct Person {
    UserId id;
    std::string email, name, platform_role;
    OrgId organization;
    std::string organization_name;
    Role role;
    std::string plan;
};

struct Session {
    SessionId id;
    Secret token;
    Instant expires;
};

template <std::size_t N>
std::array<std::uint8_t, N> random_octets(Random& random) {
    std::array<std::uint8_t, N> octets;
    random.fill(octets);
    return octets;
}

Reply no(api::Code code, const RequestContext& request) {
    return Reply::problem({code}, request.correlation_id);
}

Reply not_in_store(Reply reply) {
    reply.headers.set("cache-control", "no-store");
    return reply;
}

std::string csrf_for(IdentityRoutes& identity, std::string_view token_hash, Instant expires) {
    return issue_csrf(CsrfPurpose::session, token_hash, expires, random_octets<16>(identity.random),
                      identity.session_key);
}

std::string fingerprint_of(const RequestContext& request) {
    return fingerprint(request.headers.get("user-agent"), request.headers.get("accept-language"),
                       request.headers.get("sec-ch-ua"));
}

Role role_of(db::Field field) {
    return parse_role(field.text()).value_or(Role::none);
}

// What the session's own token hashes to; nothing for API keys and strangers.
std::optional<std::string> own_token_hash(const RequestContext& request) {
    const auto token = find_session_token(request.headers.get("authorization"), request.headers.get("cookie"));
    if (!token) return std::nullopt;
    return hash_token(*token);
}

api::SessionUser session_user(const Person& person) {
    return {.id = person.id,
            .email = person.email,
            .name = person.name,
            .organization_id = person.organization,
            .organization_name = person.organization_name,
            .role = person.role,
            .plan = person.plan,
            .platform_role = person.platform_role};
}

api::Problem locked(const IdentityRoutes& identity, Instant until) {
    const auto wait = std::max<std::int64_t>(1, unix_seconds(until) - unix_seconds(identity.clock.now()));
    return {.code = api::Code::account_locked, .extra = {{"retry_after_seconds", std::to_string(wait)}}};
}

// Counts the attempt before the password is looked at, so that a thousand guesses at once are still counted.
// The answer is the person, or the code every failure shares.
Task<Result<Person, api::Problem>> prove(IdentityRoutes& identity, const RequestContext& request, std::string username,
                                         Secret password) {
    const auto attempts = co_await identity.database.door(sql::record_login_attempt, {username, request.client_address},
                                                          request.deadline);
    if (const auto until = attempts.front()["locked_until"].maybe<Instant>())
        co_return wib::unexpected(locked(identity, *until));
    const auto found = co_await identity.database.door(sql::find_login, {username}, request.deadline);
    const auto stored = found.empty() ? std::nullopt : found.front()["password_hash"].maybe<std::string>();
    const auto check = co_await identity.passwords.check(password, stored, request.deadline);
    if (check == PasswordCheck::wrong || found.front()["organization_id"].is_null())
        co_return wib::unexpected(api::Problem{api::Code::invalid_credentials});

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
    co_return Person{.id = row["user_id"].as<UserId>(),
                     .email = row["email"].as<std::string>(),
                     .name = row["name"].maybe<std::string>().value_or(""),
                     .platform_role = row["platform_role"].as<std::string>(),
                     .organization = row["organization_id"].as<OrgId>(),
                     .organization_name = row["organization_name"].as<std::string>(),
                     .role = role_of(row["role"]),
                     .plan = row["plan"].as<std::string>()};
}

// The session and the audit row of its beginning are one transaction. It runs as a job: there is no session yet to
// enter with.
Task<Session> begin_session(IdentityRoutes& identity, const RequestContext& request, const Person& person) {
    Session session{.token = session_token(random_octets<32>(identity.random)),
                    .expires = identity.clock.now() + kSessionLife};
    auto tx = co_await identity.database.begin(
        {.organization = person.organization, .actor_kind = ActorKind::job, .actor = {}, .label = "sign_in"},
        request.deadline);
    const auto made =
        co_await tx->exec(sql::insert_session, hash_token(session.token.reveal()), person.id, person.organization,
                          fingerprint_of(request), request.client_address, request.user_agent, session.expires);
    session.id = made.front()["session_id"].as<SessionId>();
    auto entry = http::audit_of(request, "auth:login", "session", session.id.value);
    entry.user = person.id;
    tx->audit(entry);
    co_await tx->commit();
    co_return session;
}

// Ends a session and says so in the same transaction; one that has ended already stays as it was. A job does it: what
// ends a session must not need it alive.
Task<void> finish_session(IdentityRoutes& identity, const RequestContext& request, OrgId organization,
                          SessionId session, UserId user, std::string why) {
    auto tx = co_await identity.database.begin(
        {.organization = organization, .actor_kind = ActorKind::job, .actor = {}, .label = "sign_out"},
        request.deadline);
    const auto ended = co_await tx->exec(sql::revoke_session, session);
    if (ended.empty()) co_return;
    auto entry = http::audit_of(request, "auth:logout", "session", session.value);
    entry.user = user;
    entry.new_value = std::move(why);
    tx->audit(entry);
    co_await tx->commit();
}

}  // namespace

Task<Reply> get_csrf(IdentityRoutes& identity, RequestContext& request) {
    // A browser that has the cookie keeps it, so that two tabs do not invalidate each other's forms.
    auto cookie = std::string{codec::find_cookie(request.headers.get("cookie"), kPreSessionCookie).value_or("")};
    if (!is_session_token(cookie)) cookie = session_token(random_octets<32>(identity.random)).reveal();
    const auto token = issue_csrf(CsrfPurpose::pre_session, cookie, identity.clock.now() + kPreSessionCsrfLife,
                                  random_octets<16>(identity.random), identity.session_key);
    auto reply = not_in_store(Reply::json(200, codec::print(api::CsrfReply{token})));
    reply.headers.add("set-cookie", codec::set_cookie(kPreSessionCookie, cookie, kPreSessionCsrfLife));
    co_return reply;
}

Task<Reply> sign_in(IdentityRoutes& identity, RequestContext& request) {
    const auto body = codec::parse<api::SignInRequest>(request.body);
    if (!body) co_return Reply::problem(api::problem(body.error()), request.correlation_id);
    const auto& username = body->email ? body->email : body->username;
    const auto length = codec::count_characters(body->password.reveal());
    codec::Faults faults;
    if (!username) faults.push_back({"email", "is required"});
    if (length < 1 || length > 128) faults.push_back({"password", "must have 1 to 128 characters"});
    if (!faults.empty())
        co_return Reply::problem({.code = api::Code::validation_error, .details = faults}, request.correlation_id);

    const auto person = co_await prove(identity, request, to_string(*username), body->password);
    if (!person) co_return Reply::problem(person.error(), request.correlation_id);
    const auto session = co_await begin_session(identity, request, *person);

    auto reply = not_in_store(
        Reply::json(200, codec::print(api::SignedInReply{
                             .ok = true,
                             .url = "/calls",
                             .expires = session.expires,
                             .user = session_user(*person),
                             .csrf_token = csrf_for(identity, hash_token(session.token.reveal()), session.expires)})));
    reply.headers.add("set-cookie", codec::set_cookie(kSessionCookie, session.token.reveal(), kSessionLife));
    reply.headers.add("x-session-token", session.token.reveal());
    co_return reply;
}

Task<Reply> sign_out(IdentityRoutes& identity, RequestContext& request) {
    const auto& who = request.principal;
    if (who.kind == ActorKind::session && who.actor && who.user && who.organization)
        co_await finish_session(identity, request, *who.organization, SessionId{*who.actor}, *who.user, {});
    auto reply = not_in_store(Reply::json(200, codec::print(api::SignedOutReply{true})));
    reply.headers.add("set-cookie", codec::clear_cookie(kSessionCookie));
    co_return reply;
}

Task<Reply> get_session(IdentityRoutes& identity, RequestContext& request) {
    const auto token_hash = request.principal.kind == ActorKind::session ? own_token_hash(request) : std::nullopt;
    const auto found =
        token_hash ? co_await identity.database.door(sql::find_session, {*token_hash}, request.deadline) : db::Rows{};
    if (!token_hash || found.empty()) co_return not_in_store(Reply::json(200, codec::print(api::SessionReply{})));
    const auto row = found.front();
    const auto expires = row["expires_at"].as<Instant>();
    co_return not_in_store(
        Reply::json(200, codec::print(api::SessionReply{
                             .user = api::SessionUser{.id = row["user_id"].as<UserId>(),
                                                      .email = row["email"].as<std::string>(),
                                                      .name = row["name"].maybe<std::string>().value_or(""),
                                                      .organization_id = row["organization_id"].as<OrgId>(),
                                                      .organization_name = row["organization_name"].as<std::string>(),
                                                      .role = role_of(row["role"]),
                                                      .plan = row["plan"].as<std::string>(),
                                                      .platform_role = row["platform_role"].as<std::string>()},
                             .expires = expires,
                             .csrf_token = csrf_for(identity, *token_hash, expires)})));
}

Task<Reply> get_me(IdentityRoutes& identity, RequestContext& request) {
    if (!request.principal.user) co_return no(api::Code::not_found, request);  // an API key is nobody
    auto tx = co_await identity.database.begin(http::tenant_of(request), request.deadline);
    const auto found = co_await tx->exec(sql::find_me, *request.principal.user);
    co_await tx->commit();
    if (found.empty()) co_return no(api::Code::not_found, request);
    const auto row = found.front();
    co_return not_in_store(Reply::json(
        200, codec::print(api::MeReply{.success = true,
                                       .user = {.id = row["id"].as<UserId>(),
                                                .email = row["email"].as<std::string>(),
                                                .name = row["name"].maybe<std::string>().value_or(""),
                                                .created_at = row["created_at"].as<Instant>(),
                                                .organization_id = row["organization_id"].as<OrgId>(),
                                                .organization_name = row["organization_name"].as<std::string>(),
                                                .role = role_of(row["role"]),
                                                .plan = row["plan"].as<std::string>(),
                                                .platform_role = row["platform_role"].as<std::string>()}})));
}

Task<Reply> resolve_session(IdentityRoutes& identity, RequestContext& request) {
    const auto found = co_await identity.database.door(sql::find_session, {std::string{request.param("token_hash")}},
                                                       request.deadline);
    if (found.empty()) co_return no(api::Code::not_found, request);
    const auto row = found.front();
    co_return not_in_store(
        Reply::json(200, codec::print(api::SessionClaims{
                             .session_id = row["session_id"].as<SessionId>(),
                             .user_id = row["user_id"].as<UserId>(),
                             .email = row["email"].as<std::string>(),
                             .name = row["name"].maybe<std::string>().value_or(""),
                             .organization_id = row["organization_id"].as<OrgId>(),
                             .role = role_of(row["role"]),
                             .plan = row["plan"].as<std::string>(),
                             .platform_role = row["platform_role"].as<std::string>(),
                             .expires_at = row["expires_at"].as<Instant>(),
                             .fingerprint_hash = row["fingerprint_hash"].maybe<std::string>().value_or("")})));
}

Task<Reply> end_session(IdentityRoutes& identity, RequestContext& request) {
    const auto found = co_await identity.database.door(sql::find_session, {std::string{request.param("token_hash")}},
                                                       request.deadline);
    if (found.empty()) co_return no(api::Code::not_found, request);
    const auto row = found.front();
    co_await finish_session(identity, request, row["organization_id"].as<OrgId>(), row["session_id"].as<SessionId>(),
                            row["user_id"].as<UserId>(), R"({"reason":"fingerprint_changed"})");
    co_return not_in_store(Reply::json(200, codec::print(api::SignedOutReply{true})));
}

}  // namespace wib::identity

#include "origin/identity/person.hpp"

#include "generated/sql/identity.hpp"
#include "shared/codec/cookie.hpp"
#include "shared/identity/csrf.hpp"
#include "shared/identity/fingerprint.hpp"
#include "shared/identity/session_token.hpp"

namespace wib::identity {

Role role_of(db::Field field) {
    return parse_role(field.text()).value_or(Role::none);
}

Person person_of(const db::Row& row) {
    return {.id = row["user_id"].as<UserId>(),
            .email = row["email"].as<std::string>(),
            .name = row["name"].maybe<std::string>().value_or(""),
            .platform_role = row["platform_role"].as<std::string>(),
            .organization = row["organization_id"].maybe<OrgId>(),
            .organization_name = row["organization_name"].maybe<std::string>().value_or(""),
            .role = role_of(row["role"]),
            .plan = row["plan"].maybe<std::string>().value_or(""),
            .email_verified = row["email_verified"].as<bool>()};
}

api::SessionUser session_user(const Person& person) {
    api::SessionUser user{.id = person.id,
                          .email = person.email,
                          .name = person.name,
                          .organization_id = person.organization,
                          .organization_name = {},
                          .role = person.role,
                          .plan = {},
                          .platform_role = person.platform_role,
                          .email_verified = person.email_verified};
    if (person.organization) {
        user.organization_name = person.organization_name;
        user.plan = person.plan;
    }
    return user;
}

std::string csrf_for(IdentityRoutes& identity, std::string_view token_hash, Instant expires) {
    return issue_csrf(CsrfPurpose::session, token_hash, expires, random_octets<16>(identity.random),
                      identity.session_key);
}

std::string fingerprint_of(const http::RequestContext& request) {
    return fingerprint(request.headers.get("user-agent"), request.headers.get("accept-language"),
                       request.headers.get("sec-ch-ua"));
}

bool is_our_page(const http::RequestContext& request) {
    return request.headers.get("sec-fetch-site") == "same-origin";
}

api::Headers hand_over(const http::RequestContext& request, const Secret& token) {
    api::Headers headers{{"set-cookie", codec::set_cookie(kSessionCookie, token.reveal(), kSessionLife)}};
    if (!is_our_page(request)) headers.add("x-session-token", token.reveal());
    return headers;
}

std::optional<std::string> own_token_hash(const http::RequestContext& request) {
    const auto token = find_session_token(request.headers.get("authorization"), request.headers.get("cookie"));
    if (!token) return std::nullopt;
    return hash_token(*token);
}

Task<void> note_account_event(IdentityRoutes& identity, const http::RequestContext& request, UserId user,
                              std::string action) {
    co_await identity.database.door(sql::note_account_event,
                                    {to_string(user), std::move(action), request.correlation_id}, request.deadline);
}

Task<Session> begin_session(IdentityRoutes& identity, const http::RequestContext& request, const Person& person) {
    Session session{.id = {},
                    .token = session_token(random_octets<32>(identity.random)),
                    .expires = identity.clock.now() + kSessionLife};
    const auto token_hash = hash_token(session.token.reveal());
    if (!person.organization) {
        const auto made = co_await identity.database.door(sql::insert_session,
                                                          {token_hash,
                                                           to_string(person.id),
                                                           {},
                                                           fingerprint_of(request),
                                                           request.client_address,
                                                           request.user_agent,
                                                           to_rfc3339(session.expires)},
                                                          request.deadline);
        session.id = made.front()["session_id"].as<SessionId>();
        co_await note_account_event(identity, request, person.id, "auth:login");
        co_return session;
    }
    auto tx = co_await identity.database.begin(as_job(*person.organization, "sign_in"), request.deadline);
    const auto made =
        co_await tx->exec(sql::insert_session, token_hash, person.id, *person.organization, fingerprint_of(request),
                          request.client_address, request.user_agent, session.expires);
    session.id = made.front()["session_id"].as<SessionId>();
    auto entry = http::audit_of(request, "auth:login", "session", session.id.value);
    entry.user = person.id;
    tx->audit(entry);
    co_await tx->commit();
    co_return session;
}

std::vector<std::string> claims_of(const db::Rows& rows) {
    std::vector<std::string> names;
    for (const auto row : rows)
        if (const auto hash = row["token_hash"].maybe<std::string>()) names.push_back(claims_key(*hash));
    return names;
}

std::string letter_hash(const IdentityRoutes& identity, MailPurpose purpose, const Uuid& proof) {
    return hash_token(mail_token(purpose, proof, identity.session_key).reveal());
}

UserId own_user(const http::RequestContext& request) {
    if (!request.principal.user) throw db::RefusedError{db::Refusal::not_a_member, "a person's own"};
    return *request.principal.user;
}

SessionId own_session(const http::RequestContext& request) {
    if (request.principal.kind != ActorKind::session || !request.principal.actor)
        throw db::RefusedError{db::Refusal::not_a_member, "a person's own"};
    return SessionId{*request.principal.actor};
}

}  // namespace wib::identity

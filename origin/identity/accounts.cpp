#include "origin/identity/accounts.hpp"

#include <boost/json.hpp>

#include "generated/sql/identity.hpp"
#include "origin/identity/person.hpp"
#include "shared/api/endpoints/people.hpp"
#include "shared/codec/cookie.hpp"
#include "shared/identity/session_token.hpp"

namespace wib::identity {
namespace {

using http::Answer;
using http::AnswerWithHeaders;
using http::Ask;
using http::RequestContext;
using namespace std::chrono_literals;

constexpr auto kProofLife = 24h;
constexpr auto kResetLife = 60min;
constexpr auto kRenewWithin = 24h;

auto no_mail() {
    return no(api::Code::vendor_not_configured, "Mail is not configured, and this needs a letter.");
}
auto link_is_over() {
    return no(api::Code::not_found, "This link is not valid any more.");
}
auto is_guessable(std::string path) {
    return wib::unexpected(
        api::Problem{.code = api::Code::password_guessable,
                     .details = {{std::move(path), std::string{default_message(api::Code::password_guessable)}}}});
}
auto address_is_taken() {
    return no(api::Code::conflict, "There is an account with this address already.");
}

std::string detail_with_proof(const Uuid& proof) {
    return boost::json::serialize(boost::json::object{{"proof", to_string(proof)}});
}

struct NewAccount {
    std::string email, name, password_hash;
    std::optional<std::string> organization_name;
};

api::SignedUpReply signed_up(UserId id, const NewAccount& account, std::optional<OrgId> organization, bool verified) {
    return {.success = true,
            .user = {.id = id,
                     .email = account.email,
                     .name = account.name,
                     .organization_id = organization,
                     .email_verified = verified}};
}

// The letter that asks for the proof of an address.
void queue_verification(IdentityRoutes& identity, db::TenantTx& tx, UserId user, std::string_view email) {
    const auto proof = identity.random.uuid();
    const auto until = identity.clock.now() + kProofLife;
    tx.queue(sql::begin_verification, proof, user, letter_hash(identity, MailPurpose::verify_email, proof), until);
    tx.queue(sql::promise_email, proof, "verify_email", email, detail_with_proof(proof), until);
}

// The person, their proof's letter, and the organisation they found, if they do: one transaction with its audit.
Task<api::SignedUpReply> sign_up_founding(IdentityRoutes& identity, const RequestContext& request, NewAccount account) {
    const auto organization = identity.random.id<OrgId>();
    auto tx = co_await identity.database.begin(
        {.organization = organization, .actor_kind = ActorKind::founder, .actor = {}, .label = "sign_up"},
        request.deadline);
    const auto made = co_await tx->exec(sql::create_user, account.email, account.name, account.password_hash, false);
    const auto user = made.front()["user_id"].as<UserId>();
    // Before anything is sealed for its audit log: keys of people belong to an organisation that exists.
    co_await tx->exec(sql::found_organization, *account.organization_name, user);
    queue_verification(identity, *tx, user, account.email);
    auto entry = http::audit_of(request, "auth:signup", "user", user.value);
    entry.user = user;
    tx->audit(entry);
    auto founded = http::audit_of(request, "org:created", "organization", organization.value);
    founded.user = user;
    tx->audit(founded);
    co_await tx->commit();
    co_return signed_up(user, account, organization, false);
}

Task<api::SignedUpReply> sign_up_alone(IdentityRoutes& identity, const RequestContext& request, NewAccount account) {
    const auto proof = identity.random.uuid();
    const auto made = co_await identity.database.door(
        sql::sign_up_alone,
        {account.email, account.name, account.password_hash, to_string(proof),
         letter_hash(identity, MailPurpose::verify_email, proof), to_rfc3339(identity.clock.now() + kProofLife),
         detail_with_proof(proof), request.correlation_id},
        request.deadline);
    co_return signed_up(made.front()["user_id"].as<UserId>(), account, std::nullopt, false);
}

// Who holds the token of an invitation's letter reads that mailbox: the address needs no other proof. Who was handed
// the inviter's link proves it by a letter of its own.
Task<Answer<api::SignUp>> sign_up_invited(IdentityRoutes& identity, const RequestContext& request, NewAccount account,
                                          std::string token) {
    const auto token_hash = hash_token(token);
    const auto found = co_await identity.database.door(sql::find_invite, {token_hash}, request.deadline);
    if (found.empty() || found.front()["email"].text() != account.email)
        co_return no(api::Code::not_found, "This invitation is not valid for this address.");
    const auto organization = found.front()["organization_id"].as<OrgId>();
    const bool is_proven = found.front()["is_proof"].as<bool>();
    auto tx = co_await identity.database.begin(as_job(organization, "sign_up"), request.deadline);
    const auto made =
        co_await tx->exec(sql::create_user, account.email, account.name, account.password_hash, is_proven);
    const auto user = made.front()["user_id"].as<UserId>();
    const auto accepted = co_await tx->exec(sql::accept_invite, token_hash, user);
    if (accepted.front()["role"].is_null())
        co_return no(api::Code::not_found, "This invitation is not valid any more.");
    if (!is_proven) queue_verification(identity, *tx, user, account.email);
    auto entry = http::audit_of(request, "auth:signup", "user", user.value);
    entry.user = user;
    tx->audit(entry);
    auto joined = http::audit_of(request, "team:member_joined", "user", user.value);
    joined.user = user;
    joined.new_value = boost::json::serialize(boost::json::object{{"role", accepted.front()["role"].text()}});
    tx->audit(joined);
    co_await tx->commit();
    co_return signed_up(user, account, organization, is_proven);
}

Task<Answer<api::SignUp>> sign_up(IdentityRoutes& identity, Ask<api::SignUp>& ask) {
    const auto& body = ask.body;
    if (!identity.mailer.is_configured() && !body.invite_token) co_return no_mail();
    NewAccount account{
        .email = body.email.value(),
        .name = body.name.value(),
        .password_hash = {},
        .organization_name = body.organization_name ? std::optional{body.organization_name->value()} : std::nullopt};
    auto stored = co_await identity.passwords.hash_chosen(
        body.password.secret(), account.email + ' ' + account.name + ' ' + account.organization_name.value_or(""),
        ask.request.deadline);
    if (!stored) co_return is_guessable("password");
    account.password_hash = std::move(*stored);
    bool taken = false;
    try {
        if (body.invite_token)
            co_return co_await sign_up_invited(identity, ask.request, std::move(account), body.invite_token->value());
        if (account.organization_name) co_return co_await sign_up_founding(identity, ask.request, std::move(account));
        co_return co_await sign_up_alone(identity, ask.request, std::move(account));
    } catch (const db::RefusedError& refused) {
        if (refused.refusal != db::Refusal::unique_violation || !refused.constraint.starts_with("users_")) throw;
        taken = true;
    }
    if (taken) co_return address_is_taken();
    co_return no(api::Code::internal_error);
}

Task<Answer<api::SendVerification>> send_verification(IdentityRoutes& identity, Ask<api::SendVerification>& ask) {
    if (!identity.mailer.is_configured()) co_return no_mail();
    const auto token_hash = own_token_hash(ask.request);
    const auto found = token_hash
                           ? co_await identity.database.door(sql::find_session, {*token_hash}, ask.request.deadline)
                           : db::Rows{};
    if (found.empty()) co_return no(api::Code::session_revoked);
    const auto person = person_of(found.front());
    if (person.email_verified) co_return no(api::Code::conflict, "The address is confirmed already.");
    const auto gone = co_await identity.database.door(sql::find_suppression, {person.email}, ask.request.deadline);
    if (!gone.front()["reason"].is_null())
        co_return wib::unexpected(api::invalid("email", "must be one that letters arrive at: the last came back"));
    const auto proof = identity.random.uuid();
    co_await identity.database.door(
        sql::send_verification,
        {to_string(proof), to_string(person.id), letter_hash(identity, MailPurpose::verify_email, proof),
         to_rfc3339(identity.clock.now() + kProofLife), person.email, detail_with_proof(proof)},
        ask.request.deadline);
    co_return api::Done{true};
}

Task<Answer<api::VerifyEmail>> verify_email(IdentityRoutes& identity, Ask<api::VerifyEmail>& ask) {
    const auto token_hash = hash_token(ask.body.token.secret().reveal());
    const auto found =
        co_await identity.database.door(sql::find_verification, {token_hash, "verify_email"}, ask.request.deadline);
    if (found.empty()) co_return link_is_over();
    const auto user = found.front()["user_id"].as<UserId>();
    const auto organization = found.front()["organization_id"].maybe<OrgId>();
    if (!organization) {
        const auto verified = co_await identity.database.door(sql::verify_email, {token_hash}, ask.request.deadline);
        if (verified.front()["user_id"].is_null()) co_return link_is_over();
        co_await note_account_event(identity, ask.request, user, "auth:email_verified");
        co_return api::Done{true};
    }
    auto tx = co_await identity.database.begin(as_job(*organization, "verify_email"), ask.request.deadline);
    const auto verified = co_await tx->exec(sql::verify_email, token_hash);
    if (verified.front()["user_id"].is_null()) co_return link_is_over();
    auto entry = http::audit_of(ask.request, "auth:email_verified", "user", user.value);
    entry.user = user;
    tx->audit(entry);
    co_await tx->commit();
    co_return api::Done{true};
}

// One row for any address; who that is, is looked up by who carries the letter.
Task<Answer<api::ForgotPassword>> forgot_password(IdentityRoutes& identity, Ask<api::ForgotPassword>& ask) {
    if (!identity.mailer.is_configured()) co_return no_mail();
    const boost::json::object detail{{"client_address", ask.request.client_address},
                                     {"user_agent", ask.request.user_agent.substr(0, 200)},
                                     {"correlation_id", ask.request.correlation_id}};
    co_await identity.database.door(sql::promise_email,
                                    {to_string(identity.random.uuid()), "reset_password", ask.body.email.value(),
                                     boost::json::serialize(detail), to_rfc3339(identity.clock.now() + kResetLife)},
                                    ask.request.deadline);
    co_return api::ForgotPasswordReply{.success = true, .message = std::string{api::kForgotPasswordMessage}};
}

// Guessed at by who knows the names this person goes by and works for.
Task<std::optional<std::string>> hash_chosen_by(IdentityRoutes& identity, const RequestContext& request, UserId user,
                                                Secret password) {
    const auto found = co_await identity.database.door(sql::words_about, {to_string(user)}, request.deadline);
    co_return co_await identity.passwords.hash_chosen(
        std::move(password), found.empty() ? std::string{} : found.front()["words"].as<std::string>(),
        request.deadline);
}

Task<Answer<api::ResetPassword>> reset_password(IdentityRoutes& identity, Ask<api::ResetPassword>& ask) {
    const auto token_hash = hash_token(ask.body.token.secret().reveal());
    const auto found =
        co_await identity.database.door(sql::find_verification, {token_hash, "reset_password"}, ask.request.deadline);
    if (found.empty()) co_return link_is_over();
    const auto user = found.front()["user_id"].as<UserId>();
    const auto organization = found.front()["organization_id"].maybe<OrgId>();
    auto stored = co_await hash_chosen_by(identity, ask.request, user, ask.body.password.secret());
    if (!stored) co_return is_guessable("password");

    db::Rows ended;
    if (!organization) {
        ended = co_await identity.database.door(sql::reset_password_alone,
                                                {token_hash, std::move(*stored), ask.request.correlation_id},
                                                ask.request.deadline);
        if (ended.empty()) co_return link_is_over();
    } else {
        auto tx = co_await identity.database.begin(as_job(*organization, "reset_password"), ask.request.deadline);
        const auto reset = co_await tx->exec(sql::reset_password, token_hash, *stored);
        if (reset.front()["user_id"].is_null()) co_return link_is_over();
        ended = co_await tx->exec(sql::end_sessions_of, user, std::nullopt);
        auto entry = http::audit_of(ask.request, "auth:password_reset_completed", "user", user.value);
        entry.user = user;
        tx->audit(entry);
        co_await tx->commit();
    }
    co_await identity.forget_claims(claims_of(ended));
    co_return api::Done{true};
}

// Rules §1: a new token when a day or less is left; the old one ends in the same transaction. Thirty days after signing
// in nothing is renewed any more (docs/security/sessions.md): the session keeps the time it has.
Task<AnswerWithHeaders<api::RefreshSession>> refresh_session(IdentityRoutes& identity, Ask<api::RefreshSession>& ask) {
    const auto& request = ask.request;
    const auto token_hash = own_token_hash(request);
    const auto found =
        token_hash ? co_await identity.database.door(sql::find_session, {*token_hash}, request.deadline) : db::Rows{};
    if (found.empty()) co_return no(api::Code::session_revoked);
    const auto row = found.front();
    const auto expires = row["expires_at"].as<Instant>();
    const auto as_it_was = [&] {
        return http::Given<api::RefreshedReply>{
            .reply = {.refreshed = false, .expires = expires, .session_token = {}, .csrf_token = {}}};
    };
    if (expires - identity.clock.now() > kRenewWithin) co_return as_it_was();

    const auto person = person_of(row);
    const auto old = row["session_id"].as<SessionId>();
    const auto token = session_token(random_octets<32>(identity.random));
    const auto fresh_hash = hash_token(token.reveal());
    auto until = identity.clock.now() + kSessionLife;
    if (person.organization) {
        auto tx = co_await identity.database.begin(as_job(*person.organization, "refresh"), request.deadline);
        const auto made = co_await tx->exec(sql::renew_session, old, fresh_hash, until);
        if (made.empty()) co_return no(api::Code::session_revoked);
        if (made.front()["session_id"].is_null()) co_return as_it_was();
        until = made.front()["expires_at"].as<Instant>();
        auto entry =
            http::audit_of(request, "auth:session_refreshed", "session", made.front()["session_id"].as<Uuid>());
        entry.user = person.id;
        tx->audit(entry);
        co_await tx->commit();
    } else {
        const auto made = co_await identity.database.door(
            sql::renew_session, {to_string(old), fresh_hash, to_rfc3339(until)}, request.deadline);
        if (made.empty()) co_return no(api::Code::session_revoked);
        if (made.front()["session_id"].is_null()) co_return as_it_was();
        until = made.front()["expires_at"].as<Instant>();
        co_await note_account_event(identity, request, person.id, "auth:session_refreshed");
    }
    co_return http::Given<api::RefreshedReply>{
        .reply = {.refreshed = true,
                  .expires = until,
                  .session_token = is_our_page(request) ? std::nullopt : std::optional{token.reveal()},
                  .csrf_token = csrf_for(identity, fresh_hash, until)},
        .headers = hand_over(request, token)};
}

struct AccountChange {
    db::Param name, old_hash, new_hash;
};

// The change, the sessions it ends and what is written of it: one transaction where an organisation's audit log holds
// it. Nothing when the old password was changed meanwhile.
Task<std::optional<db::Rows>> change_account(IdentityRoutes& identity, const RequestContext& request,
                                             const AccountChange& change) {
    const auto user = own_user(request);
    const auto session = own_session(request);
    const auto action = change.new_hash ? "auth:password_changed" : "user:updated";
    if (!request.principal.organization) {
        auto rows = co_await identity.database.door(
            sql::change_account, {to_string(session), to_string(user), change.name, change.old_hash, change.new_hash},
            request.deadline);
        if (!rows.front()["is_changed"].as<bool>()) co_return std::nullopt;
        co_await note_account_event(identity, request, user, action);
        co_return rows;
    }
    auto tx = co_await identity.database.begin(http::tenant_of(request), request.deadline);
    auto rows = co_await tx->exec(sql::change_account, session, user, change.name, change.old_hash, change.new_hash);
    if (!rows.front()["is_changed"].as<bool>()) co_return std::nullopt;
    tx->audit(http::audit_of(request, action, "user", user.value));
    co_await tx->commit();
    co_return rows;
}

Task<Answer<api::UpdateMe>> update_me(IdentityRoutes& identity, Ask<api::UpdateMe>& ask) {
    const auto& request = ask.request;
    AccountChange change;
    if (ask.body.name) change.name = ask.body.name->value();
    if (const auto& password = ask.body.password) {
        const auto found =
            co_await identity.database.door(sql::password_hash_of, {to_string(own_user(request))}, request.deadline);
        change.old_hash = found.front()["password_hash"].maybe<std::string>();
        const auto check =
            co_await identity.passwords.check(password->old_password.secret(), change.old_hash, request.deadline);
        if (check == PasswordCheck::wrong)
            co_return no(api::Code::invalid_credentials, "The old password is not right.");
        auto stored = co_await hash_chosen_by(identity, request, own_user(request), password->new_password.secret());
        if (!stored) co_return is_guessable("password.new_password");
        change.new_hash = std::move(*stored);
    }
    const auto ended = co_await change_account(identity, request, change);
    if (!ended) co_return no(api::Code::invalid_credentials, "The old password is not right.");
    co_await identity.forget_claims(claims_of(*ended));
    co_return api::Done{true};
}

Task<Answer<api::ListMySessions>> list_my_sessions(IdentityRoutes& identity, Ask<api::ListMySessions>& ask) {
    const auto rows = co_await identity.database.door(sql::list_my_sessions, {to_string(own_user(ask.request))},
                                                      ask.request.deadline);
    api::MySessionsReply reply{.success = true, .sessions = {}};
    const auto own = own_session(ask.request);
    for (const auto row : rows) {
        const auto id = row["id"].as<SessionId>();
        reply.sessions.push_back({.id = id,
                                  .user_agent = row["user_agent"].maybe<std::string>().value_or(""),
                                  .ip = row["ip"].maybe<std::string>().value_or(""),
                                  .organization_name = row["organization_name"].maybe<std::string>(),
                                  .current = id == own,
                                  .created_at = row["created_at"].as<Instant>(),
                                  .last_seen_at = row["last_seen_at"].maybe<Instant>(),
                                  .expires_at = row["expires_at"].as<Instant>()});
    }
    co_return reply;
}

Task<Answer<api::EndMySession>> end_my_session(IdentityRoutes& identity, Ask<api::EndMySession>& ask) {
    const auto& request = ask.request;
    const auto user = own_user(request);
    db::Rows ended;
    if (request.principal.organization) {
        auto tx =
            co_await identity.database.begin(as_job(*request.principal.organization, "end_session"), request.deadline);
        ended = co_await tx->exec(sql::end_session_of, user, ask.path.id);
        if (!ended.empty()) tx->audit(http::audit_of(request, "auth:session_ended", "session", ask.path.id.value));
        co_await tx->commit();
    } else {
        ended = co_await identity.database.door(sql::end_session_of, {to_string(user), to_string(ask.path.id)},
                                                request.deadline);
        if (!ended.empty()) co_await note_account_event(identity, request, user, "auth:session_ended");
    }
    if (ended.empty()) co_return no(api::Code::not_found, "There is no such session.");
    co_await identity.forget_claims(claims_of(ended));
    co_return api::Done{true};
}

}  // namespace

void add_account_endpoints(http::Endpoints& endpoints, IdentityRoutes& identity) {
    endpoints.on<api::SignUp>(sign_up, identity);
    endpoints.on<api::VerifyEmail>(verify_email, identity);
    endpoints.on<api::SendVerification>(send_verification, identity);
    endpoints.on<api::ForgotPassword>(forgot_password, identity);
    endpoints.on<api::ResetPassword>(reset_password, identity);
    endpoints.on<api::RefreshSession>(refresh_session, identity);
    endpoints.of_person<api::UpdateMe>(update_me, identity);
    endpoints.of_person<api::ListMySessions>(list_my_sessions, identity);
    endpoints.of_person<api::EndMySession>(end_my_session, identity);
}

}  // namespace wib::identity

#include "origin/identity/api_keys.hpp"

#include <algorithm>

#include "generated/sql/identity.hpp"
#include "origin/identity/person.hpp"
#include "shared/api/endpoints/api_keys.hpp"
#include "shared/identity/api_key.hpp"
#include "shared/identity/permission.hpp"
#include "shared/identity/session_token.hpp"

namespace wib::identity {
namespace {

using http::Answer;
using http::Ask;

using Names = std::vector<std::string>;

// What a key could give itself more with is a session's alone.
constexpr std::array<std::string_view, 2> kForSessionsAlone{"api_keys:admin", "team:write"};

Names names_of(db::Field field) {
    return codec::parse<Names>(field.text()).value_or(Names{});
}

auto no_such_key() {
    return no(api::Code::not_found, "There is no such key.");
}

/// What is wrong with a list of permissions, for a key that somebody of this role makes.
codec::Faults faults_of(const std::vector<codec::Text<1, 60>>& wanted, Role maker) {
    codec::Faults faults;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        const auto& name = wanted[i].value();
        const auto permission = Permission::find(name);
        if (!permission || std::ranges::find(kForSessionsAlone, name) != kForSessionsAlone.end())
            faults.push_back({"permissions[" + std::to_string(i) + "]", "must be a permission that keys can have"});
        else if (!may(maker, *permission))
            faults.push_back({"permissions[" + std::to_string(i) + "]", "must be a permission of your own"});
    }
    return faults;
}

struct NewKey {
    std::string name;
    Names permissions;
    std::optional<Instant> expires_at;
};

Task<api::NewApiKeyReply> make_key(IdentityRoutes& identity, const http::RequestContext& request, db::TenantTx& tx,
                                   NewKey wanted) {
    const auto key = api_key(random_octets<32>(identity.random));
    const auto id = identity.random.id<ApiKeyId>();
    const auto made = co_await tx.exec(sql::create_api_key, id, own_user(request), wanted.name, shown_prefix(key),
                                       hash_token(key.reveal()), codec::print(wanted.permissions), wanted.expires_at);
    co_return api::NewApiKeyReply{.success = true,
                                  .api_key = {.id = id,
                                              .name = std::move(wanted.name),
                                              .key_prefix = shown_prefix(key),
                                              .permissions = std::move(wanted.permissions),
                                              .created_by = {},
                                              .created_at = made.front()["created_at"].as<Instant>(),
                                              .expires_at = wanted.expires_at,
                                              .last_used_at = {}},
                                  .key = key.reveal()};
}

Task<Answer<api::ListApiKeys>> list_api_keys(Ask<api::ListApiKeys>&, db::TenantTx& tx) {
    api::ApiKeysReply reply{.success = true, .api_keys = {}};
    for (const auto row : co_await tx.exec(sql::list_api_keys))
        reply.api_keys.push_back({.id = row["id"].as<ApiKeyId>(),
                                  .name = row["name"].as<std::string>(),
                                  .key_prefix = row["key_prefix"].as<std::string>(),
                                  .permissions = names_of(row["permissions"]),
                                  .created_by = row["created_by"].maybe<std::string>(),
                                  .created_at = row["created_at"].as<Instant>(),
                                  .expires_at = row["expires_at"].maybe<Instant>(),
                                  .last_used_at = row["last_used_at"].maybe<Instant>()});
    co_return reply;
}

Task<Answer<api::CreateApiKey>> create_api_key(IdentityRoutes& identity, Ask<api::CreateApiKey>& ask,
                                               db::TenantTx& tx) {
    const auto user = own_user(ask.request);
    if (!(co_await tx.exec(sql::has_proven_address, user)).front()["proven"].as<bool>())
        co_return no(api::Code::email_not_verified);
    const auto maker = co_await tx.exec(sql::find_member, user);
    auto faults = faults_of(ask.body.permissions.items, maker.empty() ? Role::none : role_of(maker.front()["role"]));
    if (ask.body.expires_at && *ask.body.expires_at <= identity.clock.now())
        faults.push_back({"expires_at", "must lie ahead"});
    if (!faults.empty())
        co_return wib::unexpected(api::Problem{.code = api::Code::validation_error, .details = std::move(faults)});
    NewKey wanted{.name = ask.body.name.value(), .permissions = {}, .expires_at = ask.body.expires_at};
    for (const auto& permission : ask.body.permissions.items) wanted.permissions.push_back(permission.value());
    auto reply = co_await make_key(identity, ask.request, tx, std::move(wanted));
    auto entry = http::audit_of(ask.request, "api_key:created", "api_key", reply.api_key.id.value);
    entry.new_value = codec::print(reply.api_key);
    tx.audit(entry);
    co_return reply;
}

Task<Answer<api::RotateApiKey>> rotate_api_key(IdentityRoutes& identity, Ask<api::RotateApiKey>& ask) {
    const auto& request = ask.request;
    auto tx = co_await identity.database.begin(http::tenant_of(request), request.deadline);
    const auto old = co_await tx->exec(sql::revoke_api_key, ask.path.id);
    if (old.empty()) co_return no_such_key();
    const auto row = old.front();
    auto reply = co_await make_key(identity, request, *tx,
                                   {.name = row["name"].as<std::string>(),
                                    .permissions = names_of(row["permissions"]),
                                    .expires_at = row["expires_at"].maybe<Instant>()});
    auto entry = http::audit_of(request, "api_key:rotated", "api_key", ask.path.id.value);
    entry.new_value = codec::print(reply.api_key);
    tx->audit(entry);
    co_await tx->commit();
    co_await identity.forget_claims({key_claims_key(row["key_hash"].as<std::string>())});
    co_return reply;
}

Task<Answer<api::RevokeApiKey>> revoke_api_key(IdentityRoutes& identity, Ask<api::RevokeApiKey>& ask) {
    const auto& request = ask.request;
    auto tx = co_await identity.database.begin(http::tenant_of(request), request.deadline);
    const auto old = co_await tx->exec(sql::revoke_api_key, ask.path.id);
    if (old.empty()) co_return no_such_key();
    tx->audit(http::audit_of(request, "api_key:revoked", "api_key", ask.path.id.value));
    co_await tx->commit();
    co_await identity.forget_claims({key_claims_key(old.front()["key_hash"].as<std::string>())});
    co_return api::Done{true};
}

Task<Answer<api::ValidateKey>> validate_key(IdentityRoutes& identity, Ask<api::ValidateKey>& ask) {
    const auto& key = ask.body.api_key.secret().reveal();
    const auto found = is_api_key(key)
                           ? co_await identity.database.door(sql::find_api_key, {hash_token(key)}, ask.request.deadline)
                           : db::Rows{};
    const bool is_known = is_api_key(key) && !found.empty();
    if (!is_known) co_return no(api::Code::invalid_credentials, "The key is not valid.");
    const auto row = found.front();
    const auto organization = row["organization_id"].as<OrgId>();
    auto tx = co_await identity.database.begin(as_job(organization, "validate_key"), ask.request.deadline);
    tx->audit(http::audit_of(ask.request, "auth:api_key_validated", "api_key", row["key_id"].as<Uuid>()));
    co_await tx->commit();
    co_return api::ValidKeyReply{.valid = true,
                                 .organization_id = organization,
                                 .organization_name = row["organization_name"].as<std::string>(),
                                 .permissions = names_of(row["permissions"])};
}

Task<Answer<api::ResolveApiKey>> resolve_api_key(IdentityRoutes& identity, Ask<api::ResolveApiKey>& ask) {
    const auto found = co_await identity.database.door(sql::find_api_key, {ask.path.key_hash}, ask.request.deadline);
    if (found.empty()) co_return no(api::Code::not_found);
    const auto row = found.front();
    co_return api::KeyClaims{.key_id = row["key_id"].as<ApiKeyId>(),
                             .organization_id = row["organization_id"].as<OrgId>(),
                             .role = role_of(row["role"]),
                             .plan = row["plan"].as<std::string>(),
                             .permissions = names_of(row["permissions"]),
                             .expires_at = row["expires_at"].maybe<Instant>()};
}

}  // namespace

void add_api_key_endpoints(http::Endpoints& endpoints, IdentityRoutes& identity) {
    endpoints.in_tenant<api::ListApiKeys>(list_api_keys);
    endpoints.in_tenant<api::CreateApiKey>(create_api_key, identity);
    endpoints.on<api::RotateApiKey>(rotate_api_key, identity);
    endpoints.on<api::RevokeApiKey>(revoke_api_key, identity);
    endpoints.on<api::ValidateKey>(validate_key, identity);
    endpoints.on<api::ResolveApiKey>(resolve_api_key, identity);
}

}  // namespace wib::identity

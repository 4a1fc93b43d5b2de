#include "shared/api/endpoints/api_keys.hpp"

#include "shared/api/endpoints/catalogue.hpp"
#include "shared/api/endpoints/examples.hpp"

namespace wib::api {
namespace {

constexpr std::string_view kKey = "wib_live_GcuU9z3Vw6b0ZkVnq0mFhA2pLr7yT5xJ1sD8eK4oWQM";

ApiKeyId the_key() {
    return example::a<ApiKeyId>("d4c3b2a1-6f5e-4b7a-9d8c-1f0e2d3c4b5a");
}

ApiKey a_key() {
    return {.id = the_key(),
            .name = "Nightly export",
            .key_prefix = std::string{kKey.substr(0, 13)},
            .permissions = {"calls:read", "recordings:read"},
            .created_by = "Grace Okafor",
            .created_at = example::at("08:00:00"),
            .expires_at = {},
            .last_used_at = example::at("08:40:00")};
}

}  // namespace

Example<ListApiKeys> ListApiKeys::example() {
    return {.reply = {.success = true, .api_keys = {a_key()}}};
}

Example<CreateApiKey> CreateApiKey::example() {
    return {.body = {.name = example::a<codec::Text<1, 100>>("Nightly export"),
                     .permissions = {{example::a<codec::Text<1, 60>>("calls:read"),
                                      example::a<codec::Text<1, 60>>("recordings:read")}},
                     .expires_at = {}},
            .reply = {.success = true, .api_key = a_key(), .key = std::string{kKey}}};
}

Example<RotateApiKey> RotateApiKey::example() {
    return {.path = {the_key()}, .reply = {.success = true, .api_key = a_key(), .key = std::string{kKey}}};
}

Example<RevokeApiKey> RevokeApiKey::example() {
    return {.path = {the_key()}, .reply = {.success = true}};
}

Example<ValidateKey> ValidateKey::example() {
    return {.body = {R"({"api_key":")" + std::string{kKey} + "\"}"},
            .reply = {.valid = true,
                      .organization_id = example::organization(),
                      .organization_name = "Harbor Recovery",
                      .permissions = {"calls:read", "recordings:read"}}};
}

Example<ResolveApiKey> ResolveApiKey::example() {
    return {.path = {std::string{example::kTokenHash}},
            .reply = {.key_id = the_key(),
                      .organization_id = example::organization(),
                      .role = Role::admin,
                      .plan = "pro",
                      .permissions = {"calls:read", "recordings:read"},
                      .expires_at = {}}};
}

std::vector<Described> api_key_endpoints() {
    return detail::described_list<ListApiKeys, CreateApiKey, RotateApiKey, RevokeApiKey, ValidateKey, ResolveApiKey>();
}

}  // namespace wib::api

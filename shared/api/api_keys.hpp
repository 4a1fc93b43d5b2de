#pragma once
#include <array>
#include <boost/describe.hpp>
#include <optional>
#include <string>
#include <vector>

#include "shared/codec/about.hpp"
#include "shared/codec/reflect.hpp"
#include "shared/codec/secret_text.hpp"
#include "shared/codec/text.hpp"
#include "shared/core/strong_id.hpp"
#include "shared/core/time.hpp"
#include "shared/identity/role.hpp"

/// Requests and replies of API keys: /api/organizations/api-keys, /api/auth/validate-key.
namespace wib::api {

struct ApiKey {
    ApiKeyId id;
    std::string name;
    std::string key_prefix;
    std::vector<std::string> permissions;
    std::optional<std::string> created_by;
    Instant created_at;
    std::optional<Instant> expires_at;
    std::optional<Instant> last_used_at;
};
BOOST_DESCRIBE_STRUCT(ApiKey, (), (id, name, key_prefix, permissions, created_by, created_at, expires_at, last_used_at))
struct ApiKeysReply {
    bool success;
    std::vector<ApiKey> api_keys;
};
BOOST_DESCRIBE_STRUCT(ApiKeysReply, (), (success, api_keys))
struct CreateApiKeyRequest {
    codec::Text<1, 100> name;
    codec::List<codec::Text<1, 60>, 1, 50> permissions;
    std::optional<Instant> expires_at;

    static constexpr std::array about{
        codec::About{"permissions", "Names of permissions, as in `calls:read`; none that its maker lacks"}};
};
BOOST_DESCRIBE_STRUCT(CreateApiKeyRequest, (), (name, permissions, expires_at))
struct NewApiKeyReply {
    bool success;
    ApiKey api_key;
    std::string key;

    static constexpr std::array about{codec::About{"key", "Told this once; we keep its hash alone"}};
};
BOOST_DESCRIBE_STRUCT(NewApiKeyReply, (), (success, api_key, key))
struct ApiKeyPath {
    ApiKeyId id;
};
BOOST_DESCRIBE_STRUCT(ApiKeyPath, (), (id))
struct ValidateKeyRequest {
    codec::SecretText<1, 200> api_key;
};
BOOST_DESCRIBE_STRUCT(ValidateKeyRequest, (), (api_key))
struct ValidKeyReply {
    bool valid;
    OrgId organization_id;
    std::string organization_name;
    std::vector<std::string> permissions;
};
BOOST_DESCRIBE_STRUCT(ValidKeyReply, (), (valid, organization_id, organization_name, permissions))

/// Path of /internal/api-keys/{key_hash}: lower hex SHA-256 of a key.
struct KeyHashPath {
    std::string key_hash;
};
BOOST_DESCRIBE_STRUCT(KeyHashPath, (), (key_hash))
/// What the edge keeps of a key in KV for up to a minute and builds a Principal from.
struct KeyClaims {
    ApiKeyId key_id;
    OrgId organization_id;
    Role role;
    std::string plan;
    std::vector<std::string> permissions;
    std::optional<Instant> expires_at;
};
BOOST_DESCRIBE_STRUCT(KeyClaims, (), (key_id, organization_id, role, plan, permissions, expires_at))

}  // namespace wib::api

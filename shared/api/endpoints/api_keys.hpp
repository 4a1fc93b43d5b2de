#pragma once
#include "shared/api/api_keys.hpp"
#include "shared/api/endpoints/endpoint.hpp"
#include "shared/api/people.hpp"

namespace wib::api {

struct ListApiKeys : Endpoint {
    static constexpr std::string_view route = "list_api_keys";
    static constexpr std::string_view tag = "API keys";
    static constexpr std::string_view summary = "The organisation's keys, by their beginnings";
    using Reply = ApiKeysReply;
    static Example<ListApiKeys> example();
};

struct CreateApiKey : Endpoint {
    static constexpr std::string_view route = "create_api_key";
    static constexpr std::string_view tag = "API keys";
    static constexpr std::string_view summary = "Makes a key, which is shown this once";
    static constexpr std::string_view description =
        "Programs send it as a bearer token. It reaches what its permissions name and never more than its maker, and "
        "it "
        "ends with their membership.";
    static constexpr std::array problems{Code::email_not_verified};
    static constexpr int status = 201;
    using Body = CreateApiKeyRequest;
    using Reply = NewApiKeyReply;
    static Example<CreateApiKey> example();
};

struct RotateApiKey : Endpoint {
    static constexpr std::string_view route = "rotate_api_key";
    static constexpr std::string_view tag = "API keys";
    static constexpr std::string_view summary =
        "Another key with the same name, permissions and end; the old one is over";
    static constexpr std::array problems{Code::not_found};
    static constexpr int status = 201;
    using Path = ApiKeyPath;
    using Reply = NewApiKeyReply;
    static Example<RotateApiKey> example();
};

struct RevokeApiKey : Endpoint {
    static constexpr std::string_view route = "revoke_api_key";
    static constexpr std::string_view tag = "API keys";
    static constexpr std::string_view summary = "Ends a key at once";
    static constexpr std::array problems{Code::not_found};
    using Path = ApiKeyPath;
    using Reply = Done;
    static Example<RevokeApiKey> example();
};

struct ValidateKey : Endpoint {
    static constexpr std::string_view route = "validate_key";
    static constexpr std::string_view tag = "API keys";
    static constexpr std::string_view summary = "Whose a key is, and what it may";
    static constexpr std::array problems{Code::invalid_credentials};
    using Body = ValidateKeyRequest;
    using ExampleBody = codec::RawJson;
    using Reply = ValidKeyReply;
    static Example<ValidateKey> example();
};

struct ResolveApiKey : Endpoint {
    static constexpr std::string_view route = "resolve_api_key";
    static constexpr std::string_view tag = "Internal";
    static constexpr std::string_view summary = "The claims of a living API key, for the edge";
    static constexpr std::array problems{Code::not_found};
    using Path = KeyHashPath;
    using Reply = KeyClaims;
    static Example<ResolveApiKey> example();
};

}  // namespace wib::api

#pragma once
// One operation of the store, as often as it is tried; included by this folder's sources alone.
#include <string>
#include <utility>
#include <vector>

#include "origin/vendors/s3/store.hpp"
#include "shared/crypto/hash.hpp"

namespace wib::s3 {

struct S3Store::Call {
    std::string method;
    std::string key;
    std::vector<std::pair<std::string, std::string>> query{};
    std::vector<std::pair<std::string, std::string>> headers{};
    std::string body{};
    std::string body_hash = crypto::sha256_hex("");
    std::size_t response_limit = 1024 * 1024;
};

}  // namespace wib::s3

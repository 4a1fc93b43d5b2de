#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/crypto/ed25519.hpp"

namespace wib::cli {

/// A private key as WIB_SERVICE_SIGNING_KEY holds it: "<kid>:<base64 of the 32-byte seed>".
struct TokenSigner {
    std::string id;
    crypto::SigningKey key;
};
[[nodiscard]] std::optional<TokenSigner> signer_of(std::string_view text);

/// A service token for NAME (`--for`, `--minutes`, `--scope`) on standard output; `--new-key`: a fresh pair of keys
/// instead, as the two settings that hold them.
int run_token(const std::vector<std::string>& words);

}  // namespace wib::cli

#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/core/secret.hpp"
#include "shared/core/strong_id.hpp"
#include "shared/evidence/checkpoint.hpp"

namespace wib::evidence {

/// Signs what the organisations' logs are, each under a name of its own: "<public name>/audit/<organisation>".
class LogSigner {
  public:
    /// The public name is the host and port of where browsers find us; the seed has 32 bytes. `former`: public keys, 32
    /// bytes each, that signed before this one.
    LogSigner(std::string_view public_url, const Secret& seed, const std::vector<Secret>& former = {});

    struct Signed {
        std::string note;
        std::string verifier_key;
    };
    [[nodiscard]] Signed sign(OrgId organization, std::uint64_t size, const Digest& root) const;
    /// What a note says of this organisation's log that we signed, now or before; nothing for any other.
    [[nodiscard]] std::optional<Checkpoint> open(OrgId organization, std::string_view note) const;
    /// Whether this is our key or one of before.
    [[nodiscard]] bool is_ours(const crypto::VerifyKey& key) const;

  private:
    std::string public_name_;
    crypto::SigningKey key_;
    std::vector<crypto::VerifyKey> ours_;
};

}  // namespace wib::evidence

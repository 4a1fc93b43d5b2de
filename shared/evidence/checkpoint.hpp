#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "shared/core/result.hpp"
#include "shared/crypto/ed25519.hpp"
#include "shared/evidence/merkle.hpp"

/// What a log says of itself and signs: C2SP's tlog-checkpoint in a signed note (https://c2sp.org/tlog-checkpoint,
/// https://c2sp.org/signed-note). Text that people can read, mail and print, and any tool of the field can check.
namespace wib::evidence {

/// Origin (the log's name), how many leaves it has, and the root over them.
struct Checkpoint {
    std::string origin;
    std::uint64_t size = 0;
    Digest root{};
    bool operator==(const Checkpoint&) const = default;
};

/// The note's text: three lines, each ended.
[[nodiscard]] std::string print(const Checkpoint& checkpoint);

/// The first four bytes of SHA-256(name | 0x0A | 0x01 | public key): which key of that name a signature is of.
[[nodiscard]] std::uint32_t key_id(std::string_view name, const crypto::VerifyKey& key);
/// "<name>+<key id, 8 hex digits>+<base64 of 0x01 and the key>": how a key is published.
[[nodiscard]] std::string print_verifier_key(std::string_view name, const crypto::VerifyKey& key);

struct NamedVerifyKey {
    std::string name;
    crypto::VerifyKey key;
};
/// Nothing for what is not of that form, of another kind than Ed25519, or whose id is not its own.
[[nodiscard]] std::optional<NamedVerifyKey> parse_verifier_key(std::string_view text);

/// The whole note: the checkpoint's text, an empty line, and one signature line under the checkpoint's origin.
[[nodiscard]] std::string sign(const Checkpoint& checkpoint, const crypto::SigningKey& key);

enum class NoteFault {
    malformed,  ///< no note, or its text is no checkpoint
    unsigned_,  ///< nobody of the name and key that is trusted signed it
    forged,     ///< somebody signed in that key's name, and it is not their signature
};
/// The checkpoint of a note that `key` signed. Signatures of others are left alone, as the specification asks: notes
/// are countersigned. A note is at most kMaxNote bytes and 16 signatures.
[[nodiscard]] Result<Checkpoint, NoteFault> open_note(std::string_view note, const NamedVerifyKey& key);
inline constexpr std::size_t kMaxNote = 16 * 1024;

}  // namespace wib::evidence

#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "shared/core/result.hpp"
#include "shared/crypto/ed25519.hpp"

/// Signed notes (https://c2sp.org/signed-note): a text with its signatures below it, that people can read, mail and
/// print, and any tool of the field can check. Ed25519 signatures only.
namespace wib::evidence {

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

/// Whether a signer may have that name: not empty, no space (it parts name from signature), no plus (it parts the
/// published key), no control characters.
[[nodiscard]] bool is_note_name(std::string_view name);

/// The text, whose last line is ended, an empty line, and one signature line under `name`.
[[nodiscard]] std::string sign_note(std::string_view text, std::string_view name, const crypto::SigningKey& key);

enum class NoteFault {
    malformed,  ///< no note, or its text is not what was to be signed
    unsigned_,  ///< nobody of the name and key that is trusted signed it
    forged,     ///< somebody signed in that key's name, and it is not their signature
};
/// The text of a note that `key` signed; it points into the note. Signatures of others are left alone, as the
/// specification asks: notes are countersigned. A note is at most kMaxNote bytes and 16 signatures.
[[nodiscard]] Result<std::string_view, NoteFault> signed_text(std::string_view note, const NamedVerifyKey& key);
inline constexpr std::size_t kMaxNote = 16 * 1024;

/// Who signed a note, as it says: nobody has checked that yet.
struct Signer {
    std::string name;
    std::uint32_t key_id = 0;
    bool operator==(const Signer&) const = default;
};
/// The first signature's; nothing when there is none.
[[nodiscard]] std::optional<Signer> signer_of(std::string_view note);

}  // namespace wib::evidence

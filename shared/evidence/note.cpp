#include "shared/evidence/note.hpp"

#include <algorithm>
#include <array>

#include "shared/codec/base64.hpp"
#include "shared/codec/hex.hpp"
#include "shared/codec/text.hpp"
#include "shared/core/ensure.hpp"
#include "shared/crypto/hash.hpp"
#include "shared/evidence/lines.hpp"

namespace wib::evidence {
namespace {

constexpr std::byte kEd25519{1};
constexpr std::size_t kIdSize = 4;
constexpr std::size_t kMostSignatures = 16;
constexpr std::string_view kDash = "\u2014 ";

std::array<std::byte, kIdSize> id_bytes(std::string_view name, const crypto::VerifyKey& key) {
    crypto::Sha256 hash;
    hash.update(name);
    constexpr std::array kMark{std::byte{'\n'}, kEd25519};
    hash.update(kMark);
    hash.update(key.bytes());
    const auto digest = hash.digest();
    std::array<std::byte, kIdSize> id{};
    std::copy_n(digest.begin(), kIdSize, id.begin());
    return id;
}

std::uint32_t number_of(ByteView id) {
    std::uint32_t number = 0;
    for (const auto byte : id.first(kIdSize)) number = (number << 8) | std::to_integer<std::uint32_t>(byte);
    return number;
}

/// "— <name> <base64 of key id and signature>"
struct SignatureLine {
    std::string_view name;
    Bytes id_and_signature;
};
std::optional<SignatureLine> parse_signature(std::string_view line) {
    if (!line.starts_with(kDash)) return std::nullopt;
    line.remove_prefix(kDash.size());
    const auto space = line.find(' ');
    if (space == std::string_view::npos) return std::nullopt;
    auto bytes = codec::parse_base64(line.substr(space + 1));
    if (!is_note_name(line.substr(0, space)) || !bytes || bytes->size() <= kIdSize) return std::nullopt;
    return SignatureLine{line.substr(0, space), std::move(*bytes)};
}

/// The last empty line parts the text, which keeps its own end of line, from the signatures.
struct Parts {
    std::string_view text, signatures;
};
std::optional<Parts> part(std::string_view note) {
    const auto gap = note.rfind("\n\n");
    if (note.size() > kMaxNote || gap == std::string_view::npos || !codec::is_utf8(note)) return std::nullopt;
    const Parts parts{note.substr(0, gap + 1), note.substr(gap + 2)};
    if (parts.signatures.empty()) return std::nullopt;
    return parts;
}

}  // namespace

bool is_note_name(std::string_view name) {
    return !name.empty() && codec::is_utf8(name) && std::ranges::none_of(name, [](char c) {
        return static_cast<unsigned char>(c) <= 0x20 || c == '+' || c == 0x7f;
    });
}

std::uint32_t key_id(std::string_view name, const crypto::VerifyKey& key) {
    return number_of(id_bytes(name, key));
}

std::string print_verifier_key(std::string_view name, const crypto::VerifyKey& key) {
    Bytes typed{kEd25519};
    typed.insert(typed.end(), key.bytes().begin(), key.bytes().end());
    return std::string{name} + '+' + codec::hex(id_bytes(name, key)) + '+' + codec::base64(typed);
}

std::optional<NamedVerifyKey> parse_verifier_key(std::string_view text) {
    const auto first = text.find('+');
    const auto second = first == std::string_view::npos ? first : text.find('+', first + 1);
    if (second == std::string_view::npos || !is_note_name(text.substr(0, first))) return std::nullopt;
    const auto typed = codec::parse_base64(text.substr(second + 1));
    if (!typed || typed->empty() || typed->front() != kEd25519) return std::nullopt;
    const auto key = crypto::VerifyKey::from_bytes(ByteView{*typed}.subspan(1));
    if (!key) return std::nullopt;
    const auto name = text.substr(0, first);
    if (codec::hex(id_bytes(name, *key)) != text.substr(first + 1, second - first - 1)) return std::nullopt;
    return NamedVerifyKey{std::string{name}, *key};
}

std::string sign_note(std::string_view text, std::string_view name, const crypto::SigningKey& key) {
    ensure(is_note_name(name), "a signer's name can stand in a note");
    ensure(text.ends_with('\n'), "a note's text is made of whole lines");
    const auto id = id_bytes(name, key.verify_key());
    const auto signature = key.sign(as_bytes(text));
    Bytes both{id.begin(), id.end()};
    both.insert(both.end(), signature.begin(), signature.end());
    return std::string{text}
        .append("\n")
        .append(kDash)
        .append(name)
        .append(" ")
        .append(codec::base64(both))
        .append("\n");
}

Result<std::string_view, NoteFault> signed_text(std::string_view note, const NamedVerifyKey& key) {
    const auto parts = part(note);
    if (!parts) return unexpected(NoteFault::malformed);
    const auto trusted = id_bytes(key.name, key.key);
    auto rest = parts->signatures;
    bool is_ours = false;
    for (std::size_t count = 0; !rest.empty(); ++count) {
        const auto line = take_line(rest);
        const auto signature = line && count < kMostSignatures ? parse_signature(*line) : std::nullopt;
        if (!signature) return unexpected(NoteFault::malformed);
        const ByteView bytes{signature->id_and_signature};
        if (signature->name != key.name || !std::ranges::equal(bytes.first(kIdSize), trusted)) continue;
        if (crypto::verify_ed25519(key.key, as_bytes(parts->text), bytes.subspan(kIdSize)) != crypto::Verdict::genuine)
            return unexpected(NoteFault::forged);
        is_ours = true;
    }
    if (!is_ours) return unexpected(NoteFault::unsigned_);
    return parts->text;
}

std::optional<Signer> signer_of(std::string_view note) {
    const auto parts = part(note);
    if (!parts) return std::nullopt;
    auto rest = parts->signatures;
    const auto line = take_line(rest);
    const auto signature = line ? parse_signature(*line) : std::nullopt;
    if (!signature) return std::nullopt;
    return Signer{std::string{signature->name}, number_of(signature->id_and_signature)};
}

}  // namespace wib::evidence

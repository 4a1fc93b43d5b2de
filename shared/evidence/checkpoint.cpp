#include "shared/evidence/checkpoint.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "shared/codec/base64.hpp"
#include "shared/codec/hex.hpp"
#include "shared/codec/text.hpp"
#include "shared/core/ensure.hpp"

namespace wib::evidence {
namespace {

constexpr std::byte kEd25519{1};
constexpr std::size_t kIdSize = 4;
constexpr std::size_t kMostSignatures = 16;
constexpr std::string_view kDash = "\u2014 ";

/// Takes a line, which must be ended, off the front.
std::optional<std::string_view> take_line(std::string_view& text) {
    const auto end = text.find('\n');
    if (end == std::string_view::npos) return std::nullopt;
    const auto line = text.substr(0, end);
    text.remove_prefix(end + 1);
    return line;
}

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

/// Signed notes: no space (it parts name from signature) and no plus (it parts the published key).
bool is_name(std::string_view name) {
    return !name.empty() && codec::is_utf8(name) && std::ranges::none_of(name, [](char c) {
        return static_cast<unsigned char>(c) <= 0x20 || c == '+' || c == 0x7f;
    });
}

/// Decimal without a sign or leading zeros, so that a size has one spelling.
std::optional<std::uint64_t> parse_size(std::string_view text) {
    std::uint64_t size = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), size);
    const bool is_plain = !text.empty() && (text == "0" || text.front() != '0') && text.front() != '-';
    if (!is_plain || fault != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return size;
}

std::optional<Checkpoint> parse_checkpoint(std::string_view text) {
    const auto origin = take_line(text), size = take_line(text), root = take_line(text);
    if (!root || origin->empty()) return std::nullopt;
    const auto leaves = parse_size(*size);
    const auto hash = codec::parse_base64(*root);
    if (!leaves || !hash || hash->size() != Digest{}.size()) return std::nullopt;
    // Lines behind the root are extensions, each of which says something.
    while (!text.empty())
        if (const auto line = take_line(text); !line || line->empty()) return std::nullopt;
    Checkpoint checkpoint{.origin = std::string{*origin}, .size = *leaves, .root = {}};
    std::ranges::copy(*hash, checkpoint.root.begin());
    return checkpoint;
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
    if (!is_name(line.substr(0, space)) || !bytes || bytes->size() <= kIdSize) return std::nullopt;
    return SignatureLine{line.substr(0, space), std::move(*bytes)};
}

}  // namespace

std::string print(const Checkpoint& checkpoint) {
    return checkpoint.origin + '\n' + std::to_string(checkpoint.size) + '\n' + codec::base64(checkpoint.root) + '\n';
}

std::uint32_t key_id(std::string_view name, const crypto::VerifyKey& key) {
    std::uint32_t id = 0;
    for (const auto byte : id_bytes(name, key)) id = (id << 8) | std::to_integer<std::uint32_t>(byte);
    return id;
}

std::string print_verifier_key(std::string_view name, const crypto::VerifyKey& key) {
    Bytes typed{kEd25519};
    typed.insert(typed.end(), key.bytes().begin(), key.bytes().end());
    return std::string{name} + '+' + codec::hex(id_bytes(name, key)) + '+' + codec::base64(typed);
}

std::optional<NamedVerifyKey> parse_verifier_key(std::string_view text) {
    const auto first = text.find('+');
    const auto second = first == std::string_view::npos ? first : text.find('+', first + 1);
    if (second == std::string_view::npos || !is_name(text.substr(0, first))) return std::nullopt;
    const auto typed = codec::parse_base64(text.substr(second + 1));
    if (!typed || typed->empty() || typed->front() != kEd25519) return std::nullopt;
    const auto key = crypto::VerifyKey::from_bytes(ByteView{*typed}.subspan(1));
    if (!key) return std::nullopt;
    const auto name = text.substr(0, first);
    if (codec::hex(id_bytes(name, *key)) != text.substr(first + 1, second - first - 1)) return std::nullopt;
    return NamedVerifyKey{std::string{name}, *key};
}

std::string sign(const Checkpoint& checkpoint, const crypto::SigningKey& key) {
    ensure(is_name(checkpoint.origin), "a log's name can stand in a note");
    auto note = print(checkpoint);
    const auto id = id_bytes(checkpoint.origin, key.verify_key());
    const auto signature = key.sign(as_bytes(note));
    Bytes both{id.begin(), id.end()};
    both.insert(both.end(), signature.begin(), signature.end());
    return note.append("\n")
        .append(kDash)
        .append(checkpoint.origin)
        .append(" ")
        .append(codec::base64(both))
        .append("\n");
}

Result<Checkpoint, NoteFault> open_note(std::string_view note, const NamedVerifyKey& key) {
    // The last empty line parts the text, which keeps its own end of line, from the signatures.
    const auto gap = note.rfind("\n\n");
    if (note.size() > kMaxNote || gap == std::string_view::npos || !codec::is_utf8(note))
        return unexpected(NoteFault::malformed);
    const auto text = note.substr(0, gap + 1);
    auto rest = note.substr(gap + 2);
    if (rest.empty()) return unexpected(NoteFault::malformed);

    const auto trusted = id_bytes(key.name, key.key);
    bool is_ours = false;
    for (std::size_t count = 0; !rest.empty(); ++count) {
        const auto line = take_line(rest);
        const auto signature = line && count < kMostSignatures ? parse_signature(*line) : std::nullopt;
        if (!signature) return unexpected(NoteFault::malformed);
        const ByteView bytes{signature->id_and_signature};
        if (signature->name != key.name || !std::ranges::equal(bytes.first(kIdSize), trusted)) continue;
        if (crypto::verify_ed25519(key.key, as_bytes(text), bytes.subspan(kIdSize)) != crypto::Verdict::genuine)
            return unexpected(NoteFault::forged);
        is_ours = true;
    }
    if (!is_ours) return unexpected(NoteFault::unsigned_);
    auto checkpoint = parse_checkpoint(text);
    if (!checkpoint || checkpoint->origin != key.name) return unexpected(NoteFault::malformed);
    return std::move(*checkpoint);
}

}  // namespace wib::evidence

#include "shared/evidence/checkpoint.hpp"

#include <algorithm>
#include <charconv>

#include "shared/codec/base64.hpp"
#include "shared/evidence/lines.hpp"

namespace wib::evidence {
namespace {

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

}  // namespace

std::string print(const Checkpoint& checkpoint) {
    return checkpoint.origin + '\n' + std::to_string(checkpoint.size) + '\n' + codec::base64(checkpoint.root) + '\n';
}

std::string sign(const Checkpoint& checkpoint, const crypto::SigningKey& key) {
    return sign_note(print(checkpoint), checkpoint.origin, key);
}

Result<Checkpoint, NoteFault> open_note(std::string_view note, const NamedVerifyKey& key) {
    const auto text = signed_text(note, key);
    if (!text) return unexpected(text.error());
    auto checkpoint = parse_checkpoint(*text);
    if (!checkpoint || checkpoint->origin != key.name) return unexpected(NoteFault::malformed);
    return std::move(*checkpoint);
}

}  // namespace wib::evidence

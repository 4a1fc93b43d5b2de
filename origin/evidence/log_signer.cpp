#include "origin/evidence/log_signer.hpp"

#include <algorithm>

#include "shared/codec/url.hpp"
#include "shared/core/ensure.hpp"

namespace wib::evidence {
namespace {

std::string public_name_of(std::string_view address) {
    const auto url = codec::parse_url(address);
    ensure(url.has_value(), "the public URL was checked with the configuration");
    std::string name{url->host};
    if (!url->port.empty()) name.append(":").append(url->port);
    return name;
}

crypto::SigningKey key_of(const Secret& seed) {
    const auto key = crypto::SigningKey::from_seed(as_bytes(seed.reveal()));
    ensure(key.has_value(), "the evidence key was checked with the configuration");
    return *key;
}

}  // namespace

LogSigner::LogSigner(std::string_view public_url, const Secret& seed, const std::vector<Secret>& former)
    : public_name_(public_name_of(public_url)), key_(key_of(seed)), ours_{key_.verify_key()} {
    for (const auto& bytes : former)
        if (const auto key = crypto::VerifyKey::from_bytes(as_bytes(bytes.reveal()))) ours_.push_back(*key);
}

LogSigner::Signed LogSigner::sign(OrgId organization, std::uint64_t size, const Digest& root) const {
    const Checkpoint checkpoint{
        .origin = public_name_ + "/audit/" + to_string(organization), .size = size, .root = root};
    return {.note = evidence::sign(checkpoint, key_),
            .verifier_key = print_verifier_key(checkpoint.origin, key_.verify_key())};
}

std::optional<Checkpoint> LogSigner::open(OrgId organization, std::string_view note) const {
    const auto name = note.substr(0, note.find('\n'));
    if (!name.ends_with("/audit/" + to_string(organization))) return std::nullopt;
    for (const auto& key : ours_)
        if (auto opened = open_note(note, {std::string{name}, key})) return std::move(*opened);
    return std::nullopt;
}

bool LogSigner::is_ours(const crypto::VerifyKey& key) const {
    return std::ranges::any_of(ours_, [&](const auto& ours) { return std::ranges::equal(ours.bytes(), key.bytes()); });
}

}  // namespace wib::evidence

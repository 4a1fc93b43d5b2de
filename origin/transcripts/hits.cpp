#include "origin/transcripts/hits.hpp"

#include <algorithm>

#include "shared/codec/text.hpp"

namespace wib::transcripts {
namespace {

constexpr std::string_view kLeftOut = "…";

struct Character {
    std::string_view bytes;
    bool hit;
};

/// The first character, of one byte at least: what the database holds is UTF-8.
std::string_view first_of(std::string_view text) {
    return text.substr(0, std::max<std::size_t>(1, codec::utf8_length(text, 0)));
}

std::vector<Character> characters_of(std::string_view text) {
    std::vector<Character> all;
    all.reserve(text.size());
    while (!text.empty()) {
        all.push_back({first_of(text), false});
        text.remove_prefix(all.back().bytes.size());
    }
    return all;
}

/// Carries the marks over; false when the two are not the same text.
bool mark(std::vector<Character>& all, std::string_view marked) {
    auto at = all.begin();
    bool hit = false;
    while (!marked.empty()) {
        const auto one = first_of(marked);
        marked.remove_prefix(one.size());
        if (one.front() == kHitBegins || one.front() == kHitEnds) {
            hit = one.front() == kHitBegins;
        } else {
            if (at == all.end()) return false;
            (at++)->hit = hit;
        }
    }
    return at == all.end();
}

}  // namespace

std::vector<api::FoundPart> parts_of(std::string_view text, std::string_view marked) {
    auto all = characters_of(text);
    if (!mark(all, marked))
        for (auto& character : all) character.hit = false;

    auto first = all.begin(), last = all.end();
    if (all.size() > kLongestFound) {
        const auto hit = std::ranges::find(all, true, &Character::hit);
        const auto before = hit == all.end() ? 0 : static_cast<std::size_t>(hit - all.begin());
        const auto skipped = std::min(before - std::min(before, kBeforeHit), all.size() - kLongestFound);
        first += static_cast<std::ptrdiff_t>(skipped);
        last = first + static_cast<std::ptrdiff_t>(kLongestFound);
    }

    std::vector<api::FoundPart> parts;
    const auto append = [&](std::string_view bytes, bool hit) {
        if (parts.empty() || parts.back().hit != hit) parts.push_back({.text = {}, .hit = hit});
        parts.back().text += bytes;
    };
    if (first != all.begin()) append(kLeftOut, false);
    for (auto at = first; at != last; ++at) append(at->bytes, at->hit);
    if (last != all.end()) append(kLeftOut, false);
    return parts;
}

}  // namespace wib::transcripts

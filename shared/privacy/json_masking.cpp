#include "shared/privacy/json_masking.hpp"

#include <algorithm>
#include <array>
#include <boost/json/serialize.hpp>
#include <cmath>

#include "shared/codec/header.hpp"
#include "shared/codec/reflect.hpp"

namespace wib::privacy {
namespace {

constexpr std::size_t kDeepest = 5;
constexpr std::string_view kMasked = "[masked]";
constexpr std::array<std::string_view, 12> kPersonal{"phone", "number", "email", "name", "address", "transcript",
                                                     "text",  "body",   "card",  "bank", "ssn",     "dob"};

bool is_personal(std::string_view key) {
    const auto lowered = codec::lower_case(key);
    const auto has = [&](std::string_view part) { return lowered.find(part) != std::string::npos; };
    const bool is_audio_url = has("url") && (has("audio") || has("recording") || has("media"));
    // The two ends of a call are numbers whatever they are called.
    const bool is_party = lowered == "from" || lowered == "to";
    return is_audio_url || is_party || std::ranges::any_of(kPersonal, has);
}

void mask(boost::json::value& value, std::size_t depth) {
    // A literal beyond a double's reach has no JSON any more.
    if (const auto* number = value.if_double(); number && !std::isfinite(*number)) value = nullptr;
    const bool is_nested = value.is_object() || value.is_array();
    if (is_nested && depth > kDeepest) {
        value = boost::json::string_view{kMasked.data(), kMasked.size()};
        return;
    }
    if (auto* items = value.if_array())
        for (auto& item : *items) mask(item, depth + 1);
    if (auto* members = value.if_object()) {
        for (auto& [key, member] : *members) {
            const bool hides = !member.is_null() && is_personal({key.data(), key.size()});
            if (hides)
                member = boost::json::string_view{kMasked.data(), kMasked.size()};
            else
                mask(member, depth + 1);
        }
    }
}

}  // namespace

std::optional<std::string> mask_json(std::string_view json) {
    const codec::Document document{json, {}};
    if (document.error()) return std::nullopt;
    boost::json::value masked = document.root();
    mask(masked, 1);
    return boost::json::serialize(masked);
}

}  // namespace wib::privacy

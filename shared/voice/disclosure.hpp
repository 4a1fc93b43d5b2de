#pragma once
#include <string>
#include <vector>

#include "shared/voice/call_state.hpp"

namespace wib::voice {

/// Something that must be said on a call, with the version of its text (rules §12).
struct Disclosure {
    std::string type;  ///< "recording", "translation", …
    std::string version;
    std::string text;
    bool operator==(const Disclosure&) const = default;
};

/// Which of an organisation's disclosures are due, in the order they must be spoken. None before somebody is on the
/// line, none to a machine: a disclosure must never reach a voicemail. An organisation without texts has none due.
[[nodiscard]] std::vector<Disclosure> due_disclosures(const std::vector<Disclosure>& texts, const CallState& state);

}  // namespace wib::voice

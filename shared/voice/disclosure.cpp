#include "shared/voice/disclosure.hpp"

namespace wib::voice {

std::vector<Disclosure> due_disclosures(const std::vector<Disclosure>& texts, const CallState& state) {
    const bool to_a_machine = state.answered_by == AnsweredBy::machine || state.answered_by == AnsweredBy::fax;
    if (!state.consumer.on_the_line() || to_a_machine) return {};
    return texts;
}

}  // namespace wib::voice

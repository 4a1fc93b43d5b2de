#pragma once
#include <string>
#include <string_view>

#include "shared/codec/reflect.hpp"
#include "shared/voice/call_state.hpp"
#include "shared/voice/fact_set.hpp"

namespace wib::voice {

/// Everything a call is, as plain data: written down here, it can be continued by any other process. The state is not
/// part of it: it is folded again.
struct CallOnPaper {
    CallPlan plan;
    FactSet facts;
    bool operator==(const CallOnPaper&) const = default;
};

[[nodiscard]] std::string to_json(const CallOnPaper& call);
[[nodiscard]] Result<CallOnPaper, codec::ParseError> parse_call(std::string_view json);

}  // namespace wib::voice

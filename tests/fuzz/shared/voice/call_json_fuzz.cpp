#include "shared/core/ensure.hpp"
#include "shared/voice/call_json.hpp"
#include "shared/voice/call_machine.hpp"
#include "tests/fuzz/described.hpp"
#include "tests/fuzz/draw.hpp"

// A call on paper reads back as the same call, and any call on paper can be continued.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    namespace voice = wib::voice;
    const auto call = voice::parse_call(wib::fuzz::text_of(data, size));
    if (!wib::fuzz::has_answer(call)) return 0;
    wib::ensure(voice::parse_call(voice::to_json(*call)) == *call, "a call reads back");
    const auto state = voice::fold(call->plan, call->facts);
    wib::ensure(voice::is_terminal(voice::status(state)) == state.is<voice::Ended>(),
                "its status says whether it is over");
    (void)voice::next_alarm(call->plan, call->facts);
    return 0;
}

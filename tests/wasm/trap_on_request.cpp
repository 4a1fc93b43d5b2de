// A module like the real one, except that a request with the header "x-trap" breaks it: so that losing an instance can
// be tried in the real runtime. The linker puts this in front of decode_event (edge/abi/CMakeLists.txt).
#include "edge/wire/frame.hpp"
#include "shared/core/ensure.hpp"

#define DECODE_EVENT "_ZN3wib4edge4wire12decode_eventENSt3__24spanIKSt4byteLm4294967295EEE"

using namespace wib;
using Decoded = Result<edge::Event, edge::wire::WireError>;

Decoded really_decode(ByteView bytes) __asm__("__real_" DECODE_EVENT);
Decoded decode_or_break(ByteView bytes) __asm__("__wrap_" DECODE_EVENT);

namespace {
// What a trap leaves behind cannot be trusted with anybody else's request; this one says so.
bool has_trapped = false;
}  // namespace

Decoded decode_or_break(ByteView bytes) {
    ensure(!has_trapped, "an instance that has trapped is asked nothing more");
    auto event = really_decode(bytes);
    has_trapped = event && event->headers.has("x-trap");
    ensure(!has_trapped, "a test asked for this");
    return event;
}

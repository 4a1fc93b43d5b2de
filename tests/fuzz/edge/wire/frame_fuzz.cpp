// Whatever crosses the module's boundary: reading never goes astray, and what was read prints to what reads the same.
#include "edge/wire/frame.hpp"
#include "shared/core/ensure.hpp"
#include "tests/fuzz/draw.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace wib::edge;
    using wib::ensure;
    const auto bytes = wib::as_bytes(wib::fuzz::text_of(data, size));
    if (const auto turn = wire::decode_turn(bytes)) {
        const auto printed = wire::encode(*turn);
        const auto again = wire::decode_turn(wib::as_bytes(printed));
        ensure(again && wire::encode(*again) == printed, "a turn reads back");
    }
    if (const auto event = wire::decode_event(bytes)) {
        const auto printed = wire::encode(*event);
        const auto again = wire::decode_event(wib::as_bytes(printed));
        ensure(again && wire::encode(*again) == printed, "an event reads back");
    }
    if (const auto outcome = wire::decode_outcome(bytes)) {
        const auto printed = wire::encode(*outcome);
        const auto again = wire::decode_outcome(wib::as_bytes(printed));
        ensure(again && wire::encode(*again) == printed, "an outcome reads back");
    }
    if (const auto finish = wire::decode_finish(bytes)) {
        const auto printed = wire::encode_finish(finish->context, finish->head);
        const auto again = wire::decode_finish(wib::as_bytes(printed));
        ensure(again && again->context == finish->context, "a context comes back as it was left");
    }
    if (const auto settings = wire::decode_settings(bytes)) {
        const auto printed = wire::encode_settings(*settings);
        ensure(wire::decode_settings(wib::as_bytes(printed)) == settings, "settings read back");
    }
    auto rest = bytes;
    std::size_t frames = 0;
    while (wire::take_frame(rest)) ++frames;
    ensure(frames <= size / wire::kHeadSize, "a frame takes its head at least");
    return 0;
}

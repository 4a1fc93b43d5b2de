// Whatever crosses the module's boundary: reading never goes astray, and what was read prints to what reads the same.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "edge/wire/frame.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace wib::edge;
    const wib::ByteView bytes{reinterpret_cast<const std::byte*>(data), size};
    if (const auto turn = wire::decode_turn(bytes)) {
        const auto printed = wire::encode(*turn);
        const auto again = wire::decode_turn(wib::as_bytes(printed));
        if (!again || wire::encode(*again) != printed) std::abort();
    }
    if (const auto event = wire::decode_event(bytes)) {
        const auto printed = wire::encode(*event);
        if (!wire::decode_event(wib::as_bytes(printed))) std::abort();
    }
    if (const auto outcome = wire::decode_outcome(bytes)) {
        const auto printed = wire::encode(*outcome);
        if (!wire::decode_outcome(wib::as_bytes(printed))) std::abort();
    }
    (void)wire::decode_finish(bytes);
    (void)wire::decode_settings(bytes);
    return 0;
}

#include <algorithm>
#include <string>
#include <vector>

#include "origin/ws/frame_codec.hpp"
#include "shared/core/ensure.hpp"
#include "tests/fuzz/draw.hpp"

using namespace wib;
using namespace wib::ws;

namespace {

using What = FrameReader::What;
constexpr std::size_t kLongestMessage = 200;

struct Seen {
    What what;
    std::string payload;
    std::uint16_t code;
    bool operator==(const Seen&) const = default;
};

// Everything a reader makes of the bytes when they come in pieces of at most so many.
std::vector<Seen> seen_in(std::string_view wire, std::size_t piece) {
    FrameReader reader{kLongestMessage};
    std::vector<Seen> seen;
    for (;;) {
        for (auto event = reader.next(); event.what != What::more; event = reader.next()) {
            seen.push_back({event.what, std::string{event.payload}, event.close_code});
            if (event.what >= What::malformed) {
                ensure(reader.next().what == event.what, "a fault stays");
                return seen;
            }
        }
        if (wire.empty()) return seen;
        const auto room = reader.room();
        ensure(!room.empty(), "there is always room");
        const auto size = std::min({piece, room.size(), wire.size()});
        std::copy_n(wire.begin(), size, room.begin());
        reader.got(size);
        wire.remove_prefix(size);
    }
}

}  // namespace

// A client's bytes: how they are cut on the way changes nothing, and what is let through keeps the promises.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto wire = fuzz::text_of(data, size);
    const auto whole = seen_in(wire, wire.size());
    ensure(whole == seen_in(wire, 1), "bytes one by one say the same");
    ensure(whole == seen_in(wire, 7), "and pieces too");
    for (const auto& event : whole) {
        ensure(event.payload.size() <= kLongestMessage, "messages keep to the limit");
        if (event.what == What::ping || event.what == What::pong)
            ensure(event.payload.size() <= 125, "control frames are short");
        if (event.what == What::close) ensure(event.code == 0 || event.code >= 1000, "a code may be said");
    }
    return 0;
}

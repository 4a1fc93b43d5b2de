#include "origin/live/server_sent.hpp"

#include "shared/codec/reflect.hpp"
#include "tests/fuzz/draw.hpp"

// Any event is one event to a browser: its data comes out as it went in (line breaks between tokens aside), and only an
// id of ours is resumed from.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using wib::ensure;
    constexpr auto npos = std::string_view::npos;
    const auto text = wib::fuzz::text_of(data, size);
    const auto json = wib::codec::print(std::string{text});
    for (const auto told : {std::string_view{json}, text}) {
        const auto event = wib::live::frame("turn", told, 7);
        ensure(event.starts_with("id: 7\nevent: turn\ndata: ") && event.ends_with("\n\n"),
               "an event has its three fields");
        const auto line = std::string_view{event}.substr(24, event.size() - 26);
        ensure(line.size() == told.size() && line.find_first_of("\r\n") == npos, "its data is one line");
        if (told.find_first_of("\r\n") == npos) ensure(line == told, "as it was given");
    }
    if (const auto id = wib::live::parse_event_id(text))
        ensure(*id >= 0 && wib::live::parse_event_id(std::to_string(*id)) == id, "an id is a sequence");
    return 0;
}

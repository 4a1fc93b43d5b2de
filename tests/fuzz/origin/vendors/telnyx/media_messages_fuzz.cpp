#include <cstdint>

#include "origin/vendors/telnyx/media_messages.hpp"

// No message crashes the reader, and no frame is longer than the recording takes.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const auto dialect = wib::telnyx::open_media_dialect();
    const auto news = dialect->read({reinterpret_cast<const char*>(data), size}, wib::Instant{});
    if (news)
        if (const auto* came = std::get_if<wib::media::FrameCame>(&*news))
            if (came->frame.payload.empty() || came->frame.payload.size() > wib::record::kLongestPayload)
                __builtin_trap();
    return 0;
}

#include "origin/vendors/telnyx/media_messages.hpp"
#include "shared/core/ensure.hpp"
#include "tests/fuzz/draw.hpp"

// No message crashes the reader, no frame is longer than the recording takes, and our own messages are understood.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using wib::ensure;
    namespace media = wib::media;
    static const auto dialect = wib::telnyx::open_media_dialect();
    const auto text = wib::fuzz::text_of(data, size);
    const auto news = dialect->read(text, wib::Instant{});
    if (news)
        if (const auto* came = std::get_if<media::FrameCame>(&*news))
            ensure(!came->frame.payload.empty() && came->frame.payload.size() <= wib::record::kLongestPayload,
                   "a frame is bounded");
    const auto mark = dialect->read(dialect->mark(text), wib::Instant{});
    ensure(mark && std::holds_alternative<media::MarkReached>(*mark), "a mark of any name is JSON");
    return 0;
}

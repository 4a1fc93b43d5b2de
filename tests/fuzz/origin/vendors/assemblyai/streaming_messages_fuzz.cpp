#include "origin/vendors/assemblyai/streaming_messages.hpp"
#include "shared/core/ensure.hpp"
#include "tests/fuzz/draw.hpp"

// No message crashes the reader; words that were read lie in order on a clock; a failure is told with its reason.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using wib::ensure;
    namespace assemblyai = wib::assemblyai;
    const auto text = wib::fuzz::text_of(data, size);
    for (const bool formatted : {true, false}) {
        const auto said = assemblyai::read_message(text, formatted);
        if (!said) continue;
        if (const auto* turn = std::get_if<wib::media::Turn>(&*said))
            for (const auto& word : turn->words) {
                ensure(word.start >= word.start.zero() && word.start <= word.end, "a word begins before it ends");
                ensure(word.end <= std::chrono::hours{48}, "within the longest call");
                ensure(word.confidence >= 0 && word.confidence <= 1, "and is believed in part");
            }
        if (const auto* failed = std::get_if<assemblyai::Failed>(&*said))
            ensure(!failed->error.detail.empty(), "a failure has its reason");
    }
    ensure(!assemblyai::meaning_of_close(static_cast<std::uint16_t>(1000 + size), text).detail.empty(),
           "so has a close");
    ensure(!assemblyai::meaning_of_status(static_cast<int>(400 + size % 200), text).detail.empty(), "and a status");
    return 0;
}

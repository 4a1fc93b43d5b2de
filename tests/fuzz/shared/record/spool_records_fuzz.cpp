#include "shared/core/ensure.hpp"
#include "shared/record/timeline.hpp"
#include "tests/fuzz/draw.hpp"

// Records whose checksums are right and whose insides are anybody's: the reader takes or refuses each, and recovery
// closes what it took.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    namespace record = wib::record;
    using wib::ensure;
    wib::fuzz::Draw draw{data, size};
    std::string file = "wibspool";
    while (!draw.is_empty()) {
        const auto body = draw.text(120);
        const auto length = static_cast<std::uint32_t>(body.size());
        std::string prefix;
        const auto put = [&](std::uint32_t value) {
            for (int shift = 0; shift < 32; shift += 8) prefix += static_cast<char>((value >> shift) & 0xff);
        };
        put(length);
        put(record::crc32c(wib::as_bytes(body), record::crc32c(wib::as_bytes(prefix))));
        file += prefix;
        file += body;
    }
    record::SpoolReader reader;
    record::Summariser sum;
    reader.feed(wib::as_bytes(file));
    while (const auto one = reader.next()) sum.add(*one);
    ensure(reader.valid_bytes() <= file.size(), "the valid prefix lies in the file");
    const auto summary = sum.finish(reader);
    ensure(summary.header.has_value() || reader.records() == 0, "a spool begins with its header");
    if (reader.records() == 0 || reader.ended()) return 0;

    wib::Bytes whole = wib::to_bytes(std::string_view{file}.substr(0, reader.valid_bytes()));
    reader.writer_from_here().end(record::EndReason::interrupted, 7, wib::from_unix_seconds(1'700'000'000), whole);
    const auto settled = record::summarise(whole);
    ensure(settled.fault == record::SpoolFault::none && settled.end && settled.valid_bytes == whole.size(),
           "what a crash left can be closed");
    ensure(settled.tracks[0].frames == summary.tracks[0].frames, "and loses no frame by it");
    return 0;
}

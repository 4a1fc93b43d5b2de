#include "shared/core/ensure.hpp"
#include "shared/record/timeline.hpp"
#include "tests/fuzz/draw.hpp"

// No file crashes the reader; what it calls valid reads the same again when cut there, and in pieces as at once.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    namespace record = wib::record;
    using wib::ensure;
    const wib::ByteView file = wib::as_bytes(wib::fuzz::text_of(data, size));
    const auto summary = record::summarise(file);
    ensure(summary.valid_bytes <= size, "the valid prefix lies in the file");
    const auto again = record::summarise(file.first(summary.valid_bytes));
    ensure(again.valid_bytes == summary.valid_bytes && again.chain_head == summary.chain_head,
           "a valid prefix stays valid");
    ensure(again.fault == record::SpoolFault::none, "and has no fault");

    record::SpoolReader pieces;
    record::Summariser sum;
    for (std::size_t at = 0; at < size; at += 61) {
        pieces.feed(file.subspan(at, std::min<std::size_t>(61, size - at)));
        while (const auto record = pieces.next()) sum.add(*record);
    }
    const auto in_pieces = sum.finish(pieces);
    ensure(in_pieces.valid_bytes == summary.valid_bytes && in_pieces.fault == summary.fault,
           "pieces read as the whole");
    ensure(in_pieces.samples == summary.samples && in_pieces.chain_head == summary.chain_head,
           "and sum up to the same");
    return 0;
}

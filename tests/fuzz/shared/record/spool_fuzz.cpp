#include <cstdint>

#include "shared/record/wav.hpp"

// No file crashes the reader; what it calls valid reads the same again when cut there; short recordings render to the
// length their summary says.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const wib::ByteView file{reinterpret_cast<const std::byte*>(data), size};
    const auto summary = wib::record::summarise(file);
    if (summary.valid_bytes > size) __builtin_trap();
    const auto again = wib::record::summarise(file.first(summary.valid_bytes));
    if (again.valid_bytes != summary.valid_bytes || again.chain_head != summary.chain_head) __builtin_trap();
    if (again.fault != wib::record::SpoolFault::none) __builtin_trap();
    if (summary.samples < 1'000'000 &&
        wib::record::render_wav(file).size() != wib::record::kWavHeaderSize + summary.samples * 4)
        __builtin_trap();
    return 0;
}

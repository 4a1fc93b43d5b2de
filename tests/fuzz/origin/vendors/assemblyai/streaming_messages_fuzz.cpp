#include <cstdint>

#include "origin/vendors/assemblyai/streaming_messages.hpp"

// No message crashes the reader.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    (void)wib::assemblyai::read_message(text, true);
    (void)wib::assemblyai::meaning_of_close(1008, text);
    return 0;
}

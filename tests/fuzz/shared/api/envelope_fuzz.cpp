#include <cstdint>

#include "shared/api/envelope.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const std::vector<wib::api::EnvelopeKey> keys{{"k1", wib::Secret{"a key no input knows: 7c1f0c5b4c9d"}}};
    if (wib::api::open_envelope({reinterpret_cast<const char*>(data), size}, keys, wib::Instant{})) __builtin_trap();
    return 0;
}

#include <cstdint>

#include "shared/privacy/json_masking.hpp"
#include "shared/privacy/log_masking.hpp"
#include "shared/privacy/redaction.hpp"

// Nothing is lost but what was found.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    const auto redacted = wib::privacy::redact(text);
    if (redacted.count() == 0 && redacted.text != text) __builtin_trap();
    (void)wib::privacy::mask_log_text(text);
    if (const auto masked = wib::privacy::mask_json(text); masked && masked->empty()) __builtin_trap();
    return 0;
}

#include <algorithm>
#include <string>

#include "shared/core/ensure.hpp"
#include "shared/privacy/json_masking.hpp"
#include "shared/privacy/log_masking.hpp"
#include "tests/fuzz/draw.hpp"

// What is shown of a payload is JSON and needs no masking any more; what opens doors is in no log line, whatever stands
// before it.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using wib::ensure;
    namespace privacy = wib::privacy;
    const auto text = wib::fuzz::text_of(data, size);
    if (text.starts_with('{') || text.starts_with('[')) {
        if (const auto masked = privacy::mask_json(text))
            ensure(privacy::mask_json(*masked) == masked, "masking is done at once");
        return 0;
    }
    static constexpr std::string_view kSecret = "Qx7Zr4Vw9Kp2";
    static constexpr std::string_view kNames[] = {"token=", "password: ", "\"api_key\":\"", "Bearer ", "secret = "};
    wib::fuzz::Draw draw{data, size};
    const auto name = draw.one_of(kNames);
    const auto before = draw.rest();
    ensure(privacy::mask_log_text(before).size() <= before.size() + 3 * (before.size() + 1), "a line stays a line");
    if (before.find("Qx7") != std::string_view::npos) return 0;
    const auto masked =
        privacy::mask_log_text(std::string{before} + ' ' + std::string{name} + std::string{kSecret} + "\" x");
    ensure(masked.find(kSecret) == std::string::npos, "a secret behind its name is not logged");
    return 0;
}

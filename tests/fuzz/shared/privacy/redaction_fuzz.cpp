#include <string>

#include "shared/core/ensure.hpp"
#include "shared/privacy/redaction.hpp"
#include "tests/fuzz/draw.hpp"

// Nothing is lost but what was found: between the tokens stands the text as it was, in its order.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using wib::ensure;
    namespace privacy = wib::privacy;
    const auto text = wib::fuzz::text_of(data, size);
    const auto redacted = privacy::redact(text);
    if (redacted.count() == 0) {
        ensure(redacted.text == text, "without a finding nothing changes");
        return 0;
    }
    if (text.find("[REDACTED_") != std::string_view::npos) return 0;  // cannot be told from ours
    std::string_view left = redacted.text, from = text;
    std::size_t tokens = 0;
    for (;;) {
        const auto at = left.find("[REDACTED_");
        const auto kept = left.substr(0, at);
        const auto found = at == std::string_view::npos ? (from.ends_with(kept) ? from.size() - kept.size() : from.npos)
                                                        : from.find(kept);
        ensure(found != std::string_view::npos, "what was not found stays as it was");
        from.remove_prefix(found + kept.size());
        if (at == std::string_view::npos) break;
        ++tokens;
        left.remove_prefix(left.find(']', at) + 1);
    }
    ensure(tokens == redacted.count(), "every finding is counted once");
    return 0;
}

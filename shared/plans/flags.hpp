#pragma once
#include <array>
#include <optional>
#include <string_view>

/// Feature flags (rules §22): a switch for everybody, a switch for one organisation, and a default in the code.
namespace wib::plans {

struct KnownFlag {
    std::string_view name;
    bool is_on_by_default;
};
// New features are off until somebody turns them on; the providers are on. The migration seeds the providers' rows.
inline constexpr std::array kKnownFlags{
    KnownFlag{"grok_chat_enabled", true},
    KnownFlag{"openai_chat_enabled", true},
    KnownFlag{"grok_tts_enabled", true},
    KnownFlag{"elevenlabs_tts_enabled", true},
};
[[nodiscard]] constexpr bool default_of(std::string_view flag) {
    for (const auto& known : kKnownFlags)
        if (known.name == flag) return known.is_on_by_default;
    return false;
}

/// Off for everybody is off; else the organisation's row decides; else the one for everybody; else the code.
[[nodiscard]] constexpr bool effective(std::optional<bool> global, std::optional<bool> organization, bool by_default) {
    if (global == false) return false;
    if (organization) return *organization;
    return global.value_or(by_default);
}

}  // namespace wib::plans

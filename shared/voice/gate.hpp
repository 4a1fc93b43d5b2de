#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/core/time.hpp"

namespace wib::voice {

/// Whether a number may be dialled now: one pure function over policy data, and its reasons are kept with the call
/// (rules §11). A check whose data does not exist says `not_checked`, never `passed`.

enum class CheckOutcome : std::uint8_t { passed, blocked, not_checked };

struct Check {
    std::string_view name;  ///< stable: rules §11
    CheckOutcome outcome;
    std::string reason;  ///< why it blocked or could not be made; empty when it passed
    bool operator==(const Check&) const = default;
};

struct GateDecision {
    std::vector<Check> checks;  ///< every check, in the order of the rules
    [[nodiscard]] bool allowed() const { return blocked_by() == nullptr; }
    /// The first check that stands in the way.
    [[nodiscard]] const Check* blocked_by() const;
};

/// What an account says about contacting its holder.
struct AccountStanding {
    bool do_not_call = false;
    bool cease_and_desist = false;
    bool attorney_represented = false;
    bool bankruptcy = false;
    bool deceased = false;
    bool consent_revoked = false;
    bool contact_hold = false;
    bool disputed_in_validation = false;
};

/// Everything the gate may look at. What is absent has not been looked up, or no part of the product knows it yet.
struct PolicyData {
    std::string to_number;  ///< as asked for; the gate checks its form itself
    bool organisation_active = false;
    std::optional<AccountStanding> account{};
    std::optional<bool> within_calling_hours{};         ///< in every zone the consumer may be in
    std::optional<int> attempts_in_seven_days{};        ///< earlier outbound attempts about the debt
    std::optional<Duration> since_last_conversation{};  ///< since the last live conversation on the debt
    std::optional<bool> on_do_not_contact_list{};
    std::optional<bool> automated_call_consented{};  ///< only for predictive or prerecorded calls to mobiles
    std::optional<bool> number_reassigned{};
};

/// The eighth attempt in seven days is refused, and so is a call within seven days after a conversation.
inline constexpr int kAttemptsInSevenDays = 7;
inline constexpr Duration kConversationCooldown = std::chrono::hours{7 * 24};

[[nodiscard]] GateDecision decide_gate(const PolicyData& policy);

/// "passed", "blocked" or "not_checked".
[[nodiscard]] std::string_view name(CheckOutcome outcome);

}  // namespace wib::voice

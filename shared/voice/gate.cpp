#include "shared/voice/gate.hpp"

#include <algorithm>
#include <utility>

namespace wib::voice {

namespace {

constexpr std::string_view kNoData = "there is no data for this check yet";

/// "+" and 7 to 15 digits, the first not zero (ITU-T E.164).
bool is_e164(std::string_view number) {
    if (number.size() < 8 || number.size() > 16 || number[0] != '+' || number[1] == '0') return false;
    return std::ranges::all_of(number.substr(1), [](char c) { return c >= '0' && c <= '9'; });
}

Check check(std::string_view name, bool blocks, std::string_view reason) {
    if (!blocks) return {name, CheckOutcome::passed, {}};
    return {name, CheckOutcome::blocked, std::string{reason}};
}

/// A check that can only be made where its data exists.
Check check(std::string_view name, std::optional<bool> blocks, std::string_view reason) {
    if (!blocks) return {name, CheckOutcome::not_checked, std::string{kNoData}};
    return check(name, *blocks, reason);
}

std::optional<bool> flag(const std::optional<AccountStanding>& account, bool AccountStanding::* which) {
    return account ? std::optional{(*account).*which} : std::nullopt;
}

std::optional<bool> negated(std::optional<bool> value) {
    return value ? std::optional{!*value} : std::nullopt;
}

}  // namespace

const Check* GateDecision::blocked_by() const {
    const auto found = std::ranges::find(checks, CheckOutcome::blocked, &Check::outcome);
    return found == checks.end() ? nullptr : &*found;
}

GateDecision decide_gate(const PolicyData& p) {
    const auto& account = p.account;
    const auto too_often =
        p.attempts_in_seven_days ? std::optional{*p.attempts_in_seven_days >= kAttemptsInSevenDays} : std::nullopt;
    const auto too_soon =
        p.since_last_conversation ? std::optional{*p.since_last_conversation < kConversationCooldown} : std::nullopt;
    return {{
        check("number_format", !is_e164(p.to_number), "not a telephone number in E.164 form"),
        check("organization_active", !p.organisation_active, "the organisation is suspended"),
        check("do_not_call", flag(account, &AccountStanding::do_not_call), "the account is marked do not call"),
        check("cease_and_desist", flag(account, &AccountStanding::cease_and_desist),
              "the consumer asked that contact cease"),
        check("attorney_represented", flag(account, &AccountStanding::attorney_represented),
              "only the attorney may be contacted"),
        check("bankruptcy", flag(account, &AccountStanding::bankruptcy), "the consumer is in bankruptcy"),
        check("deceased", flag(account, &AccountStanding::deceased), "the consumer is deceased"),
        check("consent", flag(account, &AccountStanding::consent_revoked), "consent to calls was revoked"),
        check("legal_hold", flag(account, &AccountStanding::contact_hold), "a hold forbids contact"),
        check("dispute", flag(account, &AccountStanding::disputed_in_validation),
              "the debt is disputed inside its validation period"),
        check("time_of_day", negated(p.within_calling_hours), "outside lawful calling hours where the consumer may be"),
        check("frequency", too_often, "seven attempts in seven days have been made"),
        check("conversation_cooldown", too_soon, "there was a conversation in the last seven days"),
        check("dnc", p.on_do_not_contact_list, "the number is on a do-not-contact list"),
        check("tcpa", negated(p.automated_call_consented), "automated calls to mobiles need prior express consent"),
        check("reassigned_number", p.number_reassigned, "the number may belong to somebody else now"),
    }};
}

std::string_view name(CheckOutcome outcome) {
    switch (outcome) {
        case CheckOutcome::passed:
            return "passed";
        case CheckOutcome::blocked:
            return "blocked";
        case CheckOutcome::not_checked:
            return "not_checked";
    }
    return "not_checked";
}

}  // namespace wib::voice

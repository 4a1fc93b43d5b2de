#pragma once
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string_view>

/// What an organisation's plan holds (rules §3): plans in rank order, and the lowest one of each capability.
namespace wib::plans {

enum class Plan : std::uint8_t { free, starter, pro, business, enterprise };
BOOST_DESCRIBE_ENUM(Plan, free, starter, pro, business, enterprise)

/// What a plan may lack. Rows of the route table name one; a name that is none of these is refused, never allowed.
enum class Capability : std::uint8_t {
    call_recording,
    call_transcription,
    csv_export,

    translation,
    bond_ai,
    analytics_dashboard,
    teams,
    crm_hubspot,
    zapier,
    slack,
    google_workspace,
    webhooks,

    live_translation,
    call_copilot,
    reports,
    custom_reports,
    departments,
    secret_shopper,
    scorecard_templates,
    qa_alerts,
    crm_salesforce,
    crm_pipedrive,
    crm_zoho,
    teams_integration,
    quickbooks,
    zendesk,
    freshdesk,
    bulk_export,

    voice_cloning,
    custom_integrations,
    crm_custom,
    sso
};
BOOST_DESCRIBE_ENUM(Capability, call_recording, call_transcription, csv_export, translation, bond_ai,
                    analytics_dashboard, teams, crm_hubspot, zapier, slack, google_workspace, webhooks,
                    live_translation, call_copilot, reports, custom_reports, departments, secret_shopper,
                    scorecard_templates, qa_alerts, crm_salesforce, crm_pipedrive, crm_zoho, teams_integration,
                    quickbooks, zendesk, freshdesk, bulk_export, voice_cloning, custom_integrations, crm_custom, sso)

[[nodiscard]] std::string_view name(Plan plan);
[[nodiscard]] std::string_view name(Capability capability);
/// Nothing for a name that is no plan's: what asks must then refuse.
[[nodiscard]] std::optional<Plan> parse_plan(std::string_view text);
[[nodiscard]] std::optional<Capability> parse_capability(std::string_view text);

[[nodiscard]] Plan lowest_plan(Capability capability);
/// A month, in US cents, by the list; 0 where there is none (free, and contracts).
[[nodiscard]] constexpr std::int64_t list_price_minor(Plan plan) {
    return plan == Plan::pro ? 4'900 : plan == Plan::business ? 14'900 : 0;
}
[[nodiscard]] constexpr bool includes(Plan plan, Plan required) {
    return plan >= required;
}

}  // namespace wib::plans

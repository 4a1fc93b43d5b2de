#include "shared/api/routes.hpp"

#include <algorithm>
#include <array>

#include "shared/api/route_tree.hpp"
#include "shared/api/routes/calls.hpp"
#include "shared/api/routes/identity.hpp"
#include "shared/api/routes/onboarding.hpp"
#include "shared/api/routes/people.hpp"
#include "shared/api/routes/plans.hpp"
#include "shared/api/routes/records.hpp"
#include "shared/api/routes/reliability.hpp"
#include "shared/api/routes/rights.hpp"
#include "shared/api/routes/service.hpp"
#include "shared/api/routes/teams.hpp"
#include "shared/api/routes/webhooks.hpp"

namespace wib::api {
namespace {

template <std::size_t... N>
constexpr auto join(const std::array<Route, N>&... areas) {
    std::array<Route, (N + ...)> rows{};
    auto next = rows.begin();
    ((next = std::ranges::copy(areas, next).out), ...);
    return rows;
}

constexpr auto kRoutes =
    join(kServiceRoutes, kIdentityRoutes, kPeopleRoutes, kOnboardingRoutes, kTeamRoutes, kRightsRoutes, kPlanRoutes,
         kCallRoutes, kRecordRoutes, kWebhookRoutes, kReliabilityRoutes);

// What is kept for others to read must be nobody's, change nothing and be asked by a session: its organisation, role
// and plan are what copies are told apart by.
constexpr bool may_be_kept(const Route& route) {
    return route.method == Method::get && route.tells == Tells::tables && route.auth == Auth::session &&
           route.csrf == Csrf::none && route.body_limit == 0 && route.idempotency == Idempotency::none &&
           route.streaming == Streaming::no;
}
static_assert(std::ranges::all_of(kRoutes,
                                  [](const Route& route) { return route.cache == Cache::none || may_be_kept(route); }),
              "only a session's read of tables may be kept at the edge");

constexpr auto kTree = grow_route_tree<kRoutes>();

std::vector<PathParam> name_values(std::string_view pattern, std::span<const std::string_view> values) {
    std::vector<PathParam> params;
    params.reserve(values.size());
    for (auto value = values.begin(); value != values.end();)
        if (const auto segment = take_segment(pattern); is_parameter(segment))
            params.push_back({.name = segment.substr(1, segment.size() - 2), .value = *value++});
    return params;
}

bool serves(Method method, std::string_view asked) {
    return name(method) == asked || (method == Method::get && asked == "HEAD");
}

}  // namespace

std::span<const Route> routes() {
    return kRoutes;
}

std::string_view name(Method method) {
    switch (method) {
        case Method::get:
            return "GET";
        case Method::post:
            return "POST";
        case Method::put:
            return "PUT";
        case Method::patch:
            return "PATCH";
        case Method::delete_:
            return "DELETE";
    }
    return {};
}

std::string_view name(RateClass rate) {
    switch (rate) {
        case RateClass::none:
            return "none";
        case RateClass::login:
            return "login";
        case RateClass::signup:
            return "signup";
        case RateClass::forgot:
            return "forgot";
        case RateClass::reset:
            return "reset";
        case RateClass::verification:
            return "verification";
        case RateClass::team:
            return "team";
        case RateClass::organization:
            return "organization";
        case RateClass::user:
            return "user";
        case RateClass::voice:
            return "voice";
        case RateClass::call_mutation:
            return "call_mutation";
        case RateClass::vendor_webhook:
            return "vendor_webhook";
        case RateClass::reliability:
            return "reliability";
        case RateClass::recording:
            return "recording";
        case RateClass::audio:
            return "audio";
        case RateClass::live:
            return "live";
        case RateClass::rbac:
            return "rbac";
        case RateClass::onboarding:
            return "onboarding";
        case RateClass::admin:
            return "admin";
        case RateClass::audit_read:
            return "audit_read";
        case RateClass::ai_transcription:
            return "ai_transcription";
        case RateClass::internal:
            return "internal";
        case RateClass::read:
            return "read";
    }
    return {};
}

// Rules §4. A console that reconnects and a player that seeks ask more often than the recording group's 10 in 5
// minutes, which guards what is made from recordings: streams of them count as live ones do.
std::optional<RateLimit> rate_limit(RateClass rate) {
    using std::chrono::minutes;
    switch (rate) {
        case RateClass::none:
            return std::nullopt;
        case RateClass::login:
            return RateLimit{10, minutes{15}, Counting::failures, true};
        case RateClass::signup:
            return RateLimit{5, minutes{60}, Counting::requests, true};
        case RateClass::forgot:
            return RateLimit{3, minutes{15}, Counting::requests, true};
        case RateClass::reset:
            return RateLimit{3, minutes{15}, Counting::requests, true};
        case RateClass::verification:
            return RateLimit{10, minutes{15}, Counting::requests, true};
        case RateClass::team:
            return RateLimit{15, minutes{15}, Counting::requests};
        case RateClass::organization:
            return RateLimit{5, minutes{15}, Counting::requests};
        case RateClass::user:
            return RateLimit{10, minutes{15}, Counting::requests};
        case RateClass::voice:
            return RateLimit{20, minutes{5}, Counting::requests};
        case RateClass::call_mutation:
            return RateLimit{30, minutes{5}, Counting::requests};
        case RateClass::vendor_webhook:
            return RateLimit{100, minutes{1}};
        case RateClass::reliability:
            return RateLimit{10, minutes{5}, Counting::requests};
        case RateClass::recording:
            return RateLimit{300, minutes{5}};
        case RateClass::audio:
            return RateLimit{20, minutes{5}, Counting::requests};
        case RateClass::live:
            return RateLimit{300, minutes{5}};
        case RateClass::rbac:
            return RateLimit{30, minutes{5}, Counting::requests};
        case RateClass::onboarding:
            return RateLimit{30, minutes{15}, Counting::requests};
        case RateClass::admin:
            return RateLimit{10, minutes{15}, Counting::requests};
        case RateClass::audit_read:
            return RateLimit{100, minutes{5}, Counting::requests};
        case RateClass::ai_transcription:
            return RateLimit{10, minutes{5}, Counting::requests};
        case RateClass::internal:
            return RateLimit{60, minutes{5}, Counting::requests};
        case RateClass::read:
            return RateLimit{600, minutes{5}};
    }
    return std::nullopt;
}

std::optional<Match> match(std::string_view method, std::string_view path, NoMatch* why) {
    auto reason = NoMatch::unknown_path;
    std::optional<Match> found;
    if (path.starts_with('/'))
        kTree.visit(path, [&](std::uint16_t row, std::span<const std::string_view> values) {
            const auto& route = kRoutes[row];
            reason = NoMatch::wrong_method;
            if (!serves(route.method, method)) return false;
            found = Match{.route = &route, .params = name_values(route.pattern, values)};
            return true;
        });
    if (!found && why) *why = reason;
    return found;
}

std::string allowed_methods(std::string_view path) {
    std::string allowed;
    if (!path.starts_with('/')) return allowed;
    kTree.visit(path, [&](std::uint16_t row, auto) {
        const auto method = name(kRoutes[row].method);
        if (allowed.find(method) != std::string::npos) return false;
        if (!allowed.empty()) allowed += ", ";
        allowed += method;
        if (kRoutes[row].method == Method::get) allowed += ", HEAD";
        return false;
    });
    return allowed;
}

}  // namespace wib::api

#pragma once
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "shared/identity/permission.hpp"
#include "shared/identity/principal.hpp"
#include "shared/identity/role.hpp"
#include "shared/plans/plan.hpp"

namespace wib::api {

enum class Method { get, post, put, patch, delete_ };

/// Who may come in. `optional` carries a principal when there is one; `platform` is a session of a person with the
/// platform role, whatever their role in an organisation; `webhook` is proven by the vendor's signature; `internal` is
/// for the edge itself; `open` is anybody.
enum class Auth { open, optional, session, platform, webhook, internal };
enum class Csrf { none, pre_session, session };
/// Named windows of rules §4; the numbers live in routes.cpp.
enum class RateClass {
    none,
    login,
    signup,
    forgot,
    reset,
    verification,
    team,
    organization,
    user,
    voice,
    call_mutation,
    vendor_webhook,
    reliability,
    recording,
    audio,
    live,
    rbac,
    onboarding,
    admin,
    audit_read,
    ai_transcription,
    internal,
    read
};
/// What a window counts. `nothing`: the platform's flood limiter stands in front of all of them, and alone in front of
/// these; `failures`: a request that succeeds costs nothing, so that an office behind one address may sign in together.
enum class Counting { nothing, requests, failures };
/// At most `requests` in each window; none at all for RateClass::none.
struct RateLimit {
    int requests = 0;
    std::chrono::seconds window{};
    Counting counting = Counting::nothing;
    bool fails_closed = false;  ///< refuses when nobody can count
};
[[nodiscard]] std::optional<RateLimit> rate_limit(RateClass rate);
/// "voice": the counter's key and the metric's label.
[[nodiscard]] std::string_view name(RateClass rate);
enum class Idempotency { none, honoured };
/// Whether bodies pass through without being gathered (SSE, recordings), the request's as well where the row takes one;
/// or the answer is a WebSocket.
enum class Streaming { no, yes, socket };
/// Whether whoever asks must show to be a person: what makes us write to somebody, and what opens accounts.
enum class Human { unasked, proven };
/// Where the proof comes: what the page's widget handed out for this very route.
inline constexpr std::string_view kHumanProofHeader = "x-human-proof";

/// What a route's answers tell of: people and their doings, unless its row says that it is the product's own tables,
/// which are the same for whoever has the same organisation, role and plan.
enum class Tells { people, tables };
/// How long the edge may answer in the origin's place. Only reads of tables: anything else does not compile
/// (routes.cpp).
enum class Cache { none, five_minutes };

/// One row: what a route demands is data, not code. Edge and origin read the same table, whose rows stand by area in
/// shared/api/routes/.
struct Route {
    Method method;
    std::string_view pattern;  ///< "/api/calls/{id}/end"; a segment in braces is a parameter
    std::string_view name;     ///< "end_call": the handler's key at the origin, and the metric's label
    Auth auth = Auth::session;
    Role role = Role::viewer;  ///< least role, for sessions: its level counts
    Permission
        permission{};  ///< what the role must grant besides: "team:write"; a name unknown to the table does not compile
    std::optional<plans::Capability> capability{};  ///< what the organisation's plan must include
    Scope scope = Scope::none;  ///< of platform rows: what a service must hold; none: the row is for people only
    Csrf csrf = Csrf::none;
    std::size_t body_limit = 0;  ///< bytes; 0 means no body is accepted
    RateClass rate = RateClass::read;
    Idempotency idempotency = Idempotency::none;
    Streaming streaming = Streaming::no;
    Human human = Human::unasked;
    Tells tells = Tells::people;
    Cache cache = Cache::none;
    std::string_view vendor{};  ///< for webhooks: whose scheme ("telnyx")
};

/// Whether a request's body reaches the handler while it comes in, and nobody holds it whole.
[[nodiscard]] constexpr bool streams_body(const Route& route) {
    return route.streaming == Streaming::yes && route.body_limit > 0;
}

[[nodiscard]] std::span<const Route> routes();
/// "GET"
[[nodiscard]] std::string_view name(Method method);

struct PathParam {
    std::string_view name;
    std::string_view value;  ///< still percent-encoded, a view into the path
};

struct Match {
    const Route* route = nullptr;
    std::vector<PathParam> params;
};

enum class NoMatch { unknown_path, wrong_method };

/// Finds the row for a method and a path without its query. HEAD is served by GET rows.
[[nodiscard]] std::optional<Match> match(std::string_view method, std::string_view path, NoMatch* why = nullptr);
/// What an Allow header says for a path: "GET, HEAD, POST"; empty for an unknown path.
[[nodiscard]] std::string allowed_methods(std::string_view path);

}  // namespace wib::api

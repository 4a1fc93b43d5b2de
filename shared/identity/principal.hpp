#pragma once
#include <boost/describe/enum.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/core/strong_id.hpp"
#include "shared/identity/role.hpp"

namespace wib {

/// What kind of actor asks. `webhook` is a vendor whose signature the edge has checked; `job` is the clock;
/// `anonymous` is somebody who has not signed in; `founder` makes the organisation it acts in, in one transaction;
/// `service` is who holds a service token or came through Cloudflare Access, of no organisation.
enum class ActorKind { anonymous, session, api_key, job, webhook, founder, service };
BOOST_DESCRIBE_ENUM(ActorKind, anonymous, session, api_key, job, webhook, founder, service)

/// What a service may do on the platform's own routes; writing includes reading.
enum class Scope { none, read, write };
/// "internal:read", as tokens, permissions and refusals name it; "" for none.
[[nodiscard]] constexpr std::string_view name(Scope scope) {
    return scope == Scope::read ? "internal:read" : scope == Scope::write ? "internal:write" : "";
}

/// Who asks, as proven once (at the edge) and carried in the envelope. A session or API key has an organisation and a
/// role.
struct Principal {
    ActorKind kind = ActorKind::anonymous;
    std::optional<Uuid> actor;   ///< session id or API key id
    std::optional<UserId> user;  ///< the person, for sessions
    std::optional<OrgId> organization;
    Role role = Role::none;
    std::string plan;                ///< "free" … "enterprise"; empty when there is no organisation
    std::string label;               ///< "telnyx" for webhooks, the schedule's name for jobs, who a service is
    bool is_platform_admin = false;  ///< platform role of the person; independent of any organisation
    std::vector<std::string>
        permissions;  ///< of an API key or a service: the names its list holds; nothing else counts

    bool operator==(const Principal&) const = default;
};

}  // namespace wib

#pragma once
#include <boost/describe/enum.hpp>
#include <optional>
#include <string>
#include <vector>

#include "shared/core/strong_id.hpp"
#include "shared/identity/role.hpp"

namespace wib {

/// What kind of actor asks. `webhook` is a vendor whose signature the edge has checked; `job` is the clock;
/// `anonymous` is somebody who has not signed in; `founder` makes the organisation it acts in, in one transaction.
enum class ActorKind { anonymous, session, api_key, job, webhook, founder };
BOOST_DESCRIBE_ENUM(ActorKind, anonymous, session, api_key, job, webhook, founder)

/// Who asks, as proven once (at the edge) and carried in the envelope. A session or API key has an organisation and a
/// role.
struct Principal {
    ActorKind kind = ActorKind::anonymous;
    std::optional<Uuid> actor;   ///< session id or API key id
    std::optional<UserId> user;  ///< the person, for sessions
    std::optional<OrgId> organization;
    Role role = Role::none;
    std::string plan;                      ///< "free" … "enterprise"; empty when there is no organisation
    std::string label;                     ///< "telnyx" for webhooks, the schedule's name for jobs; else empty
    bool is_platform_admin = false;        ///< platform role of the person; independent of any organisation
    std::vector<std::string> permissions;  ///< of an API key: the names its list holds; nothing else counts for it

    bool operator==(const Principal&) const = default;
};

}  // namespace wib

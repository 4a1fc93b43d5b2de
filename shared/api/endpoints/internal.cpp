#include "shared/api/endpoints/internal.hpp"

#include "shared/api/endpoints/catalogue.hpp"
#include "shared/api/endpoints/examples.hpp"

namespace wib::api {

Example<ResolveSession> ResolveSession::example() {
    return {.path = {std::string{example::kTokenHash}},
            .reply = {.session_id = example::session(),
                      .user_id = example::user(),
                      .email = "grace@harbor.example",
                      .name = "Grace Okafor",
                      .organization_id = example::organization(),
                      .role = Role::agent,
                      .plan = "pro",
                      .platform_role = "user",
                      .expires_at = example::at("20:00:00"),
                      .fingerprint_hash = std::string{example::kTokenHash}}};
}

Example<EndSession> EndSession::example() {
    return {.path = {std::string{example::kTokenHash}}, .reply = {.ok = true}};
}

std::vector<Described> internal_endpoints() {
    return detail::described_list<ResolveSession, EndSession>();
}

}  // namespace wib::api

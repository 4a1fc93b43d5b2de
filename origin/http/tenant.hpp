#pragma once
#include "origin/db/tenant_tx.hpp"
#include "origin/http/request_context.hpp"
#include "origin/http/rights.hpp"
#include "shared/core/ensure.hpp"

namespace wib::http {

/// For whom this request's transactions run. The route table lets only principals with an organisation get here.
[[nodiscard]] inline db::Tenant tenant_of(const Principal& principal) {
    ensure(principal.organization.has_value(), "a tenant's route is served to principals with an organisation");
    return {.organization = *principal.organization,
            .actor_kind = principal.kind,
            .actor = principal.actor,
            .label = principal.label};
}
/// … with what the request's row demands, so that rights which went meanwhile are gone here too.
[[nodiscard]] inline db::Tenant tenant_of(const RequestContext& request) {
    auto tenant = tenant_of(request.principal);
    if (request.route) tenant.rights = rights_of(*request.route);
    return tenant;
}

/// An audit entry with everything the request knows of who did it and from where.
[[nodiscard]] inline db::AuditEntry audit_of(const RequestContext& request, std::string_view action,
                                             std::string_view resource_type, std::optional<Uuid> resource) {
    return {.action = action,
            .resource_type = resource_type,
            .resource = resource,
            .user = request.principal.user,
            .client_address = request.client_address,
            .user_agent = request.user_agent,
            .correlation_id = request.correlation_id};
}

}  // namespace wib::http

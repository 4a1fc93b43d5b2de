#pragma once
#include <optional>

#include "origin/evidence/log_signer.hpp"
#include "origin/http/endpoint.hpp"

namespace wib::evidence {

struct EvidenceRoutes {
    const std::optional<LogSigner>& signer;
};

/// What is signed of an organisation's audit log, and what proves that an entry is in it (shared/api/evidence.hpp).
void add_endpoints(http::Endpoints& endpoints, EvidenceRoutes& evidence);

}  // namespace wib::evidence

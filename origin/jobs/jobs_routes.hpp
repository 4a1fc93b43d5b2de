#pragma once
#include "origin/http/endpoint.hpp"
#include "origin/jobs/runner.hpp"

namespace wib::jobs {

struct JobsRoutes {
    Book& book;
    Runner& runner;
    const Clock& clock;
};

/// GET /api/internal/cron-health for the platform, POST /internal/jobs/due for the edge.
void add_endpoints(http::Endpoints& endpoints, JobsRoutes& jobs);

}  // namespace wib::jobs

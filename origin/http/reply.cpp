#include "origin/http/reply.hpp"

namespace wib::http {

Reply Reply::json(int status, std::string body) {
    return {.status = status, .headers = {{"Content-Type", "application/json"}}, .body = std::move(body)};
}

Reply Reply::problem(const api::Problem& problem, std::string_view correlation_id) {
    auto response = api::to_response(problem, correlation_id);
    return {.status = response.status,
            .headers = std::move(response.headers),
            .body = std::move(response.body),
            .code = api::name(problem.code)};
}

}  // namespace wib::http

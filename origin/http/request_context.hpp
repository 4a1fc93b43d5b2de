#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "origin/http/body_reader.hpp"
#include "origin/http/idempotency.hpp"
#include "shared/api/http.hpp"
#include "shared/api/routes.hpp"
#include "shared/core/deadline.hpp"
#include "shared/core/strong_id.hpp"
#include "shared/core/time.hpp"
#include "shared/identity/principal.hpp"

namespace wib::http {

/// One request whose envelope has been verified. Handlers take it by reference and are awaited by the session.
struct RequestContext {
    const api::Route* route = nullptr;
    RequestId id;
    std::string correlation_id;
    Principal principal;
    std::string client_address;
    std::string user_agent;
    Deadline deadline;
    Instant received_at{};
    std::string method;
    std::string target;                                      ///< path and query as received
    std::map<std::string, std::string, std::less<>> params;  ///< path parameters, decoded
    std::map<std::string, std::string, std::less<>> query;   ///< query parameters, decoded; the last of a name wins
    api::Headers headers;
    std::string body;
    std::string idempotency_key;
    std::optional<IdempotencyClaim> claimed;  ///< the key this request holds; its change is committed with its answer
    BodyReader* incoming = nullptr;           ///< the body, where the row streams it in; `body` is empty then

    /// "" when absent.
    [[nodiscard]] std::string_view param(std::string_view name) const {
        const auto found = params.find(name);
        return found == params.end() ? std::string_view{} : std::string_view{found->second};
    }
    [[nodiscard]] std::string_view query_value(std::string_view name) const {
        const auto found = query.find(name);
        return found == query.end() ? std::string_view{} : std::string_view{found->second};
    }
};

}  // namespace wib::http

#pragma once
#include "shared/api/auth.hpp"
#include "shared/api/endpoints/endpoint.hpp"

namespace wib::api {

struct ResolveSession : Endpoint {
    static constexpr std::string_view route = "resolve_session";
    static constexpr std::string_view tag = "Internal";
    static constexpr std::string_view summary = "The claims of a living session, for the edge";
    static constexpr std::array problems{Code::not_found};
    using Path = SessionPath;
    using Reply = SessionClaims;
    static Example<ResolveSession> example();
};

struct EndSession : Endpoint {
    static constexpr std::string_view route = "end_session";
    static constexpr std::string_view tag = "Internal";
    static constexpr std::string_view summary = "Ends a session whose token was met in another browser";
    static constexpr std::array problems{Code::not_found};
    using Path = SessionPath;
    using Reply = SignedOutReply;
    static Example<EndSession> example();
};

}  // namespace wib::api

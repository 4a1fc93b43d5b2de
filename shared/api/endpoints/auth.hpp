#pragma once
#include "shared/api/auth.hpp"
#include "shared/api/endpoints/endpoint.hpp"

namespace wib::api {

struct GetCsrf : Endpoint {
    static constexpr std::string_view route = "csrf";
    static constexpr std::string_view tag = "Signing in";
    static constexpr std::string_view summary = "A token for signing in, good for ten minutes";
    static constexpr std::array headers{SaysHeader{"Set-Cookie", "`__Host-wib-pre`, which the token is bound to"}};
    using Reply = CsrfReply;
    static Example<GetCsrf> example();
};

struct AuthProviders : Endpoint {
    static constexpr std::string_view route = "auth_providers";
    static constexpr std::string_view tag = "Signing in";
    static constexpr std::string_view summary = "By what people may sign in";
    using Reply = SignInProvidersReply;
    static Example<AuthProviders> example();
};

struct SignIn : Endpoint {
    static constexpr std::string_view route = "sign_in";
    static constexpr std::string_view tag = "Signing in";
    static constexpr std::string_view summary = "Begins a session";
    static constexpr std::string_view description =
        "One message for every way to fail. Counted by address and person, and locked when too often wrong.";
    static constexpr std::array problems{Code::invalid_credentials, Code::account_locked};
    static constexpr std::array headers{
        SaysHeader{"Set-Cookie", "`__Host-wib`, the session, for browsers; `__Host-wib-known`, that it signed in here"},
        SaysHeader{"X-Session-Token",
                   "The same, for programs: send it as a bearer token; not for the console's own pages"}};
    using Body = SignInRequest;
    using ExampleBody = codec::RawJson;
    using Reply = SignedInReply;
    static Example<SignIn> example();
};

struct SignOut : Endpoint {
    static constexpr std::string_view route = "sign_out";
    static constexpr std::string_view tag = "Signing in";
    static constexpr std::string_view summary = "Ends the session, if there is one";
    static constexpr std::array headers{SaysHeader{"Set-Cookie", "Forgets `__Host-wib`"}};
    using Reply = SignedOutReply;
    static Example<SignOut> example();
};

struct GetSession : Endpoint {
    static constexpr std::string_view route = "session";
    static constexpr std::string_view tag = "Signing in";
    static constexpr std::string_view summary = "Who is signed in; nulls when nobody is";
    using Reply = SessionReply;
    static Example<GetSession> example();
};

struct GetMe : Endpoint {
    static constexpr std::string_view route = "me";
    static constexpr std::string_view tag = "People";
    static constexpr std::string_view summary = "The person behind this session";
    static constexpr std::array problems{Code::not_found};
    using Reply = MeReply;
    static Example<GetMe> example();
};

}  // namespace wib::api

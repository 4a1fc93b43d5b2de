#pragma once
#include "shared/api/endpoints/endpoint.hpp"
#include "shared/api/people.hpp"

namespace wib::api {

struct SignUp : Endpoint {
    static constexpr std::string_view route = "sign_up";
    static constexpr std::string_view tag = "Signing in";
    static constexpr std::string_view summary = "Opens an account, and an organisation with it when one is named";
    static constexpr std::string_view description =
        "A letter asks for proof of the address. With an invitation to that address the person joins its organisation "
        "at once.";
    static constexpr std::array problems{Code::conflict, Code::not_found, Code::password_guessable,
                                         Code::vendor_not_configured};
    static constexpr int status = 201;
    using Body = SignUpRequest;
    using ExampleBody = codec::RawJson;
    using Reply = SignedUpReply;
    static Example<SignUp> example();
};

struct VerifyEmail : Endpoint {
    static constexpr std::string_view route = "verify_email";
    static constexpr std::string_view tag = "Signing in";
    static constexpr std::string_view summary = "Proves an address by its letter's token";
    static constexpr std::array problems{Code::not_found};
    using Body = VerifyEmailRequest;
    using ExampleBody = codec::RawJson;
    using Reply = Done;
    static Example<VerifyEmail> example();
};

struct SendVerification : Endpoint {
    static constexpr std::string_view route = "send_verification";
    static constexpr std::string_view tag = "Signing in";
    static constexpr std::string_view summary = "Sends the letter that proves the address once more";
    static constexpr std::string_view description =
        "VALIDATION_ERROR about `email` when letters to this address came back for good, or were complained of: no "
        "more are sent to it.";
    static constexpr std::array problems{Code::conflict, Code::validation_error, Code::vendor_not_configured};
    using Reply = Done;
    static Example<SendVerification> example();
};

struct ForgotPassword : Endpoint {
    static constexpr std::string_view route = "forgot_password";
    static constexpr std::string_view tag = "Signing in";
    static constexpr std::string_view summary = "Sends a link for a new password, if there is such a person";
    static constexpr std::string_view description = "The same answer after the same work for every address.";
    static constexpr std::array problems{Code::vendor_not_configured};
    using Body = ForgotPasswordRequest;
    using Reply = ForgotPasswordReply;
    static Example<ForgotPassword> example();
};

struct ResetPassword : Endpoint {
    static constexpr std::string_view route = "reset_password";
    static constexpr std::string_view tag = "Signing in";
    static constexpr std::string_view summary = "Sets a new password by a letter's token, and ends every session";
    static constexpr std::array problems{Code::not_found, Code::password_guessable};
    using Body = ResetPasswordRequest;
    using ExampleBody = codec::RawJson;
    using Reply = Done;
    static Example<ResetPassword> example();
};

struct RefreshSession : Endpoint {
    static constexpr std::string_view route = "refresh_session";
    static constexpr std::string_view tag = "Signing in";
    static constexpr std::string_view summary = "Renews a session that ends within a day";
    static constexpr std::array headers{SaysHeader{"Set-Cookie", "`__Host-wib`, the new session, for browsers"},
                                        SaysHeader{"X-Session-Token", "The same, for programs"}};
    using Reply = RefreshedReply;
    static Example<RefreshSession> example();
};

struct UpdateMe : Endpoint {
    static constexpr std::string_view route = "update_me";
    static constexpr std::string_view tag = "People";
    static constexpr std::string_view summary = "Changes name or password of the person behind this session";
    static constexpr std::array problems{Code::invalid_credentials, Code::password_guessable};
    using Body = UpdateMeRequest;
    using ExampleBody = codec::RawJson;
    using Reply = Done;
    static Example<UpdateMe> example();
};

struct ListMySessions : Endpoint {
    static constexpr std::string_view route = "list_my_sessions";
    static constexpr std::string_view tag = "People";
    static constexpr std::string_view summary = "Where this person is signed in";
    using Reply = MySessionsReply;
    static Example<ListMySessions> example();
};

struct EndMySession : Endpoint {
    static constexpr std::string_view route = "end_my_session";
    static constexpr std::string_view tag = "People";
    static constexpr std::string_view summary = "Ends one of this person's sessions";
    static constexpr std::array problems{Code::not_found};
    using Path = MySessionPath;
    using Reply = Done;
    static Example<EndMySession> example();
};

}  // namespace wib::api

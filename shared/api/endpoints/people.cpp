#include "shared/api/endpoints/people.hpp"

#include "shared/api/endpoints/catalogue.hpp"
#include "shared/api/endpoints/examples.hpp"

namespace wib::api {
namespace {

constexpr std::string_view kToken = "GcuU9z3Vw6b0ZkVnq0mFhA2pLr7yT5xJ1sD8eK4oWQM";

}  // namespace

Example<SignUp> SignUp::example() {
    return {
        .body = {R"({"email":"grace@harbor.example","password":"correct horse battery staple","name":"Grace Okafor",)"
                 R"("organization_name":"Harbor Recovery"})"},
        .reply = {.success = true,
                  .user = {.id = example::user(),
                           .email = "grace@harbor.example",
                           .name = "Grace Okafor",
                           .organization_id = example::organization(),
                           .email_verified = false}}};
}

Example<VerifyEmail> VerifyEmail::example() {
    return {.body = {R"({"token":")" + std::string{kToken} + "\"}"}, .reply = {.success = true}};
}

Example<SendVerification> SendVerification::example() {
    return {.reply = {.success = true}};
}

Example<ForgotPassword> ForgotPassword::example() {
    return {.body = {.email = example::a<EmailAddress>("grace@harbor.example"), .csrf_token = {}},
            .reply = {.success = true, .message = std::string{kForgotPasswordMessage}}};
}

Example<ResetPassword> ResetPassword::example() {
    return {.body = {R"({"token":")" + std::string{kToken} + R"(","password":"staple battery horse"})"},
            .reply = {.success = true}};
}

Example<RefreshSession> RefreshSession::example() {
    return {.reply = {.refreshed = false, .expires = example::at("20:00:00"), .session_token = {}, .csrf_token = {}}};
}

Example<UpdateMe> UpdateMe::example() {
    return {
        .body = {R"({"name":"Grace O.","password":{"old_password":"correct horse","new_password":"staple battery"}})"},
        .reply = {.success = true}};
}

Example<ListMySessions> ListMySessions::example() {
    return {.reply = {.success = true,
                      .sessions = {{.id = example::session(),
                                    .user_agent = "Mozilla/5.0 (X11; Linux x86_64)",
                                    .ip = "203.0.113.9",
                                    .organization_name = "Harbor Recovery",
                                    .current = true,
                                    .created_at = example::at("08:00:00"),
                                    .last_seen_at = example::at("08:44:00"),
                                    .expires_at = example::at("20:00:00")}}}};
}

Example<EndMySession> EndMySession::example() {
    return {.path = {example::session()}, .reply = {.success = true}};
}

std::vector<Described> people_endpoints() {
    return detail::described_list<SignUp, VerifyEmail, SendVerification, ForgotPassword, ResetPassword, RefreshSession,
                                  UpdateMe, ListMySessions, EndMySession>();
}

}  // namespace wib::api

#include "shared/api/endpoints/auth.hpp"

#include "shared/api/endpoints/catalogue.hpp"
#include "shared/api/endpoints/examples.hpp"

namespace wib::api {
namespace {

SessionUser grace() {
    return {.id = example::user(),
            .email = "grace@harbor.example",
            .name = "Grace Okafor",
            .organization_id = example::organization(),
            .organization_name = "Harbor Recovery",
            .role = Role::agent,
            .plan = "pro",
            .platform_role = "user",
            .email_verified = true};
}

}  // namespace

Example<GetCsrf> GetCsrf::example() {
    return {.reply = {std::string{example::kCsrfToken}}};
}

Example<AuthProviders> AuthProviders::example() {
    return {.reply = {{.id = "credentials", .name = "Email and password", .type = "credentials"}}};
}

Example<SignIn> SignIn::example() {
    return {.body = {R"({"email":"grace@harbor.example","password":"correct horse battery staple"})"},
            .reply = {.ok = true,
                      .url = "/calls",
                      .expires = example::at("20:00:00"),
                      .user = grace(),
                      .csrf_token = std::string{example::kCsrfToken}}};
}

Example<SignOut> SignOut::example() {
    return {.reply = {.ok = true}};
}

Example<GetSession> GetSession::example() {
    return {
        .reply = {.user = grace(), .expires = example::at("20:00:00"), .csrf_token = std::string{example::kCsrfToken}}};
}

Example<GetMe> GetMe::example() {
    const auto person = grace();
    return {.reply = {.success = true,
                      .user = {.id = person.id,
                               .email = person.email,
                               .name = person.name,
                               .created_at = example::at("08:00:00"),
                               .organization_id = person.organization_id,
                               .organization_name = person.organization_name,
                               .role = person.role,
                               .plan = person.plan,
                               .platform_role = person.platform_role}}};
}

std::vector<Described> auth_endpoints() {
    return detail::described_list<GetCsrf, AuthProviders, SignIn, SignOut, GetSession, GetMe>();
}

}  // namespace wib::api

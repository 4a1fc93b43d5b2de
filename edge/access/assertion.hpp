#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/identity/jwt.hpp"

/// Cloudflare Access (cloudflare-docs, "Validate JWTs" and "Application token"): the JWT that it puts on each request
/// it lets through, and the keys it signs with. Its words end here.
namespace wib::edge::access {

/// Where the JWT stands. A browser holds the same in a cookie; that one is not looked at.
inline constexpr std::string_view kAssertionHeader = "cf-access-jwt-assertion";

/// Whose word counts: the team's, for these applications.
struct Rules {
    std::string team_domain;             ///< "example.cloudflareaccess.com"
    std::vector<std::string> audiences;  ///< AUD tags of the applications, one or two

    [[nodiscard]] std::string issuer() const { return "https://" + team_domain; }
    [[nodiscard]] std::string certs_url() const { return issuer() + "/cdn-cgi/access/certs"; }
};

/// Everything but the signature. A person is their address, a service of Access its common name; neither may do more
/// than read, for a browser brings the assertion without being asked.
[[nodiscard]] Result<identity::ClaimedService, identity::TokenError> read_assertion(std::string_view token,
                                                                                    const Rules& rules, Instant now);

/// An RSA public key in the words of a JWK: base64url, most significant byte first.
struct Key {
    std::string modulus;
    std::string exponent;
};
/// The key of that id in what the certs endpoint says; nothing when there is none that can check RS256 with 2048 bits
/// or more.
[[nodiscard]] std::optional<Key> find_key(std::string_view certs, std::string_view key_id);
/// Whether a body is what the certs endpoint says at all.
[[nodiscard]] bool are_certs(std::string_view body);

}  // namespace wib::edge::access

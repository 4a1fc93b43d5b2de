// Service tokens as they are read and checked: the standard's own vector, each claim and each header that may be wrong,
// and a hundred thousand changes of which none may pass.
#include "shared/identity/service_token.hpp"

#include <gtest/gtest.h>

#include <array>
#include <random>

#include "shared/codec/base64.hpp"
#include "shared/codec/hex.hpp"

namespace wib::identity {
namespace {

constexpr std::size_t kChanges = 100'000;
constexpr std::int64_t kNow = 1'795'253'793;

// RFC 8037, appendix A.1: the key its example is signed with.
crypto::SigningKey a_key() {
    return *crypto::SigningKey::from_seed(*codec::parse_base64url("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"));
}
crypto::SigningKey another_key() {
    return *crypto::SigningKey::from_seed(Bytes(32, std::byte{7}));
}

std::vector<ServiceKey> the_keys() {
    return {{"new", a_key().verify_key()}, {"old", another_key().verify_key()}};
}

// Signed as a token is, whatever it says.
std::string signed_text(std::string_view header, std::string_view claims, const crypto::SigningKey& key = a_key()) {
    auto text = codec::base64url(as_bytes(header)) + '.' + codec::base64url(as_bytes(claims));
    const auto signature = key.sign(as_bytes(text));
    return text + '.' + codec::base64url(signature);
}

constexpr std::string_view kHeader = R"({"alg":"EdDSA","typ":"JWT","kid":"new"})";

std::string claims_with(std::string_view replaced = {}, std::string_view by = {}) {
    std::string claims =
        R"({"iss":"wib","aud":"wib-internal","sub":"deploy","scope":"internal:read","jti":"t1","iat":1795253793,"exp":1795254393})";
    if (!replaced.empty()) claims.replace(claims.find(replaced), replaced.size(), by);
    return claims;
}

std::string verdict(std::string_view token, std::int64_t now = kNow) {
    const auto keys = the_keys();
    const auto claimed = verify_service_token(token, keys, from_unix_seconds(now));
    return claimed ? claimed->label + " " + std::string{name(claimed->scope)} : std::string{name(claimed.error())};
}
std::string verdict_of_header(std::string_view header) {
    return verdict(signed_text(header, claims_with()));
}
std::string verdict_of_claims(std::string_view replaced, std::string_view by) {
    return verdict(signed_text(kHeader, claims_with(replaced, by)));
}

// RFC 8037, appendix A.4: the header {"alg":"EdDSA"} over "Example of Ed25519 signing".
TEST(ServiceToken, IsSignedAsTheStandardsExampleIs) {
    const std::string input = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc";
    const std::string_view signature =
        "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";
    EXPECT_EQ(codec::base64url(a_key().sign(as_bytes(input))), signature);
    EXPECT_EQ(crypto::verify_ed25519(a_key().verify_key(), as_bytes(input), *codec::parse_base64url(signature)),
              crypto::Verdict::genuine);
    EXPECT_EQ(codec::base64url(a_key().verify_key().bytes()), "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo");
    // No token of ours: it names no key.
    EXPECT_EQ(verdict(input + '.' + std::string{signature}), "unknown_key");
}

TEST(ServiceToken, SaysWhoAndForWhatUntilItEnds) {
    const ServiceTicket ticket{.label = "deploy@ci",
                               .scope = Scope::write,
                               .issued = std::chrono::seconds{kNow},
                               .life = kTokenLife,
                               .id = "t1"};
    const auto token = issue_service_token(ticket, "new", a_key());
    EXPECT_EQ(verdict(token), "deploy@ci internal:write");
    EXPECT_EQ(verdict(token, kNow - 30), "deploy@ci internal:write");
    EXPECT_EQ(verdict(token, kNow - 31), "early");
    EXPECT_EQ(verdict(token, kNow + 900 + 29), "deploy@ci internal:write");
    EXPECT_EQ(verdict(token, kNow + 900 + 30), "expired");
    EXPECT_EQ(verdict(issue_service_token(ticket, "old", another_key())), "deploy@ci internal:write");
    EXPECT_EQ(verdict(issue_service_token(ticket, "old", a_key())), "mismatch");
    EXPECT_EQ(verdict(issue_service_token(ticket, "older", a_key())), "unknown_key");
    EXPECT_LT(token.size(), kLongestToken);
}

TEST(ServiceToken, GivesAServiceWhatItsScopeHoldsAndNothingElse) {
    const ClaimedService reader{.label = "r", .scope = Scope::read}, writer{.label = "w", .scope = Scope::write};
    EXPECT_EQ(principal_of(reader).permissions, std::vector<std::string>{"internal:read"});
    EXPECT_EQ(principal_of(writer).permissions, (std::vector<std::string>{"internal:read", "internal:write"}));
    const auto who = principal_of(writer);
    EXPECT_EQ(who.kind, ActorKind::service);
    EXPECT_EQ(who.label, "w");
    EXPECT_FALSE(who.organization || who.user || who.actor || who.is_platform_admin);
    EXPECT_EQ(who.role, Role::none);
}

TEST(ServiceToken, IsRefusedForEachThingItsHeaderMayTry) {
    EXPECT_EQ(verdict_of_header(kHeader), "deploy internal:read");
    EXPECT_EQ(verdict_of_header(R"({"kid":"new","alg":"EdDSA"})"), "deploy internal:read");
    EXPECT_EQ(verdict_of_header(R"({"alg":"EdDSA","kid":"new","typ":"jwt"})"), "deploy internal:read");
    for (const std::string_view other :
         {"none", "None", "NONE", "HS256", "RS256", "ES256", "eddsa", "EDDSA", "Ed25519", ""})
        EXPECT_EQ(verdict_of_header(R"({"alg":")" + std::string{other} + R"(","kid":"new"})"), "algorithm") << other;
    for (const std::string_view header : {R"({"kid":"new"})", R"({"alg":null,"kid":"new"})",
                                          R"({"alg":["EdDSA"],"kid":"new"})", R"({"Alg":"EdDSA","kid":"new"})"})
        EXPECT_TRUE(verdict_of_header(header) == "algorithm" || verdict_of_header(header) == "header") << header;
    for (const std::string_view more :
         {R"("crit":["exp"])", R"("crit":[])", R"("b64":false)", R"("jku":"https://evil.example/keys")",
          R"("jwk":{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"})",
          R"("x5u":"https://evil.example/c")", R"("x5c":["MIIB"])", R"("zip":"DEF")", R"("enc":"A128GCM")",
          R"("typ":"at+jwt")", R"("typ":7)", R"("cty":"JWT")", R"("x":1)"})
        EXPECT_EQ(verdict_of_header(R"({"alg":"EdDSA","kid":"new",)" + std::string{more} + "}"), "header") << more;
    for (const std::string_view twice :
         {R"({"alg":"none","alg":"EdDSA","kid":"new"})", R"({"alg":"EdDSA","alg":"EdDSA","kid":"new"})",
          R"({"alg":"EdDSA","kid":"old","kid":"new"})", R"({"alg":"EdDSA","\u0061lg":"EdDSA","kid":"new"})"})
        EXPECT_EQ(verdict_of_header(twice), "malformed") << twice;
    for (const std::string_view nobody :
         {R"({"alg":"EdDSA"})", R"({"alg":"EdDSA","kid":""})", R"({"alg":"EdDSA","kid":7})",
          R"({"alg":"EdDSA","kid":"NEW"})", R"({"alg":"EdDSA","kid":"new "})", R"({"alg":"EdDSA","kid":"../new"})",
          R"({"alg":"EdDSA","kid":"new\u0000"})"})
        EXPECT_EQ(verdict_of_header(nobody), "unknown_key") << nobody;
    for (const std::string_view no_header : {"", "[]", "null", "7", "{", R"("EdDSA")",
                                             R"({"alg":"EdDSA","kid":"new"} )"
                                             "x"})
        EXPECT_EQ(verdict_of_header(no_header), "malformed") << no_header;
}

TEST(ServiceToken, IsRefusedForEachClaimThatIsWrong) {
    struct Case {
        std::string_view replaced, by, verdict;
    };
    constexpr std::array kCases{
        Case{R"("iss":"wib")", R"("iss":"wib ")", "issuer"},
        Case{R"("iss":"wib")", R"("iss":["wib"])", "issuer"},
        Case{R"("iss":"wib",)", "", "issuer"},
        Case{R"("aud":"wib-internal")", R"("aud":"wib")", "audience"},
        Case{R"("aud":"wib-internal")", R"("aud":[])", "audience"},
        Case{R"("aud":"wib-internal",)", "", "audience"},
        Case{R"("aud":"wib-internal")", R"("aud":["x","wib-internal"])", "deploy internal:read"},
        Case{R"("sub":"deploy")", R"("sub":"")", "subject"},
        Case{R"("sub":"deploy")", R"("sub":"two words")", "subject"},
        Case{R"("sub":"deploy")", R"("sub":"l\u000aine")", "subject"},
        Case{R"("sub":"deploy")", R"("sub":"José")", "subject"},
        Case{R"("sub":"deploy")", R"("sub":7)", "subject"},
        Case{R"("sub":"deploy",)", "", "subject"},
        Case{R"("jti":"t1",)", "", "subject"},
        Case{R"("scope":"internal:read")", R"("scope":"internal:write")", "deploy internal:write"},
        Case{R"("scope":"internal:read")", R"("scope":"internal:read internal:write")", "scope"},
        Case{R"("scope":"internal:read")", R"("scope":"internal:admin")", "scope"},
        Case{R"("scope":"internal:read")", R"("scope":["internal:read"])", "scope"},
        Case{R"("scope":"internal:read",)", "", "scope"},
        Case{R"("iat":1795253793,)", "", "malformed"},
        Case{R"(,"exp":1795254393)", "", "malformed"},
        Case{R"("exp":1795254393)", R"("exp":"1795254393")", "malformed"},
        Case{R"("exp":1795254393)", R"("exp":null)", "malformed"},
        Case{R"("exp":1795254393)", R"("exp":1795254393.5)", "malformed"},
        Case{R"("exp":1795254393)", R"("exp":1e99)", "malformed"},
        Case{R"("exp":1795254393)", R"("exp":9223372036854775807)", "malformed"},
        Case{R"("exp":1795254393)", R"("exp":-1)", "malformed"},
        Case{R"("iat":1795253793)", R"("iat":-9223372036854775808)", "malformed"},
        Case{R"("exp":1795254393)", R"("exp":253402300799)", "long_lived"},
        Case{R"("exp":1795254393)", R"("exp":1795254694)", "long_lived"},
        Case{R"("exp":1795254393)", R"("exp":1795254693)", "deploy internal:read"},
        Case{R"("exp":1795254393)", R"("exp":1795253793)", "long_lived"},
        Case{R"("exp":1795254393)", R"("exp":1795253000)", "long_lived"},
        Case{R"("iat":1795253793,"exp":1795254393)", R"("iat":1795253000,"exp":1795253763)", "expired"},
        Case{R"("iat":1795253793,"exp":1795254393)", R"("iat":1795253000,"exp":1795253764)", "deploy internal:read"},
        Case{R"("iat":1795253793)", R"("iat":1795253823)", "deploy internal:read"},
        Case{R"("iat":1795253793)", R"("iat":1795253824)", "early"},
        Case{R"("jti":"t1")", R"("jti":"t1","nbf":1795253824)", "early"},
        Case{R"("jti":"t1")", R"("jti":"t1","nbf":1795253823)", "deploy internal:read"},
        Case{R"("jti":"t1")", R"("jti":"t1","nbf":"soon")", "malformed"},
        Case{R"("jti":"t1")", R"("jti":"t1","exp":1795254393)", "malformed"},
        Case{R"("jti":"t1")", R"("jti":"t1","more":{"a":1,"a":2})", "malformed"},
        Case{R"("jti":"t1")", R"("jti":"t1","more":{"a":1})", "deploy internal:read"},
    };
    for (const auto& one : kCases) EXPECT_EQ(verdict_of_claims(one.replaced, one.by), one.verdict) << one.by;
    for (const std::string_view no_claims : {"", "[]", "null", "{", "\xff"})
        EXPECT_EQ(verdict(signed_text(kHeader, no_claims)), "malformed") << no_claims;
}

TEST(ServiceToken, HasOneSpelling) {
    const auto token = signed_text(kHeader, claims_with());
    ASSERT_EQ(verdict(token), "deploy internal:read");
    const auto first = token.find('.'), last = token.rfind('.');
    for (const auto& other :
         {token + "=", token + " ", " " + token, token + ".", "." + token, token + "\n", token.substr(0, last),
          token.substr(0, last + 1), token.substr(first), token.substr(0, first) + "=" + token.substr(first),
          token.substr(0, first) + "+" + token.substr(first), token.substr(0, last) + ".." + token.substr(last + 1),
          token + "." + token.substr(last + 1), std::string{}, std::string{"."}, std::string{".."}, std::string{"..."}})
        EXPECT_EQ(verdict(other), "malformed") << other;
    // The last character of 86 holds four bits that mean nothing: only their zeros are the spelling.
    auto stray = token;
    stray.back() = stray.back() == 'A' ? 'B' : static_cast<char>(stray.back() + 1);
    EXPECT_EQ(verdict(stray), "malformed");
    EXPECT_EQ(verdict(token.substr(0, last + 1) + codec::base64url(Bytes(63))), "malformed");
    EXPECT_EQ(verdict(token.substr(0, last + 1) + codec::base64url(Bytes(64))), "mismatch");
    EXPECT_EQ(verdict(signed_text(kHeader, claims_with("deploy", std::string(kLongestToken, 'x')))), "malformed");
}

// A byte made another, put in, taken out, or the end cut off: of the text, and of what its parts say.
std::string changed(std::string text, std::mt19937& random) {
    constexpr std::string_view kWords = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=";
    const auto before = text;
    while (text == before) {
        const auto at = static_cast<std::ptrdiff_t>(random() % text.size());
        const auto byte = random() % 4 == 0 ? static_cast<char>(random()) : kWords[random() % kWords.size()];
        switch (random() % 4) {
            case 0:
                text[static_cast<std::size_t>(at)] = byte;
                break;
            case 1:
                text.insert(text.begin() + at, byte);
                break;
            case 2:
                text.erase(text.begin() + at);
                break;
            default:
                if (at > 0) text.resize(static_cast<std::size_t>(at));
        }
    }
    return text;
}

TEST(ServiceToken, HoldsForNothingThatWasChanged) {
    std::mt19937 random{20261122};
    const auto token = signed_text(kHeader, claims_with());
    const auto signature = token.substr(token.rfind('.'));
    const auto keys = the_keys();
    const auto now = from_unix_seconds(kNow);
    std::size_t accepted = 0;
    for (std::size_t i = 0; i < kChanges; ++i) {
        auto text = changed(token, random);
        if (i % 3 == 1)
            text = codec::base64url(as_bytes(changed(std::string{kHeader}, random))) + token.substr(token.find('.'));
        if (i % 3 == 2)
            text = codec::base64url(as_bytes(kHeader)) + '.' +
                   codec::base64url(as_bytes(changed(claims_with(), random))) + signature;
        accepted += verify_service_token(text, keys, now).has_value();
    }
    EXPECT_EQ(accepted, 0u);
}

}  // namespace
}  // namespace wib::identity

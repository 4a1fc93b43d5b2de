// What Cloudflare Access says, as it is read: each claim that may be wrong, and which keys may have signed it. Whether
// a signature is good is the host's arithmetic (tests/wasm, tests/e2e).
#include "edge/access/assertion.hpp"

#include <gtest/gtest.h>

#include <array>

#include "shared/codec/base64.hpp"
#include "shared/codec/reflect.hpp"
#include "tests/support/fixture.hpp"

namespace wib::edge::access {

struct Genuine {
    std::string kid;
    std::string token;
    codec::RawJson certs;
};
BOOST_DESCRIBE_STRUCT(Genuine, (), (kid, token, certs))

namespace {

constexpr std::int64_t kNow = 1'795'253'793;

std::string aud(std::string_view name = "aud") {
    auto tag = std::string{name};
    tag.resize(64, '0');
    return tag;
}
Rules rules() {
    return {.team_domain = "team.cloudflareaccess.com", .audiences = {aud(), aud("other")}};
}

Genuine genuine() {
    return *codec::parse<Genuine>(test::fixture("access/genuine.json"), {.unknown = codec::Unknown::ignored});
}

std::string verdict(std::string_view token, std::int64_t now = kNow) {
    const auto claimed = read_assertion(token, rules(), from_unix_seconds(now));
    return claimed ? claimed->label : std::string{identity::name(claimed.error())};
}

std::string token(std::string_view header, std::string_view claims) {
    return codec::base64url(as_bytes(header)) + '.' + codec::base64url(as_bytes(claims)) + ".AAAA";
}
constexpr std::string_view kHeader = R"({"alg":"RS256","kid":"k","typ":"JWT"})";
std::string claims_with(std::string_view replaced = {}, std::string_view by = {}) {
    std::string claims =
        R"({"aud":[")" + aud() +
        R"("],"email":"ops@bond.test","exp":1795340193,"iat":1795253793,"nbf":1795253793,"iss":"https://team.cloudflareaccess.com","type":"app"})";
    if (!replaced.empty()) claims.replace(claims.find(replaced), replaced.size(), by);
    return claims;
}

TEST(AccessAssertion, NamesAPersonAndMayOnlyRead) {
    const auto [kid, text, certs] = genuine();
    const auto claimed = read_assertion(text, rules(), from_unix_seconds(kNow));
    ASSERT_TRUE(claimed);
    EXPECT_EQ(claimed->label, "ops@bond.test");
    EXPECT_EQ(claimed->scope, Scope::read);
    EXPECT_EQ(claimed->key_id, kid);
    EXPECT_EQ(claimed->message, text.substr(0, text.rfind('.')));
    EXPECT_EQ(claimed->signature.size(), 256u);
}

TEST(AccessAssertion, IsRefusedForEachClaimThatIsWrong) {
    struct Case {
        std::string replaced, by, verdict;
    };
    const std::array kCases{
        Case{"", "", "ops@bond.test"},
        Case{R"("email":"ops@bond.test")", R"("common_name":"ci.access","sub":"")", "ci.access"},
        Case{R"("email":"ops@bond.test")", R"("sub":"7335d417")", "subject"},
        Case{R"("email":"ops@bond.test")", R"("email":"a b@bond.test")", "subject"},
        Case{R"("email":"ops@bond.test")", R"("email":["ops@bond.test"])", "subject"},
        Case{aud(), aud("other"), "ops@bond.test"},
        Case{aud(), aud("third"), "audience"},
        Case{"[\"" + aud() + "\"]", "\"" + aud() + "\"", "ops@bond.test"},
        Case{"[\"" + aud() + "\"]", "[]", "audience"},
        Case{"https://team", "http://team", "issuer"},
        Case{"team.cloudflareaccess.com", "evil.cloudflareaccess.com", "issuer"},
        Case{"team.cloudflareaccess.com", "team.cloudflareaccess.com/", "issuer"},
        Case{R"("type":"app")", R"("type":"org")", "kind"},
        Case{R"(,"type":"app")", "", "kind"},
        Case{R"("exp":1795340193)", R"("exp":1795253763,"iat":1795250000,"nbf":1)", "malformed"},
        Case{R"("exp":1795340193,"iat":1795253793,"nbf":1795253793)", R"("exp":1795253763,"iat":1795250000)",
             "expired"},
        Case{R"("nbf":1795253793)", R"("nbf":1795253824)", "early"},
        Case{R"("iat":1795253793)", R"("iat":1795253824)", "early"},
        Case{R"("exp":1795340193,)", "", "malformed"},
        Case{R"("exp":1795340193)", R"("exp":1800000000)", "long_lived"},
    };
    for (const auto& one : kCases)
        EXPECT_EQ(verdict(token(kHeader, claims_with(one.replaced, one.by))), one.verdict) << one.by;
}

TEST(AccessAssertion, IsRefusedForWhatItsHeaderMayTry) {
    for (const std::string_view other : {"none", "HS256", "EdDSA", "RS512", "PS256", "rs256"})
        EXPECT_EQ(verdict(token(R"({"kid":"k","alg":")" + std::string{other} + R"("})", claims_with())), "algorithm");
    EXPECT_EQ(verdict(token(R"({"kid":"k","alg":"RS256","crit":["exp"]})", claims_with())), "header");
    EXPECT_EQ(verdict(token(R"({"kid":"k","alg":"HS256","alg":"RS256"})", claims_with())), "malformed");
    EXPECT_EQ(verdict(token(R"({"alg":"RS256"})", claims_with())), "unknown_key");
    EXPECT_EQ(verdict(token(R"({"kid":"k","alg":"RS256","jku":"https://evil.example"})", claims_with())),
              "ops@bond.test")
        << "what it does not know it does not look at";
    EXPECT_EQ(verdict(token(kHeader, claims_with()) + "."), "malformed");
    EXPECT_EQ(verdict(token(kHeader, claims_with("ops", std::string(9000, 'x')))), "malformed");
}

TEST(AccessKeys, AreFoundByTheirIdWhereTheyCanCheckWhatAccessSigns) {
    const auto [kid, text, certs] = genuine();
    ASSERT_TRUE(are_certs(certs.text));
    const auto key = find_key(certs.text, kid);
    ASSERT_TRUE(key);
    EXPECT_EQ(codec::parse_base64url(key->modulus)->size(), 256u);
    EXPECT_EQ(key->exponent, "AQAB");
    EXPECT_FALSE(find_key(certs.text, "small")) << "1024 bits are too few";
    EXPECT_FALSE(find_key(certs.text, ""));
    EXPECT_FALSE(find_key(certs.text, "other"));
    const auto with = [&](std::string_view replaced, std::string_view by) {
        auto other =
            R"({"keys":[{"kid":"k","kty":"RSA","alg":"RS256","use":"sig","e":"AQAB","n":")" + key->modulus + "\"}]}";
        if (!replaced.empty()) other.replace(other.find(replaced), replaced.size(), by);
        return find_key(other, "k").has_value();
    };
    EXPECT_TRUE(with("", ""));
    EXPECT_TRUE(with(R"("alg":"RS256","use":"sig",)", ""));
    EXPECT_FALSE(with("RS256", "RS512"));
    EXPECT_FALSE(with(R"("use":"sig")", R"("use":"enc")"));
    EXPECT_FALSE(with(R"("kty":"RSA")", R"("kty":"oct")"));
    EXPECT_FALSE(with("AQAB", "Aw"));
    EXPECT_FALSE(with(R"("n":")", R"("n":"=)"));
}

TEST(AccessKeys, AreNoneInWhatIsNoAnswerOfAccess) {
    for (const std::string_view body :
         {"", "{}", "[]", R"({"keys":{}})", R"({"keys":[]})", "<html>", R"({"keys":[7]})"}) {
        EXPECT_FALSE(find_key(body, "k")) << body;
        EXPECT_EQ(are_certs(body), body == R"({"keys":[7]})") << body;
    }
}

}  // namespace
}  // namespace wib::edge::access

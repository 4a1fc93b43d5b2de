#include <gtest/gtest.h>

#include <random>

#include "shared/codec/base64.hpp"
#include "shared/codec/reflect.hpp"
#include "shared/identity/client_state.hpp"
#include "shared/identity/csrf.hpp"
#include "shared/identity/fingerprint.hpp"
#include "shared/identity/role.hpp"
#include "shared/identity/session_token.hpp"
#include "shared/identity/stream_token.hpp"

namespace wib::identity {
namespace {

using namespace std::chrono_literals;

const Instant kNoon = *parse_rfc3339("2026-11-21T12:00:00Z");
const Secret kKey{std::string(32, 'k')};
const Secret kOtherKey{std::string(32, 'o')};
constexpr std::array<std::uint8_t, 16> kNonce{1, 2, 3};

template <class Id>
Id id(std::uint8_t last) {
    Id made;
    made.value.octets.back() = last;
    return made;
}

TEST(Role, NamesReadBackAndLevelsFollowTheRules) {
    const std::pair<Role, int> levels[] = {
        {Role::none, 0},    {Role::viewer, 1},    {Role::member, 1},     {Role::agent, 2}, {Role::analyst, 2},
        {Role::manager, 3}, {Role::operator_, 3}, {Role::compliance, 3}, {Role::admin, 4}, {Role::owner, 5}};
    for (const auto& [role, expected] : levels) {
        EXPECT_EQ(level(role), expected);
        EXPECT_EQ(parse_role(name(role)), role);
    }
    EXPECT_EQ(name(Role::operator_), "operator");
    EXPECT_FALSE(parse_role("operator_"));
    EXPECT_FALSE(parse_role("root"));
    EXPECT_TRUE(at_least(Role::compliance, Role::agent));
    EXPECT_FALSE(at_least(Role::viewer, Role::agent));
}

TEST(SessionToken, IsKnownByItsHash) {
    std::array<std::uint8_t, 32> random{};
    const auto token = session_token(random);
    EXPECT_EQ(token.reveal(), std::string(43, 'A'));
    EXPECT_TRUE(is_session_token(token.reveal()));
    EXPECT_EQ(hash_token("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    for (const auto* text : {"", "short", "wib_live_x"}) EXPECT_FALSE(is_session_token(text)) << text;
}

TEST(SessionToken, IsFoundInHeaderBeforeCookie) {
    const std::string a(43, 'A'), b = std::string(42, 'B') + "A";
    EXPECT_EQ(find_session_token("Bearer " + a, "__Host-wib=" + b), a);
    EXPECT_EQ(find_session_token("", "x=1; __Host-wib=" + b), b);
    EXPECT_EQ(find_session_token("", "__Host-wib=nonsense"), std::nullopt);
    EXPECT_EQ(find_session_token("", ""), std::nullopt);
}

TEST(Csrf, IsGoodForItsPurposeItsBrowserAndItsTime) {
    const auto token = issue_csrf(CsrfPurpose::pre_session, "cookie", kNoon + 10min, kNonce, kKey);
    EXPECT_TRUE(check_csrf(token, CsrfPurpose::pre_session, "cookie", kNoon, kKey));
    EXPECT_TRUE(check_csrf(token, CsrfPurpose::pre_session, "cookie", kNoon + 10min - 1us, kKey));
    EXPECT_EQ(check_csrf(token, CsrfPurpose::pre_session, "cookie", kNoon + 10min, kKey).error(), CsrfError::expired);
    EXPECT_EQ(check_csrf(token, CsrfPurpose::session, "cookie", kNoon, kKey).error(), CsrfError::mismatch);
    EXPECT_EQ(check_csrf(token, CsrfPurpose::pre_session, "another", kNoon, kKey).error(), CsrfError::mismatch);
    EXPECT_EQ(check_csrf(token, CsrfPurpose::pre_session, "cookie", kNoon, kOtherKey).error(), CsrfError::mismatch);
    EXPECT_EQ(check_csrf("", CsrfPurpose::pre_session, "cookie", kNoon, kKey).error(), CsrfError::missing);
    EXPECT_EQ(check_csrf("abc", CsrfPurpose::pre_session, "cookie", kNoon, kKey).error(), CsrfError::malformed);
    EXPECT_EQ(check_csrf(token, CsrfPurpose::pre_session, "", kNoon, kKey).error(), CsrfError::malformed);
}

TEST(Csrf, RefusesEveryFlippedBit) {
    const auto token = *codec::parse_base64url(issue_csrf(CsrfPurpose::session, "hash", kNoon + 1h, kNonce, kKey));
    for (std::size_t bit = 0; bit < token.size() * 8; ++bit) {
        auto forged = token;
        forged[bit / 8] ^= static_cast<std::byte>(1 << (bit % 8));
        EXPECT_EQ(check_csrf(codec::base64url(forged), CsrfPurpose::session, "hash", kNoon, kKey).error(),
                  CsrfError::mismatch);
    }
}

TEST(StreamToken, TellsItsCallAndLegUntilItExpires) {
    const StreamTicket ticket{.call = id<CallId>(1), .leg = id<LegId>(2), .expires = kNoon + 10min};
    const auto token = issue_stream_token(ticket, kNonce, kKey);
    EXPECT_EQ(check_stream_token(token.reveal(), kNoon, kKey), ticket);
    EXPECT_EQ(check_stream_token(token.reveal(), kNoon + 10min, kKey).error(), StreamTokenError::expired);
    EXPECT_EQ(check_stream_token(token.reveal(), kNoon, kOtherKey).error(), StreamTokenError::mismatch);
    EXPECT_EQ(check_stream_token("", kNoon, kKey).error(), StreamTokenError::missing);
    EXPECT_EQ(check_stream_token("x", kNoon, kKey).error(), StreamTokenError::malformed);
}

TEST(StreamToken, RefusesEveryFlippedBit) {
    const auto token =
        *codec::parse_base64url(issue_stream_token({id<CallId>(1), id<LegId>(2), kNoon + 1h}, kNonce, kKey).reveal());
    for (std::size_t bit = 0; bit < token.size() * 8; ++bit) {
        auto forged = token;
        forged[bit / 8] ^= static_cast<std::byte>(1 << (bit % 8));
        EXPECT_EQ(check_stream_token(codec::base64url(forged), kNoon, kKey).error(), StreamTokenError::mismatch);
    }
}

TEST(ClientState, ComesBackAsItWent) {
    const ClientState state{id<OrgId>(1), id<CallId>(2), id<LegId>(3), "consumer", "bridge"};
    const auto text = seal_client_state(state, kKey);
    EXPECT_LE(text.size(), kMaxClientState);
    EXPECT_EQ(open_client_state(text, kKey), state);
    EXPECT_EQ(open_client_state(text, kOtherKey).error(), ClientStateError::mismatch);
}

TEST(ClientState, RefusesWhatWeDidNotSign) {
    EXPECT_EQ(open_client_state("", kKey).error(), ClientStateError::missing);
    EXPECT_EQ(open_client_state("aGF2ZSBhIG5pY2UgZGF5ID1d", kKey).error(), ClientStateError::malformed);
    EXPECT_EQ(open_client_state(std::string(5000, 'A'), kKey).error(), ClientStateError::malformed);
    auto json = std::string{as_text(
        *codec::parse_base64(seal_client_state({id<OrgId>(1), id<CallId>(2), id<LegId>(3), "agent", "direct"}, kKey)))};
    json.replace(json.find("\"agent\""), 7, "\"owner\"");
    EXPECT_EQ(open_client_state(codec::base64(as_bytes(json)), kKey).error(), ClientStateError::mismatch);
}

TEST(Fingerprint, TellsBrowsersApart) {
    EXPECT_EQ(fingerprint("a", "b", "c"), hash_token("a|b|c"));
    EXPECT_NE(fingerprint("a", "b", ""), fingerprint("a", "", "b"));
}

TEST(Tokens, NoGarbageIsTakenForOne) {
    std::mt19937 random{7};
    for (int round = 0; round < 5000; ++round) {
        std::string text(random() % 200, '\0');
        for (auto& c : text) c = static_cast<char>(random());
        const auto encoded = codec::base64url(as_bytes(text));
        for (const auto& candidate : {text, encoded}) {
            EXPECT_FALSE(check_csrf(candidate, CsrfPurpose::session, "hash", kNoon, kKey));
            EXPECT_FALSE(check_stream_token(candidate, kNoon, kKey));
            EXPECT_FALSE(open_client_state(candidate, kKey));
        }
    }
}

}  // namespace
}  // namespace wib::identity

// How often the edge lets each served route be asked, against the table written by hand from the rules.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <sstream>

#include "edge/core/forward.hpp"
#include "tests/support/fixture.hpp"
#include "tests/support/scripted_edge.hpp"

namespace wib::edge {
namespace {

using test::Journey;
using test::ScriptedEdge;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

struct Row {
    std::string method, pattern, group, requests, minutes, counts, by, uncounted;
    [[nodiscard]] bool is_counted() const { return group != "-"; }
    [[nodiscard]] std::string route() const { return method + " " + pattern; }
};

// tests/fixtures/rates/routes.tsv
std::vector<Row> rates() {
    std::istringstream lines{test::fixture("rates/routes.tsv")};
    std::vector<Row> rows;
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with('#') || line.starts_with("route\t")) continue;
        std::istringstream cells{line};
        std::string route;
        Row row;
        for (auto* cell : {&route, &row.group, &row.requests, &row.minutes, &row.counts, &row.by, &row.uncounted})
            std::getline(cells, *cell, '\t');
        row.method = route.substr(0, route.find(' '));
        row.pattern = route.substr(route.find(' ') + 1);
        rows.push_back(row);
    }
    return rows;
}

// Somebody who may ask anything, at the edge and at its counters.
class Asking {
  public:
    explicit Asking(const Row& row) : row_(row), path_(row.pattern) {
        for (auto open = path_.find('{'); open != std::string::npos; open = path_.find('{'))
            path_.replace(open, path_.find('}') - open + 1, "7f6c1f0e-58a1-4c1b-9d3e-2b6f0a9e4c11");
        const std::string_view nobody = R"("platform_role":null)";
        claims_.replace(claims_.find(nobody), nobody.size(), R"("platform_role":"platform_admin")");
        const auto found = api::match(row.method, path_);
        is_before_sign_in_ = found && found->route->csrf == api::Csrf::pre_session;
        if (found && found->route->body_limit > 0) edge.body = "{}";
    }

    ScriptedEdge edge;

    /// The whole way: what is forwarded comes back with `status`.
    Journey once(int status) {
        // Some routes have their session's claims forgotten.
        edge.kv[session_key(ScriptedEdge::token_hash())] = claims_;
        auto journey =
            edge.begin(row_.method, path_,
                       {{"content-type", "application/json"},
                        {"cookie", "__Host-wib-pre=pre; " + ScriptedEdge::cookie()},
                        {"x-csrf-token", is_before_sign_in_ ? edge.pre_session_csrf("pre")
                                                            : edge.session_csrf(ScriptedEdge::token_hash())}});
        if (const auto* forwarded = journey.as<ForwardToOrigin>())
            return edge.finish(forwarded->context, {.ending = Ending::done, .status = status});
        return journey;
    }

    /// The windows that were asked, without what is marked to be forgotten.
    [[nodiscard]] std::map<std::string, int> windows() const {
        std::map<std::string, int> asked;
        for (const auto& [key, window] : edge.counters)
            if (key.starts_with("rl:")) asked[key] = window.second;
        return asked;
    }

  private:
    std::string claims_ = ScriptedEdge::claims("owner");
    Row row_;
    std::string path_;
    bool is_before_sign_in_ = false;
};

std::string told(const Journey& journey, std::string_view name) {
    const auto* answer = journey.as<Respond>();
    return answer ? std::string{answer->headers.get(name)} : "no answer";
}

TEST(Rates, StandInTheTableForEveryRouteThatIsServed) {
    std::vector<std::string> served, listed;
    for (const auto& route : api::routes())
        if (route.auth == api::Auth::internal)
            EXPECT_EQ(route.rate, api::RateClass::none) << route.name << " is the edge's own question";
        else
            served.push_back(std::string{api::name(route.method)} + " " + std::string{route.pattern});
    for (const auto& row : rates()) listed.push_back(row.route());
    EXPECT_THAT(listed, testing::UnorderedElementsAreArray(served));
}

TEST(Rates, LetInAsManyAsTheTableSaysAndTellWhatIsLeftInEveryAnswer) {
    for (const auto& row : rates()) {
        if (!row.is_counted()) continue;
        Asking asking{row};
        const int most = std::stoi(row.requests), window = std::stoi(row.minutes) * 60;
        const auto now = unix_micros(asking.edge.now) / 1'000'000;
        for (int made = 1; made <= most; ++made) {
            const auto journey = asking.once(row.counts == "failures" ? 401 : 200);
            ASSERT_NE(journey.code(), "RATE_LIMIT") << row.route() << " " << made;
            ASSERT_EQ(told(journey, "x-ratelimit-limit"), row.requests) << row.route() << " " << journey.code();
            ASSERT_EQ(told(journey, "x-ratelimit-remaining"), std::to_string(most - made)) << row.route();
            ASSERT_EQ(told(journey, "x-ratelimit-reset"), std::to_string((now / window + 1) * window)) << row.route();
        }
        const auto refused = asking.once(200);
        EXPECT_EQ(refused.code(), "RATE_LIMIT") << row.route();
        EXPECT_EQ(told(refused, "x-ratelimit-remaining"), "0") << row.route();
        EXPECT_EQ(told(refused, "retry-after"), std::to_string((now / window + 1) * window - now)) << row.route();
    }
}

TEST(Rates, AreCountedForWhomTheTableNames) {
    for (const auto& row : rates()) {
        Asking asking{row};
        (void)asking.once(200);
        if (!row.is_counted()) {
            EXPECT_THAT(asking.windows(), IsEmpty()) << row.route();
            continue;
        }
        const auto whose = row.by == "address"
                               ? std::string{"192.0.2.7"}
                               : std::string{ScriptedEdge::kOrganization} + ":0192f0c0-0000-7000-8000-0000000000bb";
        EXPECT_THAT(asking.windows(),
                    ElementsAre(Pair("rl:" + row.group + ":" + whose, row.counts == "failures" ? 0 : 1)))
            << row.route();
    }
}

TEST(Rates, CloseOrOpenAsTheTableSaysWhenNobodyCanCount) {
    for (const auto& row : rates()) {
        Asking asking{row};
        asking.edge.can_count = false;
        const auto journey = asking.once(200);
        EXPECT_EQ(journey.code() == "CAPACITY", row.uncounted == "refused") << row.route() << " " << journey.code();
        EXPECT_EQ(journey.status() == 503, row.uncounted == "refused") << row.route() << " " << journey.code();
    }
}

TEST(Rates, AreToldByWhoeverAnswersAfterTheCount) {
    const Row row{"POST", "/api/voice/call", "voice", "20", "5", "all", "person", "let_in"};
    Asking away{row};
    away.edge.kv[session_key(ScriptedEdge::token_hash())] = ScriptedEdge::claims("owner");
    const auto begun = away.edge.begin(
        "POST", row.pattern,
        {{"cookie", ScriptedEdge::cookie()}, {"x-csrf-token", away.edge.session_csrf(ScriptedEdge::token_hash())}});
    ASSERT_TRUE(begun.as<ForwardToOrigin>());
    const auto failed = away.edge.finish(begun.as<ForwardToOrigin>()->context, {.ending = Ending::failed});
    EXPECT_EQ(failed.code(), "ORIGIN_UNAVAILABLE");
    EXPECT_EQ(told(failed, "x-ratelimit-remaining"), "19");

    Asking large{row};
    large.edge.body = std::string(9000, 'x');
    const auto refused = large.once(200);
    EXPECT_EQ(refused.code(), "PAYLOAD_TOO_LARGE");
    EXPECT_EQ(told(refused, "x-ratelimit-remaining"), "19");
}

}  // namespace
}  // namespace wib::edge

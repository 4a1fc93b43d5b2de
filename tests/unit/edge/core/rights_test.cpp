// Who gets past the edge: every served route by every role, against the table written by hand from the rules.
#include <gtest/gtest.h>

#include "edge/core/forward.hpp"
#include "edge/core/serve.hpp"
#include "tests/support/rights_matrix.hpp"
#include "tests/support/scripted_edge.hpp"

namespace wib::edge {
namespace {

using test::Journey;
using test::ScriptedEdge;

std::string a_path(std::string_view pattern) {
    std::string path{pattern};
    for (auto open = path.find('{'); open != std::string::npos; open = path.find('{'))
        path.replace(open, path.find('}') - open + 1, "7f6c1f0e-58a1-4c1b-9d3e-2b6f0a9e4c11");
    return path;
}

std::string claims_of(const std::string& column) {
    if (column != "platform") return ScriptedEdge::claims(column);
    auto claims = ScriptedEdge::claims("viewer");
    const std::string_view nobody = R"("platform_role":null)";
    return claims.replace(claims.find(nobody), nobody.size(), R"("platform_role":"platform_admin")");
}

Journey ask(const std::string& route, const std::string& column) {
    ScriptedEdge edge;
    api::Headers headers;
    if (column != "anonymous") {
        edge.kv[session_key(ScriptedEdge::token_hash())] = claims_of(column);
        headers = {{"cookie", ScriptedEdge::cookie()}, {"x-csrf-token", edge.session_csrf(ScriptedEdge::token_hash())}};
    }
    const auto space = route.find(' ');
    return edge.begin(route.substr(0, space), a_path(route.substr(space + 1)), headers);
}

TEST(EdgeRights, HoldInEveryCell) {
    for (const auto& [route, row] : test::rights_matrix())
        for (const auto& [column, is_allowed] : row) {
            // tests/unit/shared/api and service_test.cpp: the same decision
            if (column.ends_with("key") || column.ends_with("token") || column == "access") continue;
            const auto journey = ask(route, column);
            const auto refused = column == "anonymous" ? "AUTH_REQUIRED" : "FORBIDDEN";
            EXPECT_EQ(journey.code() != refused, is_allowed) << route << " by " << column << ": " << journey.code();
            if (!is_allowed) EXPECT_FALSE(journey.as<ForwardToOrigin>()) << route << " by " << column;
        }
}

TEST(EdgeRights, NameWhatIsMissing) {
    const auto journey = ask("GET /api/audit-logs", "operator");
    ASSERT_EQ(journey.status(), 403);
    EXPECT_NE(journey.as<Respond>()->body.find(R"("required_permission":"audit_logs:read")"), std::string::npos);
}

}  // namespace
}  // namespace wib::edge

#include "shared/api/route_tree.hpp"

#include <gmock/gmock.h>

#include <string>

namespace wib::api {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr std::array<Route, 7> kTable{
    Route{Method::get, "/calls/{id}", "call"},
    Route{Method::get, "/calls/live", "live"},
    Route{Method::post, "/calls/{call}", "change"},
    Route{Method::get, "/calls/live/{id}/notes", "live_notes"},
    Route{Method::get, "/calls/{id}/notes/{note}", "note"},
    Route{Method::get, "/calls/{id}/legs", "legs"},
    Route{Method::get, "/{page}", "page"},
};
constexpr auto kSmallTree = grow_route_tree<kTable>();

std::vector<std::string> found(std::string_view path) {
    std::vector<std::string> names;
    kSmallTree.visit(path, [&](std::uint16_t row, std::span<const std::string_view> values) {
        std::string name{kTable[row].name};
        for (const auto value : values) name += " " + std::string{value};
        names.push_back(std::move(name));
        return false;
    });
    return names;
}

TEST(RouteTree, ShowsLiteralsBeforeParametersAndComesBackForThem) {
    EXPECT_THAT(found("/calls/5"), ElementsAre("call 5", "change 5"));
    EXPECT_THAT(found("/calls/live"), ElementsAre("live", "call live", "change live"));
    EXPECT_THAT(found("/calls/live/legs"), ElementsAre("legs live"));
    EXPECT_THAT(found("/calls/live/notes/7"), ElementsAre("note live 7"));
    EXPECT_THAT(found("/calls/live/notes/notes"), ElementsAre("live_notes notes", "note live notes"));
    EXPECT_THAT(found("/calls"), ElementsAre("page calls"));
}

TEST(RouteTree, TakesNoEmptySegmentAndNoneTooMany) {
    for (const auto* path : {"", "/", "//", "/calls/", "/calls//legs", "/calls/5/", "/calls/5/legs/", "/calls/5/legs/6",
                             "/calls/5/notes", "/calls/{/x"})
        EXPECT_THAT(found(path), IsEmpty()) << path;
    EXPECT_THAT(found("/{"), ElementsAre("page {"));
}

TEST(RouteTree, StopsWhereItIsTold) {
    int shown = 0;
    EXPECT_TRUE(kSmallTree.visit("/calls/live", [&](auto, auto) { return ++shown == 2; }));
    EXPECT_EQ(shown, 2);
    EXPECT_FALSE(kSmallTree.visit("/nowhere/at/all", [](auto, auto) { return true; }));
}

// What a path of the table finds is what reading the table from its top would find.
TEST(RouteTree, FindsEveryRowOfTheTable) {
    for (const auto& route : routes()) {
        std::string path;
        std::vector<std::string> values;
        for (auto rest = route.pattern; !rest.empty();) {
            const auto segment = take_segment(rest);
            if (is_parameter(segment)) values.push_back("v" + std::to_string(values.size()));
            path += "/" + (is_parameter(segment) ? values.back() : std::string{segment});
        }
        const auto match = api::match(name(route.method), path);
        ASSERT_TRUE(match) << path;
        EXPECT_EQ(match->route->name, route.name) << path;
        ASSERT_EQ(match->params.size(), values.size()) << path;
        for (std::size_t at = 0; at < values.size(); ++at) EXPECT_EQ(match->params[at].value, values[at]) << path;
    }
}

}  // namespace
}  // namespace wib::api

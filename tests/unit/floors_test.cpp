// Reads the include lines of the tree and names the rule that was broken (docs/architecture.md, "Floors").
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

struct Include {
    std::string file;    // relative to the root
    int line;
    std::string target;  // what stands between the quotes or brackets
    bool ours;
};

const fs::path kRoot = WIB_SOURCE_DIR;
const std::set<std::string> kFeatures{"voice", "identity", "record", "live"};

std::vector<Include> includes_of(const std::string& floor) {
    std::vector<Include> found;
    if (!fs::exists(kRoot / floor)) return found;
    for (const auto& entry : fs::recursive_directory_iterator(kRoot / floor)) {
        const auto path = entry.path();
        if (path.string().find("/node_modules/") != std::string::npos) continue;
        if (path.extension() != ".cpp" && path.extension() != ".hpp") continue;
        std::ifstream in(path);
        std::string text;
        for (int line = 1; std::getline(in, text); ++line) {
            if (!text.starts_with("#include ")) continue;
            const auto open = text.find_first_of("\"<");
            const auto close = text.find_first_of("\">", open + 1);
            if (open == std::string::npos || close == std::string::npos) continue;
            found.push_back({fs::relative(path, kRoot).string(), line, text.substr(open + 1, close - open - 1), text[open] == '"'});
        }
    }
    return found;
}

std::string room_of(const std::string& path) {
    const auto first = path.find('/');
    const auto second = path.find('/', first + 1);
    return second == std::string::npos ? path.substr(0, first) : path.substr(0, second);
}

std::string where(const Include& i) { return i.file + ":" + std::to_string(i.line) + " includes " + i.target; }

TEST(Floors, IncludesStartAtTheRoot) {
    for (const auto* floor : {"shared", "edge", "origin"})
        for (const auto& i : includes_of(floor))
            if (i.ours) EXPECT_TRUE(fs::exists(kRoot / i.target) || i.target.starts_with("generated/")) << where(i);
}

TEST(Floors, SharedSeesOnlySharedAndItsFewLibraries) {
    for (const auto& i : includes_of("shared")) {
        if (i.ours) EXPECT_TRUE(i.target.starts_with("shared/")) << where(i);
        if (i.target.starts_with("boost/"))
            EXPECT_TRUE(i.target.starts_with("boost/json") || i.target.starts_with("boost/describe") ||
                        i.target.starts_with("boost/mp11"))
                << where(i);
        for (const auto* banned : {"thread", "mutex", "fstream", "filesystem", "unistd.h", "sys/socket.h"})
            EXPECT_NE(i.target, banned) << where(i) << ": no threads, files or sockets in shared";
    }
}

TEST(Floors, CoreSeesOnlyTheStandardLibrary) {
    for (const auto& i : includes_of("shared/core"))
        EXPECT_TRUE(i.ours ? i.target.starts_with("shared/core/") : i.target.find('/') == std::string::npos) << where(i);
}

TEST(Floors, EdgeSeesOnlySharedAndItself) {
    for (const auto& i : includes_of("edge"))
        if (i.ours) EXPECT_TRUE(i.target.starts_with("shared/") || i.target.starts_with("edge/")) << where(i);
}

TEST(Floors, VendorsAreIncludedByTheCompositionRootAlone) {
    for (const auto& i : includes_of("origin")) {
        if (!i.target.starts_with("origin/vendors/")) continue;
        EXPECT_TRUE(i.file == "origin/main.cpp" || i.file.starts_with("origin/vendors/")) << where(i);
    }
}

TEST(Floors, FeaturesSeeNeitherBeastNorEachOthersInsides) {
    for (const auto& i : includes_of("origin")) {
        const auto room = room_of(i.file);
        const auto feature = room.substr(room.find('/') + 1);
        if (!kFeatures.contains(feature)) continue;
        EXPECT_FALSE(i.target.starts_with("boost/beast")) << where(i);
        if (!i.ours || !i.target.starts_with("origin/")) continue;
        const auto seen = room_of(i.target);
        const auto other = seen.substr(seen.find('/') + 1);
        if (kFeatures.contains(other) && other != feature)
            EXPECT_TRUE(i.target.ends_with("/ports.hpp")) << where(i) << ": features meet at their ports";
    }
}

TEST(Floors, SharedNeverAsksForTheTimeOrTheEnvironment) {
    for (const auto& entry : fs::recursive_directory_iterator(kRoot / "shared")) {
        if (entry.path().extension() != ".cpp" && entry.path().extension() != ".hpp") continue;
        std::ifstream in(entry.path());
        std::string text;
        for (int line = 1; std::getline(in, text); ++line)
            for (const auto* banned : {"::now(", "getenv(", "std::rand", "random_device"})
                EXPECT_EQ(text.find(banned), std::string::npos) << entry.path() << ":" << line << " has " << banned;
    }
}

}  // namespace

// Reads the include lines of the tree and names the rule that was broken (docs/architecture.md, "Floors").
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

struct Include {
    std::string file;  // relative to the root
    int line;
    std::string target;  // what stands between the quotes or brackets
    bool ours;
};

const fs::path kRoot = WIB_SOURCE_DIR;
const std::set<std::string> kFeatures{"voice",  "identity", "rights",      "record",      "live",    "notify",
                                      "intake", "jobs",     "transcripts", "supervision", "evidence"};

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
            found.push_back(
                {fs::relative(path, kRoot).string(), line, text.substr(open + 1, close - open - 1), text[open] == '"'});
        }
    }
    return found;
}

std::string room_of(const std::string& path) {
    const auto first = path.find('/');
    const auto second = path.find('/', first + 1);
    return second == std::string::npos ? path.substr(0, first) : path.substr(0, second);
}

std::string where(const Include& i) {
    return i.file + ":" + std::to_string(i.line) + " includes " + i.target;
}

TEST(Floors, IncludesStartAtTheRoot) {
    for (const auto* floor : {"shared", "edge", "origin"})
        for (const auto& i : includes_of(floor))
            if (i.ours) EXPECT_TRUE(fs::exists(kRoot / i.target) || i.target.starts_with("generated/")) << where(i);
}

// wib_room (CMakeLists.txt) relies on it: such a header needs no unit of its own to prove that it compiles alone.
TEST(Floors, ASourceIncludesItsOwnHeaderFirst) {
    for (const auto* floor : {"shared", "edge", "origin"}) {
        std::set<std::string> seen;
        for (const auto& i : includes_of(floor)) {
            if (!i.file.ends_with(".cpp") || !seen.insert(i.file).second) continue;
            const auto header = i.file.substr(0, i.file.size() - 4) + ".hpp";
            if (fs::exists(kRoot / header)) EXPECT_EQ(i.target, header) << where(i) << " before its own header";
        }
    }
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
        EXPECT_TRUE(i.ours ? i.target.starts_with("shared/core/") : i.target.find('/') == std::string::npos)
            << where(i);
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

// Asio and Beast cost a second or more each where they are included. Everybody else waits with Task, within, TaskScope,
// Channel and Wakeup (origin/runtime), speaks HTTP with origin/http's values and sockets with origin/ws/socket.hpp.
// A file joins these lists with a reason that those words do not cover.
const std::set<std::string> kAsioIsCheapIn{"boost/asio/any_io_executor.hpp", "boost/asio/awaitable.hpp",
                                           "boost/asio/this_coro.hpp"};
const std::set<std::string> kSpeakAsio{
    "origin/cli/call.cpp",       // a client that must not share a bug with ours
    "origin/db/connection.cpp",  // libpq's socket
    "origin/db/connection.hpp",
    "origin/db/pool.cpp",
    "origin/db/pool.hpp",
    "origin/db/postgres.cpp",
    "origin/db/postgres.hpp",
    "origin/http/client/asio_ssl.cpp",  // compiles Asio's TLS
    "origin/http/client/client.cpp",
    "origin/http/client/dialer.cpp",
    "origin/http/client/transport.hpp",
    "origin/http/connection.cpp",
    "origin/http/streamed_body.cpp",
    "origin/http/streamed_body.hpp",
    "origin/http/connection.hpp",
    "origin/http/peer_watch.cpp",
    "origin/http/peer_watch.hpp",
    "origin/http/sending.cpp",
    "origin/http/sending.hpp",
    "origin/http/server.cpp",
    "origin/main.cpp",
    "origin/media/ear.cpp",  // waits for several things at once
    "origin/media/session.cpp",
    "origin/runtime/asio.cpp",  // compiles Asio
    "origin/runtime/blocking_pool.cpp",
    "origin/runtime/channel.cpp",
    "origin/runtime/stop_order.cpp",
    "origin/runtime/stop_order.hpp",
    "origin/runtime/task_scope.cpp",
    "origin/runtime/threads.hpp",
    "origin/runtime/wakeup.cpp",
    "origin/runtime/within.cpp",
    "origin/ws/read_wait.hpp",
    "origin/ws/served_socket.cpp",
    "origin/ws/served_socket.hpp",
    "origin/ws/stream_socket.cpp",
    "origin/ws/stream_socket.hpp",
    "origin/ws/tcp_parting.hpp",
};
const std::set<std::string> kSpeakBeast{
    "origin/cli/call.cpp",
    "origin/http/client/beast.cpp",  // compiles it
    "origin/http/client/client.cpp", "origin/http/connection.cpp",  "origin/http/streamed_body.cpp",
    "origin/http/streamed_body.hpp", "origin/ws/stream_socket.cpp", "origin/ws/stream_socket.hpp",
};

bool is_dear(const Include& i) {
    return (i.target.starts_with("boost/asio/") || i.target.starts_with("boost/beast/")) &&
           !kAsioIsCheapIn.contains(i.target);
}

TEST(Floors, AsioAndBeastStayInTheFewUnitsThatSpeakThem) {
    std::set<std::string> asio, beast;
    for (const auto* floor : {"shared", "edge", "origin"})
        for (const auto& i : includes_of(floor)) {
            if (!is_dear(i)) continue;
            const bool is_beast = i.target.starts_with("boost/beast/");
            (is_beast ? beast : asio).insert(i.file);
            EXPECT_TRUE((is_beast ? kSpeakBeast : kSpeakAsio).contains(i.file)) << where(i);
        }
    EXPECT_EQ(asio, kSpeakAsio) << "the list names a file that no longer needs Asio";
    EXPECT_EQ(beast, kSpeakBeast) << "the list names a file that no longer needs Beast";
}

TEST(Floors, FeaturesReachNeitherThroughAHeaderOfAnotherRoom) {
    std::map<std::string, std::vector<Include>> of;
    for (const auto* floor : {"shared", "origin"})
        for (auto& i : includes_of(floor)) of[i.file].push_back(i);
    for (const auto& [file, _] : of) {
        const auto room = room_of(file);
        if (!kFeatures.contains(room.substr(room.find('/') + 1)) || !file.ends_with(".cpp")) continue;
        std::set<std::string> seen{file};
        for (std::vector<std::string> next{file}; !next.empty();) {
            const auto at = next.back();
            next.pop_back();
            for (const auto& i : of[at]) {
                EXPECT_FALSE(is_dear(i)) << where(i) << ", and " << file << " sees it";
                if (i.ours && seen.insert(i.target).second) next.push_back(i.target);
            }
        }
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

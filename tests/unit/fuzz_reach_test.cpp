// Reads the headers and the fuzz entries: whatever turns somebody's bytes into values is fed by one of them.
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <set>
#include <string>

namespace {

namespace fs = std::filesystem;

const fs::path kRoot = WIB_SOURCE_DIR;

// Not named in any entry, and why that is right. A name that no longer needs to stand here fails the test too.
const std::map<std::string, std::string> kExcused{
    {"Text::parse", "members of this type are read with every described body (json, requests, telnyx_event)"},
    {"StrongId::parse", "one template for all ids; values feeds CallId::parse"},
    {"parse_enum", "read with every described body that has an enum (json, replies)"},
    {"parse_plan", "an enum's names, as parse_enum reads them"},
    {"parse_capability", "an enum's names, as parse_enum reads them"},
    {"parse_straight", "a template: straight names its type"},
    {"read_straight", "inside parse_straight"},
    {"read_straight_struct", "inside parse_straight"},
    {"read_member", "inside every described body"},
    {"read_struct", "inside every described body"},
    {"read_field", "inside every described query (routes)"},
    {"read_fields", "inside every described query (routes)"},
    {"read_path", "an endpoint's parse_path; tests/unit/shared/api/endpoints tries every one of them"},
    {"read_query", "an endpoint's parse_query (routes); tests/unit/shared/api/endpoints tries every one of them"},
    {"read_items", "inside every described body"},
    {"decode_table", "a table by codec, not a reader"},
    {"Sha256Text::parse", "a member of the manifest (bundle)"},
    {"read_text", "inside FormReader::next (multipart)"},
    {"read_line_end", "inside FormReader::next (multipart)"},
    {"read_head", "inside FormReader::next (multipart)"},
    {"read_body", "an effect of the edge: what it brings is fed by journey and orders"},
    {"read_frames", "the loop inside a media session: media_session"},
    {"read_migrations", "reads our own files, proven by their checksums"},
    {"read_call_record", "rows of our own statements; row_values feeds the columns"},
    {"read_command", "rows of our own statements; row_values feeds the columns"},
};

std::string text_of(const fs::path& path) {
    std::ifstream in{path};
    return {std::istreambuf_iterator<char>{in}, {}};
}

std::set<std::string> readers() {
    static const std::regex kType{R"(^\s*(?:class|struct)\s+([A-Z]\w*))"};
    static const std::regex kReader{R"(\b(?:parse|decode|read)_[a-z0-9_]+(?=\())"};
    static const std::regex kMember{R"(\bstatic\b.*\bparse\()"};
    std::set<std::string> names;
    for (const auto* floor : {"shared", "edge", "origin"}) {
        for (const auto& entry : fs::recursive_directory_iterator(kRoot / floor)) {
            if (entry.path().extension() != ".hpp" || entry.path().string().find("/node_modules/") != std::string::npos)
                continue;
            std::string line, type;
            for (std::ifstream in{entry.path()}; std::getline(in, line);) {
                line.resize(std::min(line.size(), line.find("//")));
                std::smatch found;
                if (std::regex_search(line, found, kType)) type = found[1];
                if (std::regex_search(line, found, kReader)) names.insert(found[0]);
                if (std::regex_search(line, kMember)) names.insert(type + "::parse");
            }
        }
    }
    return names;
}

// A call of exactly this name.
bool calls(const std::string& text, const std::string& name) {
    for (auto at = text.find(name + '('); at != std::string::npos; at = text.find(name + '(', at + 1))
        if (at == 0 || (std::isalnum(static_cast<unsigned char>(text[at - 1])) == 0 && text[at - 1] != '_'))
            return true;
    return false;
}

TEST(FuzzEntries, FeedEverythingThatReads) {
    std::string entries;
    for (const auto& entry : fs::recursive_directory_iterator(kRoot / "tests/fuzz"))
        if (entry.path().extension() == ".cpp") entries += text_of(entry.path());
    const auto found = readers();
    EXPECT_GT(found.size(), 30u) << "the headers were not read";
    for (const auto& name : found) {
        const bool is_fed = calls(entries, name);
        if (!is_fed)
            EXPECT_TRUE(kExcused.contains(name))
                << name << " is reached from no entry: write tests/fuzz/<floor>/<room>/<name>_fuzz.cpp";
        if (is_fed) EXPECT_FALSE(kExcused.contains(name)) << name << " is fed now: take it off the list of excuses";
    }
    for (const auto& [name, why] : kExcused)
        EXPECT_TRUE(found.contains(name)) << name << " is gone: take it off the list of excuses";
}

TEST(FuzzEntries, HaveSeedsAndNoSeedsAreOrphans) {
    std::set<std::string> entries;
    for (const auto& entry : fs::recursive_directory_iterator(kRoot / "tests/fuzz"))
        if (const auto name = entry.path().stem().string();
            entry.path().extension() == ".cpp" && name.ends_with("_fuzz"))
            entries.insert(name.substr(0, name.size() - 5));
    for (const auto& folder : fs::directory_iterator(kRoot / "tests/fuzz/corpus")) {
        EXPECT_TRUE(entries.contains(folder.path().filename())) << folder.path() << " belongs to no entry";
        entries.erase(folder.path().filename());
    }
    EXPECT_TRUE(entries.empty()) << *entries.begin() << " has no seeds";
}

}  // namespace

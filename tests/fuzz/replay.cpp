// Replays every fuzz entry's seeds, and mutations of them that are the same in every run.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "fuzz_entries.hpp"

namespace {

namespace fs = std::filesystem;

std::vector<std::string> seeds_of(const std::string& name) {
    std::vector<std::string> seeds{""};
    const auto folder = fs::path{WIB_SOURCE_DIR} / "tests/fuzz/corpus" / name;
    if (!fs::exists(folder)) return seeds;
    for (const auto& file : fs::directory_iterator{folder}) {
        std::ifstream in{file.path(), std::ios::binary};
        seeds.emplace_back(std::istreambuf_iterator<char>{in}, std::istreambuf_iterator<char>{});
    }
    std::ranges::sort(seeds);
    return seeds;
}

void mutate(std::string& text, std::mt19937& random) {
    const auto at = text.empty() ? 0 : random() % text.size();
    switch (random() % 4) {
        case 0:
            if (!text.empty()) text[at] = static_cast<char>(random());
            break;
        case 1:
            text.insert(at, 1, static_cast<char>(random()));
            break;
        case 2:
            text.erase(at, 1 + random() % 8);
            break;
        default:
            text += text.substr(at, random() % 64);
    }
}

class FuzzCorpus : public testing::TestWithParam<FuzzEntry> {};

TEST_P(FuzzCorpus, EndsInAnAnswer) {
    const auto run = [&](const std::string& text) {
        EXPECT_EQ(GetParam().run(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()), 0);
    };
    const auto seeds = seeds_of(GetParam().name);
    EXPECT_GT(seeds.size(), 1u) << "tests/fuzz/corpus/" << GetParam().name << " holds no seed";
    std::mt19937 random{20};
    for (const auto& seed : seeds) {
        run(seed);
        for (int round = 0; round < 300; ++round) {
            auto text = seed;
            for (auto edits = 1 + random() % 4; edits > 0; --edits) mutate(text, random);
            run(text);
        }
    }
}

INSTANTIATE_TEST_SUITE_P(All, FuzzCorpus, testing::ValuesIn(kFuzzEntries),
                         [](const auto& entry) { return std::string{entry.param.name}; });

}  // namespace

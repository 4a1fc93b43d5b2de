#include <gtest/gtest.h>

#include "origin/cli/word_errors.hpp"

namespace wib::cli {
namespace {

TEST(SpokenWords, IgnoreCaseAndPunctuation) {
    EXPECT_EQ(spoken_words("Hello, it's Anna -- 25 dollars."),
              (std::vector<std::string>{"hello", "its", "anna", "25", "dollars"}));
    EXPECT_EQ(spoken_words("¿Cómo está?").size(), 2u);
}

TEST(WordErrors, CountTheFewestEdits) {
    const auto said = spoken_words("i can pay fifty dollars today");
    EXPECT_EQ(word_errors(said, said), 0u);
    EXPECT_EQ(word_errors(said, spoken_words("i can pay fifteen dollars")), 2u);
    EXPECT_EQ(word_errors(said, {}), said.size());
    EXPECT_EQ(word_errors({}, said), said.size());
}

TEST(ErrorRate, CountsTheBeginningOfALineThatWasCutOff) {
    const auto said = spoken_words("hello this is grace");
    const auto cut = spoken_words("i am calling about your balance");
    EXPECT_EQ(error_rate(said, cut, said), (ErrorRate{0, 4}));
    EXPECT_EQ(error_rate(said, cut, spoken_words("hello this is grace i am calling")), (ErrorRate{0, 7}));
    EXPECT_EQ(error_rate(said, cut, spoken_words("hello this is race i am")), (ErrorRate{1, 6}));
    EXPECT_EQ(error_rate({}, {}, {}), (ErrorRate{0, 0}));
}

}  // namespace
}  // namespace wib::cli

#include "origin/transcripts/hits.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace wib::api {
void PrintTo(const FoundPart& part, std::ostream* out) {
    *out << (part.hit ? "[" : "") << part.text << (part.hit ? "]" : "");
}
}  // namespace wib::api

namespace wib::transcripts {
namespace {

using api::FoundPart;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::string joined(const std::vector<FoundPart>& parts) {
    std::string text;
    for (const auto& part : parts) text += part.text;
    return text;
}

TEST(Hits, StandApartFromTheRest) {
    EXPECT_THAT(parts_of("I pay on Friday", "I \002pay\003 on \002Friday\003"),
                ElementsAre(FoundPart{"I ", false}, FoundPart{"pay", true}, FoundPart{" on ", false},
                            FoundPart{"Friday", true}));
    EXPECT_THAT(parts_of("", ""), IsEmpty());
    EXPECT_THAT(parts_of("none", "none"), ElementsAre(FoundPart{"none", false}));
}

TEST(Hits, AreShownWithTheirAccents) {
    EXPECT_THAT(parts_of("Señor Núñez", "Senor \002Nunez\003"),
                ElementsAre(FoundPart{"Señor ", false}, FoundPart{"Núñez", true}));
}

TEST(Hits, AreNoneWhereTheCopyIsAnotherText) {
    EXPECT_THAT(parts_of("short", "\002much\003 longer"), ElementsAre(FoundPart{"short", false}));
    EXPECT_THAT(parts_of("much longer", "\002short\003"), ElementsAre(FoundPart{"much longer", false}));
}

TEST(Hits, OfALongUtteranceAreShownWithWhatStandsAroundThem) {
    const std::string before(500, 'a'), after(500, 'z');
    const auto parts = parts_of(before + "hit" + after, before + "\002hit\003" + after);
    EXPECT_THAT(parts, ElementsAre(FoundPart{"…" + std::string(kBeforeHit, 'a'), false}, FoundPart{"hit", true},
                                   FoundPart{std::string(kLongestFound - kBeforeHit - 3, 'z') + "…", false}));
    EXPECT_EQ(joined(parts_of("hit" + after, "\002hit\003" + after)),
              "hit" + std::string(kLongestFound - 3, 'z') + "…");
    EXPECT_EQ(joined(parts_of(before + "hit", before + "\002hit\003")),
              "…" + std::string(kLongestFound - 3, 'a') + "hit");
    EXPECT_EQ(joined(parts_of(before, before)), std::string(kLongestFound, 'a') + "…");
}

TEST(Hits, NeverSplitACharacter) {
    std::string text;
    for (int n = 0; n < 400; ++n) text += "ñ";
    const auto parts = parts_of(text, std::string(399, 'n') + "\002n\003");
    EXPECT_EQ(parts.back(), (FoundPart{"ñ", true}));
    EXPECT_THAT(parts, SizeIs(2));
}

/// The database holds UTF-8; what is not, ends all the same.
TEST(Hits, EndWhateverTheBytes) {
    EXPECT_EQ(joined(parts_of("\xff\xfe", "\xff\002\xfe\003")), "\xff\xfe");
}

}  // namespace
}  // namespace wib::transcripts

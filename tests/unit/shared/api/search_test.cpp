#include "shared/api/search.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace wib::api {
namespace {

TEST(SearchCursor, ReadsBackAsWhatItWasMadeOf) {
    const SearchCursor made{from_unix_micros(1'795'253'100'123'456),
                            TranscriptVersionId{*parse_uuid("91d3b0c7-2e5f-4a68-bc19-7d8e6f5a4b3c")}, 41};
    EXPECT_EQ(to_string(made), "1795253100123456.91d3b0c7-2e5f-4a68-bc19-7d8e6f5a4b3c.41");
    EXPECT_EQ(SearchCursor::parse(to_string(made)), made);
}

TEST(SearchCursor, IsNothingElse) {
    const std::string version = "91d3b0c7-2e5f-4a68-bc19-7d8e6f5a4b3c";
    const std::vector<std::string> others{"",
                                          ".",
                                          "..",
                                          version,
                                          "1." + version,
                                          "1." + version + ".",
                                          "." + version + ".1",
                                          "1.." + version + ".1",
                                          "-1." + version + ".1",
                                          "1." + version + ".-1",
                                          "1." + version + ".1 ",
                                          " 1." + version + ".1",
                                          "12345678901234567." + version + ".1",
                                          "1." + version + ".1234567890",
                                          "1.x.1",
                                          "1." + version.substr(1) + ".1",
                                          "1e3." + version + ".1",
                                          "1." + version + ".1.1"};
    for (const auto& text : others) EXPECT_FALSE(SearchCursor::parse(text)) << text;
}

}  // namespace
}  // namespace wib::api

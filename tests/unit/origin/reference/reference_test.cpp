#include "origin/reference/reference.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "shared/api/endpoints/openapi.hpp"
#include "tests/support/handlers.hpp"
#include "tests/support/recorded_database.hpp"
#include "tests/support/run.hpp"

namespace wib::reference {
namespace {

struct Reference : ::testing::Test {
    http::Reply ask(std::string if_none_match = {}) {
        http::RequestContext request{.deadline = testing::soon()};
        if (!if_none_match.empty()) request.headers.set("if-none-match", std::move(if_none_match));
        return testing::run(handlers.ask("openapi", request));
    }
    ApiDocument document;
    testing::RecordedDatabase database;
    testing::Handlers handlers{database, add_endpoints, document};
};

TEST_F(Reference, ServesTheDocumentAsItIsPrintedAndLetsAnybodyKeepIt) {
    const auto reply = ask();
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(std::get<std::string>(reply.body), print(api::openapi_document(), api::Layout::one_line));
    EXPECT_EQ(reply.headers.get("content-type"), "application/json");
    EXPECT_THAT(std::string{reply.headers.get("cache-control")}, ::testing::HasSubstr("max-age"));
    EXPECT_EQ(reply.headers.get("etag"), document.entity_tag);
}

TEST_F(Reference, SendsNothingToWhoHasIt) {
    for (const auto& known :
         {document.entity_tag, "W/" + document.entity_tag, "\"old\", " + document.entity_tag, std::string{"*"}}) {
        const auto reply = ask(known);
        EXPECT_EQ(reply.status, 304) << known;
        EXPECT_EQ(std::get<std::string>(reply.body), "");
        EXPECT_EQ(reply.headers.get("etag"), document.entity_tag);
        EXPECT_TRUE(reply.headers.has("cache-control"));
    }
    EXPECT_EQ(ask("\"old\"").status, 200);
}

}  // namespace
}  // namespace wib::reference

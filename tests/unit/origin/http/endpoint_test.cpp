#include "origin/http/endpoint.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "shared/contact/e164.hpp"
#include "tests/support/handlers.hpp"
#include "tests/support/recorded_database.hpp"
#include "tests/support/run.hpp"

namespace wib::http {

struct NotePath {
    CallId id;
};
BOOST_DESCRIBE_STRUCT(NotePath, (), (id))
struct NoteQuery {
    std::optional<bool> loud;
};
BOOST_DESCRIBE_STRUCT(NoteQuery, (), (loud))
struct NoteBody {
    codec::Text<1, 20> text;
    std::optional<E164> about;
    [[nodiscard]] codec::Faults rules() const {
        if (text.value() != "call" || about) return {};
        return {{"about", "is whom to call"}};
    }
};
BOOST_DESCRIBE_STRUCT(NoteBody, (), (text, about))
struct NoteReply {
    std::string said;
};
BOOST_DESCRIBE_STRUCT(NoteReply, (), (said))

namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct PutNote : api::Endpoint {
    static constexpr std::string_view route = "put_note";
    static constexpr int status = 201;
    using Path = NotePath;
    using Query = NoteQuery;
    using Body = NoteBody;
    using Reply = NoteReply;
};
struct Whisper : api::Endpoint {
    static constexpr std::string_view route = "whisper";
    using Reply = NoteReply;
};
struct Parrot : api::Endpoint {
    static constexpr std::string_view route = "parrot";
    using Body = api::Unparsed;
    using Reply = NoteReply;
};

/// What the stories below work with.
struct Notebook {
    std::vector<std::string> notes;
};

Task<Answer<PutNote>> put_note(Notebook& notebook, Ask<PutNote>& ask, db::TenantTx& tx) {
    tx.audit(audit_of(ask.request, "note:made", "call", ask.path.id.value));
    if (ask.body.text.value() == "full") co_return unexpected(api::Problem{.code = api::Code::conflict});
    notebook.notes.push_back(ask.body.text.value() + (ask.query.loud.value_or(false) ? "!" : ""));
    co_return NoteReply{notebook.notes.back()};
}
Task<AnswerWithHeaders<Whisper>> whisper(Ask<Whisper>&) {
    co_return Given<NoteReply>{.reply = {"psst"}, .headers = {{"set-cookie", "a=1"}, {"set-cookie", "b=2"}}};
}
Task<Answer<Parrot>> parrot(Ask<Parrot>& ask) {
    co_return NoteReply{ask.body.text};
}

void add_endpoints(Endpoints& endpoints, Notebook& notebook) {
    endpoints.in_tenant<PutNote>(put_note, notebook);
    endpoints.on<Whisper>(whisper);
    endpoints.on<Parrot>(parrot);
}

struct Story : ::testing::Test {
    Reply ask(std::string_view route, std::string body, std::string id = "7f6c1f0e-58a1-4c1b-9d3e-2b6f0a9e4c11",
              std::map<std::string, std::string, std::less<>> query = {}) {
        RequestContext request{.deadline = testing::soon()};
        request.principal = {.kind = ActorKind::session, .organization = organization, .role = Role::agent};
        request.correlation_id = "wb-test";
        request.params["id"] = std::move(id);
        request.query = std::move(query);
        request.body = std::move(body);
        request.claimed = claimed;
        return testing::run(handlers.ask(route, request));
    }
    static boost::json::object body_of(const Reply& reply) {
        return boost::json::parse(std::get<std::string>(reply.body)).as_object();
    }
    static std::vector<std::string> paths_of(const Reply& reply) {
        std::vector<std::string> paths;
        for (const auto& detail : body_of(reply).at("details").as_array())
            paths.emplace_back(detail.at("path").as_string());
        return paths;
    }

    OrgId organization = *OrgId::parse("0e4a9d52-7b1c-4e38-a9c4-f3d2e1b0a987");
    std::optional<IdempotencyClaim> claimed;
    testing::RecordedDatabase database;
    Notebook notebook;
    testing::Handlers handlers{database, add_endpoints, notebook};
};

TEST_F(Story, IsToldInOneTransactionOfTheAskersOrganisationThatIsCommittedBeforeTheAnswer) {
    const auto reply =
        ask("put_note", R"({"text":"hello"})", "7f6c1f0e-58a1-4c1b-9d3e-2b6f0a9e4c11", {{"loud", "true"}});
    EXPECT_EQ(reply.status, 201);
    EXPECT_EQ(std::get<std::string>(reply.body), R"({"said":"hello!"})");
    EXPECT_EQ(reply.headers.get("content-type"), "application/json");
    EXPECT_EQ(reply.headers.get("cache-control"), "no-store");
    EXPECT_THAT(database.told, ElementsAre("begin", "audit note:made", "commit"));
    EXPECT_THAT(database.tenants, ElementsAre(organization));
}

TEST_F(Story, ThatEndsInAProblemLeavesNothingBehind) {
    const auto reply = ask("put_note", R"({"text":"full"})");
    EXPECT_EQ(reply.status, 409);
    EXPECT_EQ(body_of(reply).at("code"), "CONFLICT");
    EXPECT_EQ(body_of(reply).at("correlation_id"), "wb-test");
    EXPECT_THAT(database.told, ElementsAre("begin", "audit note:made", "rollback"));
}

TEST_F(Story, ThatCannotBeCommittedIsNotAnswered) {
    database.refuses_commits = true;
    EXPECT_THROW(ask("put_note", R"({"text":"hello"})"), db::UnavailableError);
}

// No row comes back: the key is somebody else's by now.
TEST_F(Story, IsAnsweredUnderItsKeyInTheSameTransactionAndUndoneWhenTheKeyIsLost) {
    claimed = IdempotencyClaim{.principal = {.kind = ActorKind::session,
                                             .actor = organization.value,
                                             .user = UserId{organization.value},
                                             .organization = organization},
                               .key = "once"};
    EXPECT_THROW(ask("put_note", R"({"text":"hello"})"), db::RefusedError);
    EXPECT_THAT(database.told, ElementsAre("begin", "audit note:made", "answer_idempotency_key", "rollback"));
}

TEST_F(Story, IsNotBegunForWhatDoesNotParse) {
    EXPECT_EQ(body_of(ask("put_note", R"({"text":"hi"})", "seven")).at("code"), "INVALID_ID");
    const auto query = ask("put_note", R"({"text":"hi"})", "7f6c1f0e-58a1-4c1b-9d3e-2b6f0a9e4c11", {{"loud", "very"}});
    EXPECT_EQ(body_of(query).at("code"), "VALIDATION_ERROR");
    EXPECT_THAT(paths_of(query), ElementsAre("loud"));
    EXPECT_EQ(body_of(ask("put_note", "{")).at("code"), "INVALID_JSON");
    EXPECT_THAT(paths_of(ask("put_note", R"({"text":"","about":"911","surplus":1})")),
                ElementsAre("text", "about", "surplus"));
    EXPECT_THAT(paths_of(ask("put_note", R"({"text":"call"})")), ElementsAre("about")) << "rules that span members";
    EXPECT_THAT(database.told, IsEmpty());
    EXPECT_THAT(notebook.notes, IsEmpty());
}

TEST_F(Story, AddsHeadersOfItsOwn) {
    const auto reply = ask("whisper", "");
    EXPECT_EQ(reply.status, 200);
    std::vector<std::string> cookies;
    for (const auto& [name, value] : reply.headers)
        if (name == "set-cookie") cookies.push_back(value);
    EXPECT_THAT(cookies, ElementsAre("a=1", "b=2"));
    EXPECT_THAT(database.told, IsEmpty());
}

TEST_F(Story, GetsAnUnparsedBodyByteForByte) {
    EXPECT_EQ(body_of(ask("parrot", "{ \"a\" : 1.0 }")).at("said"), "{ \"a\" : 1.0 }");
}

}  // namespace
}  // namespace wib::http

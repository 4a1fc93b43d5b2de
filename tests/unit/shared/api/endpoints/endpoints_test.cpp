// Every endpoint there is, tried alike: a new one is covered by being described. Schema and parser are held against
// each other through a judge that knows neither (tests/support/schema_judge.hpp).
#include "shared/api/endpoints/openapi.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <set>

#include "shared/api/calls.hpp"
#include "shared/api/service.hpp"
#include "shared/voice/call_state.hpp"
#include "tests/support/schema_judge.hpp"

namespace wib::api {

void PrintTo(const Described& endpoint, std::ostream* out) {
    *out << endpoint.route;
}

namespace {

namespace json = boost::json;
using ::testing::Contains;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using ::testing::Not;
using testing::SchemaJudge;

const json::object& document() {
    static const json::object made = openapi_document();
    return made;
}

std::vector<const Route*> rows_of(std::string_view name) {
    std::vector<const Route*> rows;
    for (const auto& route : routes())
        if (route.name == name) rows.push_back(&route);
    return rows;
}

std::string lower(std::string_view text) {
    std::string made{text};
    std::ranges::transform(made, made.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
    return made;
}

const json::object& operation_of(const Described& endpoint) {
    const auto* row = rows_of(endpoint.route).front();
    return document().at("paths").at(row->pattern).at(lower(name(row->method))).as_object();
}

const json::object& json_schema(const json::value& carrier) {
    return carrier.at("content").at("application/json").at("schema").as_object();
}

class EveryEndpoint : public ::testing::TestWithParam<Described> {};
INSTANTIATE_TEST_SUITE_P(Api, EveryEndpoint, ::testing::ValuesIn(endpoints()),
                         [](const auto& one) { return std::string{one.param.route}; });

// ---- the rows

TEST(Endpoints, EveryRowIsDescribedAndEveryDescriptionHasARow) {
    std::set<std::string_view> described;
    for (const auto& endpoint : endpoints())
        EXPECT_TRUE(described.insert(endpoint.route).second) << endpoint.route << " is described twice";
    for (const auto& route : routes())
        EXPECT_TRUE(described.contains(route.name))
            << route.name << " has a row in shared/api/routes/ and no description";
    for (const auto name : described) EXPECT_THAT(rows_of(name), Not(IsEmpty())) << name << " has no row";
}

TEST_P(EveryEndpoint, TakesWhatItsRowHasRoomFor) {
    for (const auto* row : rows_of(GetParam().route)) {
        std::set<std::string> wanted, given;
        for (auto rest = row->pattern; rest.find('{') != rest.npos; rest = rest.substr(rest.find('}') + 1))
            wanted.emplace(rest.substr(rest.find('{') + 1, rest.find('}') - rest.find('{') - 1));
        codec::Schemas schemas;
        for (const auto& parameter : GetParam().path(schemas)) given.insert(parameter.name);
        EXPECT_EQ(given, wanted) << "the members of Path are the parameters of " << row->pattern;
        if (GetParam().takes_body) EXPECT_GT(row->body_limit, 0u) << "a body needs room";
        // Twilio takes its answer as TwiML.
        const bool streams_out = row->streaming != Streaming::no && !streams_body(*row);
        EXPECT_EQ(streams_out || row->vendor == "twilio", !GetParam().replies_json);
        EXPECT_EQ(streams_body(*row), GetParam().takes_file) << "a file streams in, and nothing else does";
    }
    EXPECT_FALSE(GetParam().summary.empty());
}

// ---- examples

TEST_P(EveryEndpoint, ItsExampleRequestIsAcceptedAndPrintsAsItWasRead) {
    const auto& endpoint = GetParam();
    codec::Schemas schemas;
    const auto text_of = [](const std::vector<Parameter>& parameters) {
        codec::TextFields fields;
        for (const auto& parameter : parameters)
            if (parameter.example)
                fields.emplace(parameter.name, parameter.example->is_string()
                                                   ? std::string{parameter.example->as_string()}
                                                   : json::serialize(*parameter.example));
        return fields;
    };
    EXPECT_FALSE(endpoint.refuses_path(text_of(endpoint.path(schemas))));
    EXPECT_FALSE(endpoint.refuses_query(text_of(endpoint.query(schemas))));
    if (!endpoint.takes_body) return;
    EXPECT_FALSE(endpoint.refuses_body(endpoint.example_body));
    EXPECT_EQ(endpoint.reprinted_body(endpoint.example_body), endpoint.example_body);
    EXPECT_THAT(SchemaJudge{document()}.faults(json_schema(operation_of(endpoint).at("requestBody")),
                                               json::parse(endpoint.example_body)),
                IsEmpty());
}

TEST_P(EveryEndpoint, ItsExampleReplyConformsAndPrintsAsItWasRead) {
    const auto& endpoint = GetParam();
    if (!endpoint.replies_json) GTEST_SUCCEED() << "no JSON of ours";
    if (!endpoint.replies_json) return;
    EXPECT_EQ(endpoint.reprinted_reply(endpoint.example_reply), endpoint.example_reply);
    const auto& reply = operation_of(endpoint).at("responses").at(std::to_string(endpoint.status));
    EXPECT_THAT(SchemaJudge{document()}.faults(json_schema(reply), json::parse(endpoint.example_reply)), IsEmpty());
}

// ---- bodies

/// What a member is tried with: every type, texts at and over the bounds, words of other members.
std::vector<json::value> trials() {
    std::string longest(254, 'x');
    std::string accents;
    for (int i = 0; i < 128; ++i) accents += "é";
    return {nullptr,
            true,
            0,
            7,
            -1,
            1.5,
            7.0,
            std::int64_t{1} << 40,
            "",
            "x",
            json::string{longest},
            json::string{longest + "x"},
            json::string{accents},
            json::string{accents + "é"},
            "+13125550142",
            "+03125550142",
            "3125550142",
            "+1234567890123456",
            "direct",
            "bridge",
            "sideways",
            "agent",
            "7f6c1f0e-58a1-4c1b-9d3e-2b6f0a9e4c11",
            "7f6c1f0e-58a1-4c1b-9d3e",
            "2026-11-21T08:45:00Z",
            "2026-11-21",
            json::array{},
            json::array{1, "two"},
            json::object{},
            json::object{{"surplus", 1}}};
}

/// A change to one place of a body.
using Change = std::function<void(json::value&)>;

void changes_below(const json::value& value, const std::function<json::value&(json::value&)>& find,
                   std::vector<Change>& changes) {
    for (const auto& trial : trials()) changes.push_back([=](json::value& body) { find(body) = trial; });
    if (const auto* object = value.if_object()) {
        changes.push_back([=](json::value& body) {
            if (auto* here = find(body).if_object()) here->insert_or_assign("surplus", 1);
        });
        for (const auto& [key, member] : *object) {
            const std::string name{key};
            changes.push_back([=](json::value& body) {
                if (auto* here = find(body).if_object()) here->erase(name);
            });
            changes_below(
                member,
                [=](json::value& body) -> json::value& {
                    auto& here = find(body);
                    if (!here.is_object()) here.emplace_object();
                    return here.as_object()[name];
                },
                changes);
        }
    }
    if (const auto* list = value.if_array(); list && !list->empty()) {
        changes.push_back([=](json::value& body) {
            if (auto* here = find(body).if_array()) here->emplace_back(nullptr);
        });
        changes_below(
            list->front(),
            [=](json::value& body) -> json::value& {
                auto& here = find(body);
                if (!here.is_array() || here.as_array().empty()) here.emplace_array().emplace_back(nullptr);
                return here.as_array().front();
            },
            changes);
    }
}

class Bodies {
  public:
    explicit Bodies(const Described& endpoint)
        : endpoint_(endpoint), schema_(json_schema(operation_of(endpoint).at("requestBody"))) {}

    void agree_on(const json::value& body) {
        const auto text = json::serialize(body);
        const auto wrong = judge_.faults(schema_, body);
        const auto refused = endpoint_.refuses_body(text);
        ASSERT_EQ(refused.has_value(), !wrong.empty()) << text << " for " << ::testing::PrintToString(wrong);
        ++(refused ? refusals : acceptances);
        if (!refused) return;
        EXPECT_EQ(refused->code, Code::validation_error) << text;
        std::set<std::string> told;
        for (const auto& fault : refused->details) told.insert(fault.path);
        EXPECT_THAT(told, Not(IsEmpty())) << text;
        // Rules that span members are asked once each member is right by itself: told may be fewer, never others.
        EXPECT_THAT(wrong, IsSupersetOf(told)) << text;
    }

    int refusals = 0, acceptances = 0;

  private:
    const Described& endpoint_;
    const json::object& schema_;
    SchemaJudge judge_{document()};
};

TEST_P(EveryEndpoint, RefusesABodyExactlyWhenItsSchemaDoesAndNamesThePlace) {
    const auto& endpoint = GetParam();
    if (!endpoint.takes_body || rows_of(endpoint.route).front()->auth == Auth::webhook) return;
    const auto example = json::parse(endpoint.example_body);
    std::vector<Change> changes;
    changes_below(example, [](json::value& body) -> json::value& { return body; }, changes);
    Bodies bodies{endpoint};
    bodies.agree_on(example);  // a body of one word has no other that is taken
    for (const auto& change : changes) {
        auto body = example;
        change(body);
        bodies.agree_on(body);
    }
    // Two changes at a time, a few thousand pairs spread evenly: rules that span members.
    const auto step = std::max<std::size_t>(1, changes.size() * changes.size() / 4096);
    for (std::size_t pair = 0; pair < changes.size() * changes.size(); pair += step) {
        auto body = example;
        changes[pair / changes.size()](body);
        changes[pair % changes.size()](body);
        bodies.agree_on(body);
    }
    EXPECT_GT(bodies.refusals, 0);
    EXPECT_GT(bodies.acceptances, 0);
    EXPECT_EQ(endpoint.refuses_body("{")->code, Code::invalid_json);
    EXPECT_EQ(endpoint.refuses_body("")->code, Code::invalid_json);
}

// ---- paths and queries

/// What a text stands for where the schema wants this type.
json::value meant(const json::object& schema, const std::string& text) {
    const auto* type = schema.if_contains("type");
    const auto is_whole = text.find_first_not_of("0123456789", text.starts_with('-') ? 1 : 0) == text.npos &&
                          text.find_first_of("0123456789") != text.npos;
    if (type && *type == "integer" && is_whole) {
        try {
            return std::stoll(text);
        } catch (const std::out_of_range&) {
            return std::numeric_limits<std::uint64_t>::max();
        }
    }
    if (type && *type == "boolean" && (text == "true" || text == "false")) return text == "true";
    return json::string{text};
}

const char* const kTexts[] = {"0",
                              "1",
                              "-1",
                              "-2",
                              "50",
                              "200",
                              "201",
                              "100000",
                              "100001",
                              "7777777",
                              "1x",
                              "x",
                              "1.5",
                              "99999999999999999999",
                              "true",
                              "outbound",
                              "active",
                              "busy",
                              "sideways",
                              "call",
                              "555 0142",
                              "%",
                              "7f6c1f0e-58a1-4c1b-9d3e-2b6f0a9e4c11",
                              "7f6c1f0e"};

void hold_fields_against_schema(const std::vector<Parameter>& parameters,
                                std::optional<Problem> (*refuses)(const codec::TextFields&)) {
    const SchemaJudge judge{document()};
    codec::TextFields right;
    for (const auto& parameter : parameters)
        if (parameter.required)
            right[parameter.name] = parameter.example->is_string() ? std::string{parameter.example->as_string()}
                                                                   : json::serialize(*parameter.example);
    ASSERT_FALSE(refuses(right));
    for (const auto& parameter : parameters) {
        for (const std::string text : kTexts) {
            auto fields = right;
            fields[parameter.name] = text;
            const bool wrong = !judge.faults(parameter.schema, meant(parameter.schema, text)).empty();
            const auto refused = refuses(fields);
            ASSERT_EQ(refused.has_value(), wrong) << parameter.name << "=" << text;
            if (!refused) continue;
            const auto* format = parameter.schema.if_contains("format");
            EXPECT_EQ(refused->code, format && *format == "uuid" ? Code::invalid_id : Code::validation_error);
            ASSERT_EQ(refused->details.size(), 1u);
            EXPECT_EQ(refused->details.front().path, parameter.name);
        }
        auto without = right;
        without[parameter.name] = "";
        EXPECT_EQ(refuses(without).has_value(), parameter.required) << parameter.name << " left empty";
        without.erase(parameter.name);
        EXPECT_EQ(refuses(without).has_value(), parameter.required) << parameter.name << " left out";
    }
    right["surplus"] = "links gather such things";
    EXPECT_FALSE(refuses(right));
}

TEST_P(EveryEndpoint, RefusesAPathExactlyWhenItsSchemaDoes) {
    codec::Schemas schemas;
    hold_fields_against_schema(GetParam().path(schemas), GetParam().refuses_path);
}

TEST_P(EveryEndpoint, RefusesAQueryExactlyWhenItsSchemaDoes) {
    codec::Schemas schemas;
    hold_fields_against_schema(GetParam().query(schemas), GetParam().refuses_query);
}

TEST(Endpoints, AQueryTellsEveryFaultTogether) {
    for (const auto& endpoint : endpoints()) {
        if (endpoint.route != "list_audit") continue;
        const auto both = endpoint.refuses_query({{"page", "0"}, {"limit", "many"}, {"resource_id", "7"}});
        ASSERT_TRUE(both);
        EXPECT_EQ(both->code, Code::validation_error);
        EXPECT_EQ(both->details.size(), 3u);
        EXPECT_EQ(endpoint.refuses_query({{"resource_id", "7"}})->code, Code::invalid_id);
        return;
    }
    FAIL() << "list_audit is described";
}

// ---- the document

TEST_P(EveryEndpoint, TheDocumentListsEveryCodeItCanAnswerUnderItsStatus) {
    const auto* row = rows_of(GetParam().route).front();
    const auto& responses = operation_of(GetParam()).at("responses").as_object();
    for (const auto code : answers(*row, GetParam())) {
        const auto* response = responses.if_contains(std::to_string(status(code)));
        ASSERT_TRUE(response) << name(code);
        const std::string component{response->at("$ref").as_string()};
        EXPECT_THAT(component, ::testing::HasSubstr(name(code)));
        // What a refusal of ours looks like on the wire is what is promised there.
        const auto sent =
            to_response({.code = code, .details = {{"a.b", "is wrong"}}, .extra = {{"call_id", "c"}}}, "wb-1");
        const auto& promised =
            document().at("components").at("responses").at(component.substr(component.rfind('/') + 1));
        EXPECT_THAT(SchemaJudge{document()}.faults(json_schema(promised), json::parse(sent.body)), IsEmpty());
    }
}

TEST_P(EveryEndpoint, TheDocumentSaysWhatItsRowDemands) {
    const auto* row = rows_of(GetParam().route).front();
    const auto& operation = operation_of(GetParam());
    EXPECT_EQ(operation.at("operationId").as_string(), row->name);
    EXPECT_EQ(operation.at("x-wib-body-limit").to_number<std::size_t>(), row->body_limit);
    EXPECT_EQ(operation.at("x-wib-role").as_string(), wib::name(row->role));
    EXPECT_EQ(operation.at("x-wib-idempotent").as_bool(), row->idempotency == Idempotency::honoured);
    EXPECT_EQ(operation.at("security").as_array().empty(), row->auth == Auth::open && row->csrf == Csrf::none);
    const auto limit = rate_limit(row->rate);
    ASSERT_EQ(operation.at("x-wib-rate-class").is_null(), !limit);
    if (limit) EXPECT_EQ(operation.at("x-wib-rate-class").at("requests").to_number<int>(), limit->requests);
    const auto& tag = operation.at("tags").as_array().front();
    json::array known;
    for (const auto& one : document().at("tags").as_array()) known.push_back(one.at("name"));
    EXPECT_THAT(known, Contains(tag)) << "a tag of one's own is explained in openapi.cpp";
}

TEST(OpenApi, IsTheSameBytesEveryTime) {
    for (const auto layout : {Layout::one_line, Layout::lines}) {
        EXPECT_EQ(print(openapi_document(), layout), print(openapi_document(), layout));
        EXPECT_EQ(json::parse(print(openapi_document(), layout)), json::value(openapi_document()));
    }
}

TEST(OpenApi, NamesEveryOperationOnce) {
    std::set<std::string> seen;
    for (const auto& [path, methods] : document().at("paths").as_object())
        for (const auto& [method, operation] : methods.as_object())
            EXPECT_TRUE(seen.emplace(operation.at("operationId").as_string()).second) << operation.at("operationId");
    EXPECT_EQ(seen.size(), routes().size());
}

TEST(OpenApi, EveryReferenceLeadsSomewhere) {
    const auto text = json::serialize(document());
    for (auto at = text.find("\"$ref\":\"#/"); at != text.npos; at = text.find("\"$ref\":\"#/", at + 1)) {
        const auto begin = at + 9;
        const auto pointer = text.substr(begin, text.find('"', begin) - begin);
        json::error_code missing;
        EXPECT_TRUE(json::value(document()).find_pointer(pointer, missing)) << pointer;
    }
}

TEST(OpenApi, AStructThatIsReadAndPrintedInTwoShapesHasTwoNames) {
    codec::Schemas schemas;
    (void)schemas.of<Call>(codec::Direction::printed);
    EXPECT_EQ(schemas.of<Call>(codec::Direction::read).at("$ref").as_string(), "#/components/schemas/CallInput");
    EXPECT_EQ(schemas.of<Call>(codec::Direction::printed).at("$ref").as_string(), "#/components/schemas/Call");
    (void)schemas.of<HealthReply>(codec::Direction::printed);
    EXPECT_EQ(schemas.of<HealthReply>(codec::Direction::read).at("$ref").as_string(),
              "#/components/schemas/HealthReply");
}

// ---- the page for people

std::string who(const Route& route) {
    switch (route.auth) {
        case Auth::open:
        case Auth::optional:
            return "anybody";
        case Auth::session:
            return route.role == Role::none ? "whoever is signed in" : std::string{wib::name(route.role)};
        case Auth::platform:
            return route.scope == Scope::none ? "platform admin"
                                              : "platform admin, `" + std::string{wib::name(route.scope)} + "`";
        case Auth::webhook:
            return std::string{route.vendor};
        case Auth::internal:
            return "the edge";
    }
    return {};
}

std::string table_of_routes() {
    const auto described = endpoints();
    std::string table;
    for (const auto& route : routes()) {
        const auto endpoint = std::ranges::find(described, route.name, &Described::route);
        const auto limit = rate_limit(route.rate);
        table += "| " + std::string{name(route.method)} + " `" + std::string{route.pattern} + "` | " + who(route) +
                 " | " + std::string{endpoint->summary} + " | " +
                 (limit ? std::to_string(limit->requests) + " in " + std::to_string(limit->window.count() / 60) + " min"
                        : "") +
                 " |\n";
    }
    return table;
}

TEST(ApiPage, ListsEveryRoute) {
    const std::string place = std::string{WIB_SOURCE_DIR} + "/docs/api.md";
    std::ifstream in{place};
    std::string page{std::istreambuf_iterator<char>{in}, {}};
    const auto begin = page.find("|---|---|---|---|\n");
    const auto end = page.find("<!-- The table above. -->");
    ASSERT_TRUE(begin != page.npos && end != page.npos && begin < end);
    const auto rows = begin + std::string_view{"|---|---|---|---|\n"}.size();
    if (std::getenv("WIB_RECORD")) {
        page.replace(rows, end - rows, table_of_routes());
        std::ofstream{place} << page;
        return;
    }
    EXPECT_EQ(page.substr(rows, end - rows), table_of_routes()) << "WIB_RECORD=1 and this test write it";
}

// The filter is a word of the API, the status one of the call machine: both must know the same ones.
TEST(Calls, AreFilteredByEveryStatusTheyCanHave) {
    const auto& known = codec::kNames<voice::CallStatus>;
    EXPECT_TRUE(std::ranges::equal(kCallStatuses, known));
}

}  // namespace
}  // namespace wib::api

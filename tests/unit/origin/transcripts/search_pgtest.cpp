// Finding what was said: whose words, which forms of them, in which order, and by which way through the tables.
#include "origin/transcripts/search.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "tests/db/world.hpp"
#include "tests/support/handlers.hpp"

namespace wib::transcripts {
namespace {

using namespace wib::testing;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;
using Texts = std::vector<std::string>;

struct Line {
    std::string text;
    std::string speaker = "consumer";
};

void add_search(http::Endpoints& endpoints) {
    endpoints.in_tenant<api::Search>(search);
}

struct Found : ::testing::Test {
    std::string truth(const std::string& sql) { return world.truth(sql); }
    static std::string quoted(std::string_view text) {
        std::string made = "'";
        for (const char c : text) made += c == '\'' ? std::string{"''"} : std::string{c};
        return made + "'";
    }

    /// A call with a stored recording whose transcript of record says this. Calls of a test follow each other by a
    /// minute.
    std::string call_saying(const std::vector<Line>& lines, std::string_view language = "en") {
        const auto org = quoted(to_string(who.organization));
        const auto call = truth("insert into calls (organization_id, to_number, created_at) values (" + org +
                                ", '+15550100001', '2026-11-01 00:00:00Z'::timestamptz + interval '1 minute' * " +
                                std::to_string(++calls) + ") returning id");
        recording = truth(
            "insert into recordings (organization_id, call_id, status, object_key, size_bytes, media_hash) values (" +
            org + ", '" + call + "', 'stored', gen_random_uuid(), 9, repeat('a', 64)) returning id");
        say(call, 1, lines, language);
        return call;
    }
    std::string say(const std::string& call, int version, const std::vector<Line>& lines,
                    std::string_view language = "en") {
        boost::json::array utterances;
        for (const auto& [text, speaker] : lines)
            utterances.push_back(boost::json::value{{"text", text},
                                                    {"speaker", speaker},
                                                    {"start_ms", 1000 * std::ssize(utterances)},
                                                    {"end_ms", 1000 * std::ssize(utterances) + 900}});
        const boost::json::value document{{"language", language}, {"utterances", utterances}};
        return keep(call, version, quoted(boost::json::serialize(document)) + "::jsonb");
    }
    std::string keep(const std::string& call, int version, const std::string& document) {
        return truth(
            "insert into transcript_versions (organization_id, call_id, recording_id, version, transcript_json, "
            "transcript_hash, produced_by) values (" +
            quoted(to_string(who.organization)) + ", '" + call + "', '" + recording + "', " + std::to_string(version) +
            ", " + document + ", repeat('a', 64), 'model') returning id");
    }

    boost::json::object ask(std::map<std::string, std::string, std::less<>> query) {
        http::RequestContext request{.deadline = soon()};
        request.principal = {.kind = ActorKind::session,
                             .actor = who.session.value,
                             .user = who.user,
                             .organization = who.organization,
                             .role = Role::agent,
                             .plan = "pro",
                             .label = {}};
        request.query = std::move(query);
        const auto reply = world.run(handlers.ask("search", request));
        status = reply.status;
        return boost::json::parse(std::get<std::string>(reply.body)).as_object();
    }
    static std::string text_of(const boost::json::value& result, bool marked) {
        std::string text;
        for (const auto& part : result.at("parts").as_array()) {
            const bool hit = marked && part.at("hit").as_bool();
            text += (hit ? "[" : "") + std::string{part.at("text").as_string()} + (hit ? "]" : "");
        }
        return text;
    }
    Texts texts(const boost::json::object& reply, bool marked = false) {
        EXPECT_EQ(status, 200) << boost::json::serialize(reply);
        Texts all;
        if (status == 200)
            for (const auto& result : reply.at("results").as_array()) all.push_back(text_of(result, marked));
        return all;
    }
    Texts found(std::string q) { return texts(ask({{"q", std::move(q)}})); }
    Texts marked(std::string q) { return texts(ask({{"q", std::move(q)}}), true); }

    World world;
    Tenancy who = world.tenancy;
    Handlers handlers{*world.db, add_search};
    std::string recording;
    int calls = 0;
    int status = 0;
};

TEST_F(Found, AWordIsFoundInAnyOfItsForms) {
    call_saying({{"She promised it."}, {"Promises, promises."}, {"A compromise."}});
    EXPECT_THAT(marked("promise"), ElementsAre("She [promised] it.", "[Promises], [promises]."));
}

TEST_F(Found, AllWordsAreInOneUtteranceAndAPhraseStandsTogether) {
    call_saying({{"Call me on Friday."}, {"On Friday, call somebody else."}, {"Friday."}});
    EXPECT_THAT(found("call friday"), ElementsAre("Call me on Friday.", "On Friday, call somebody else."));
    EXPECT_THAT(found("\"me on friday\""), ElementsAre("Call me on Friday."));
    EXPECT_THAT(found("friday -call"), ElementsAre("Friday."));
    EXPECT_THAT(found("me or else"), ElementsAre("Call me on Friday.", "On Friday, call somebody else."));
}

TEST_F(Found, SmallWordsCount) {
    call_saying({{"Do not call me again."}, {"Call me again."}, {"Who is this?"}});
    EXPECT_THAT(marked("\"do not call\""), ElementsAre("[Do] [not] [call] me again."));
    EXPECT_THAT(found("who"), ElementsAre("Who is this?"));
}

TEST_F(Found, AccentsCountForNothingAndStandInWhatIsShown) {
    call_saying({{"¿El señor Núñez?"}, {"A naïve café."}});
    EXPECT_THAT(marked("nunez SEÑOR"), ElementsAre("¿El [señor] [Núñez]?"));
    EXPECT_THAT(marked("cafe\u0301"), ElementsAre("A naïve [café]."));
}

TEST_F(Found, FormsAreThoseOfTheCallsLanguage) {
    call_saying({{"Estamos hablando de pagos."}}, "es");
    call_saying({{"Hablando is Spanish."}}, "en_us");
    call_saying({{"Hablar, hablando."}}, "tlh");
    EXPECT_THAT(marked("hablar"), ElementsAre("[Hablar], hablando.", "Estamos [hablando] de pagos."));
    call_saying({{"Нет, спасибо."}}, "ru");
    EXPECT_THAT(marked("спасибо"), ElementsAre("Нет, [спасибо]."));
}

TEST_F(Found, BySpeakerAndByTheTimeOfTheCall) {
    call_saying({{"The balance is due.", "agent"}, {"Which balance?"}});
    call_saying({{"My balance again.", "agent"}});
    EXPECT_THAT(texts(ask({{"q", "balance"}, {"speaker", "agent"}})),
                ElementsAre("My balance again.", "The balance is due."));
    EXPECT_THAT(texts(ask({{"q", "balance"}, {"speaker", "consumer"}})), ElementsAre("Which balance?"));
    EXPECT_THAT(texts(ask({{"q", "balance"}, {"from", "2026-11-01T00:02:00Z"}})), ElementsAre("My balance again."));
    EXPECT_THAT(texts(ask({{"q", "balance"}, {"to", "2026-11-01T00:02:00Z"}})),
                ElementsAre("The balance is due.", "Which balance?"));
    ask({{"q", "balance"}, {"from", "2026-11-02T00:00:00Z"}, {"to", "2026-11-01T00:00:00Z"}});
    EXPECT_EQ(status, 400);
}

TEST_F(Found, SaysWhichCallWhichMomentAndWhichVersion) {
    const auto call = call_saying({{"Good morning."}, {"I can pay."}});
    const auto reply = ask({{"q", "pay"}});
    const auto& one = reply.at("results").at(0);
    EXPECT_EQ(one.at("call").at("id"), call.c_str());
    EXPECT_EQ(one.at("call").at("to_number"), "+15550100001");
    EXPECT_EQ(one.at("recording_id"), recording.c_str());
    EXPECT_EQ(one.at("start_ms"), 1000);
    EXPECT_EQ(one.at("utterance_index"), 1);
    EXPECT_EQ(one.at("version"), 1);
    EXPECT_TRUE(one.at("is_authoritative").as_bool());
    EXPECT_TRUE(reply.at("next_cursor").is_null());
}

TEST_F(Found, PagesHoldEachUtteranceOnceWhateverIsAddedMeanwhile) {
    for (int call = 0; call < 4; ++call)
        call_saying({{"first word " + std::to_string(call)}, {"nothing"}, {"second word " + std::to_string(call)}});
    Texts all;
    std::string cursor;
    for (int page = 0; page < 5; ++page) {
        const auto reply = ask({{"q", "word"}, {"limit", "3"}, {"cursor", cursor}});
        for (const auto& text : texts(reply)) all.push_back(text);
        call_saying({{"word of a later call"}});
        if (reply.at("next_cursor").is_null()) break;
        cursor = std::string{reply.at("next_cursor").as_string()};
    }
    EXPECT_THAT(all, ElementsAre("first word 3", "second word 3", "first word 2", "second word 2", "first word 1",
                                 "second word 1", "first word 0", "second word 0"));
    for (const auto* bad : {"x", "1.2.3", "9.00000000-0000-0000-0000-00000000000.1", ".."}) {
        ask({{"q", "word"}, {"cursor", bad}});
        EXPECT_EQ(status, 400) << bad;
    }
}

TEST_F(Found, ANewVersionTakesThePlaceOfTheOld) {
    const auto call = call_saying({{"The old words."}});
    say(call, 2, {{"The new words."}});
    EXPECT_THAT(found("words"), ElementsAre("The new words."));
    const auto reply = ask({{"q", "words"}, {"superseded", "true"}});
    EXPECT_THAT(texts(reply), UnorderedElementsAre("The new words.", "The old words."));
    for (const auto& one : reply.at("results").as_array())
        EXPECT_EQ(one.at("is_current").as_bool(), one.at("version") == 2);
}

TEST_F(Found, WhatWasDeletedIsNotFound) {
    const auto call = call_saying({{"Words of a deleted call."}});
    call_saying({{"Words of a deleted recording."}});
    truth("update calls set is_deleted = true where id = '" + call + "'");
    truth("update recordings set is_deleted = true where id = '" + recording + "'");
    EXPECT_THAT(found("words"), IsEmpty());
}

TEST_F(Found, NoWordOutlivesItsVersion) {
    call_saying({{"Words to be forgotten."}});
    pqxx::connection purge{world.database.url("wib_purge")};
    pqxx::work sql{purge};
    sql.exec_params("select set_config('app.current_organization_id', $1, true)", to_string(who.organization));
    sql.exec("delete from transcript_versions");
    sql.commit();
    EXPECT_EQ(truth("select count(*) from transcript_utterances"), "0");
}

TEST_F(Found, WhatWasSaidNeverChanges) {
    call_saying({{"As it was said."}});
    for (const auto* change :
         {"update transcript_utterances set content = 'otherwise'", "update transcript_utterances set start_ms = 7",
          "delete from transcript_utterances", "truncate transcript_utterances"})
        EXPECT_THROW(truth(change), pqxx::check_violation) << change;
    truth("update transcript_utterances set is_current = false");
    EXPECT_THROW(truth("update transcript_utterances set is_current = true"), pqxx::check_violation);
}

TEST_F(Found, AnotherTenantsWordsAreNot) {
    call_saying({{"Our own words."}});
    who = make_tenancy(world.database.url("wib_owner"), world.database.url(), "beta");
    EXPECT_THAT(found("words"), IsEmpty());
    call_saying({{"Their words."}});
    EXPECT_THAT(found("words"), ElementsAre("Their words."));
}

/// The function behind the search looks past row-level security; whoever calls it names the tenant that is bound, or
/// gets nothing.
TEST_F(Found, TheDoorOpensForTheBoundTenantAlone) {
    call_saying({{"Our own words."}});
    const auto other = make_tenancy(world.database.url("wib_owner"), world.database.url(), "beta");
    pqxx::connection app{world.database.url()};
    const auto look = [&](const std::string& bound, const std::string& wanted) {
        pqxx::work sql{app};
        if (!bound.empty()) sql.exec_params("select set_config('app.current_organization_id', $1, true)", bound);
        return sql
            .exec("select * from wib.search_transcripts(" + wanted +
                  ", 'words', null, null, null, true, null, null, null, 10)")
            .size();
    };
    const auto ours = to_string(who.organization), theirs = to_string(other.organization);
    EXPECT_EQ(look(ours, quoted(ours)), 1);
    EXPECT_EQ(look(theirs, quoted(theirs)), 0);
    EXPECT_THROW(look(theirs, quoted(ours)), pqxx::insufficient_privilege);
    EXPECT_THROW(look("", quoted(ours)), pqxx::insufficient_privilege);
    EXPECT_THROW(look("", "null"), pqxx::insufficient_privilege);
    EXPECT_THROW(look(theirs, "null"), pqxx::insufficient_privilege);
}

/// The tag that tells tenants apart in the index is a word like others to who types it: it finds nothing.
TEST_F(Found, NobodySpeaksTheTagOfATenant) {
    call_saying({{"Our own words."}});
    const auto tag = truth("select wib.search_tag('" + to_string(who.organization) + "', 'en')");
    for (const auto& q : {tag, '"' + tag + '"', "words " + tag, "'" + tag + "'"}) EXPECT_THAT(found(q), IsEmpty()) << q;
    EXPECT_THAT(found("words -" + tag.substr(0, tag.find(' '))), SizeIs(1));
}

TEST_F(Found, AQueryMustNameAWord) {
    call_saying({{"Words."}});
    for (const std::string q : {"", "   ", "-words", "\"\"", "!&|<->():*", "words or -other", "-", "'"}) {
        const auto reply = ask({{"q", q}});
        EXPECT_EQ(status, 400) << q;
        EXPECT_EQ(reply.at("code"), "VALIDATION_ERROR") << q;
    }
    ask({{"q", std::string(201, 'w')}});
    EXPECT_EQ(status, 400);
}

TEST_F(Found, WhateverIsTypedIsLookedForAndNeverRun) {
    call_saying({{"It's <b>50%</b> & more; C:\\temp 'quoted' \x02marked\x03 \\'"}});
    for (const std::string q :
         {"it's", "'; drop table calls; --", "<b>", "50%", "a & b | !c", "words:*", "((((((", "\\", "c:\\temp", "%",
          "\xf0\x9f\x92\xb8 pay", "\xe2\x80\x8b word", "\"unclosed", "\x02marked\x03", "(a or (b", "$1", "$$"}) {
        ask({{"q", q}});
        EXPECT_THAT(status, ::testing::AnyOf(200, 400)) << q;
    }
    std::string many;
    while (many.size() < 198) many += "w -";
    ask({{"q", many}});
    EXPECT_EQ(status, 200);
    EXPECT_THAT(marked("more quoted"), ElementsAre("It's <b>50%</b> & [more]; C:\\temp '[quoted]' \x02marked\x03 \\'"));
}

TEST_F(Found, AVersionWithoutUtterancesIsNoTrouble) {
    const auto call = call_saying({});
    for (int version = 2;
         const auto* document :
         {"'{}'", "'{\"utterances\": 7}'", "'{\"utterances\": [1, null, {}, {\"text\": \"  \"}]}'",
          "'{\"language\": 3, \"utterances\": [{\"text\": \"found all the same\", \"start_ms\": \"x\", \"end_ms\": "
          "1e300}]}'"})
        keep(call, version++, document);
    EXPECT_THAT(found("found"), ElementsAre("found all the same"));
}

TEST_F(Found, ThatSomebodySearchedIsWrittenAndNotWhatFor) {
    call_saying({{"Mr Alvarez."}});
    found("alvarez");
    EXPECT_EQ(truth("select count(*) from audit_logs where action = 'transcript:searched' and user_id = '" +
                    to_string(who.user) + "'"),
              "1");
    EXPECT_EQ(truth("select new_value ->> 'results' from audit_logs where action = 'transcript:searched'"), "1");
    EXPECT_EQ(truth("select count(*) from audit_logs a where a::text ilike '%alvarez%'"), "0");
}

/// What stood before the words were indexed is filed by the migration's own statement.
TEST_F(Found, TranscriptsOfBeforeAreFiledAsTheOwnerForEachTenant) {
    const auto call = call_saying({{"Long ago."}});
    say(call, 2, {{"Long ago, corrected."}});
    truth("set session_replication_role = replica; delete from transcript_utterances; select 1");
    pqxx::connection owner{world.database.url("wib_owner")};
    pqxx::work sql{owner};
    sql.exec_params("select set_config('app.current_organization_id', $1, true)", to_string(who.organization));
    sql.exec("select wib.index_transcript(v) from transcript_versions v order by v.recording_id, v.version");
    sql.commit();
    EXPECT_THAT(found("long ago"), ElementsAre("Long ago, corrected."));
    EXPECT_THAT(texts(ask({{"q", "ago"}, {"superseded", "true"}})), SizeIs(2));
}

// ---- many utterances: the newest are read in order, what is rare among them is found by the index

struct Plans : pqxx::errorhandler {
    explicit Plans(pqxx::connection& connection) : pqxx::errorhandler(connection) {}
    bool operator()(const char message[]) noexcept override {
        text += message;
        return false;
    }
    std::string text;
};

struct FoundAmongMany : Found {
    /// One call of ten thousand utterances: a common word in each third, a rare one in each thousandth.
    FoundAmongMany() {
        const auto call = call_saying({});
        keep(call, 2,
             std::string{
                 "(select jsonb_build_object('language', 'en', 'utterances', jsonb_agg(jsonb_build_object('text', "
                 "'number ' || n || case when n % 3 = 0 then ' common' else '' end || case when n % 1000 = 7 then ' "
                 "rare' else '' end, 'start_ms', n, 'end_ms', n, 'speaker', 'agent') order by n)) from "
                 "generate_series(0, 9999) n)"});
        truth("analyze transcript_utterances");
        truth("analyze calls");
    }
};

TEST_F(FoundAmongMany, PagesGoOnWhereTheNewestThousandsEnd) {
    Texts all;
    std::string cursor;
    do {
        const auto reply = ask({{"q", "rare"}, {"limit", "3"}, {"cursor", cursor}});
        for (const auto& text : texts(reply)) all.push_back(text);
        cursor = reply.at("next_cursor").is_null() ? "" : std::string{reply.at("next_cursor").as_string()};
    } while (!cursor.empty() && all.size() < 20);
    Texts wanted;
    for (int n = 7; n < 10'000; n += 1000)
        wanted.push_back("number " + std::to_string(n) + (n % 3 == 0 ? " common" : "") + " rare");
    EXPECT_EQ(all, wanted);
}

TEST_F(FoundAmongMany, RareWordsAreFoundByTheIndexAndNothingIsReadFromEndToEnd) {
    pqxx::connection superuser{world.database.url("postgres")};
    Plans plans{superuser};
    pqxx::nontransaction sql{superuser};
    sql.exec("load 'auto_explain'");
    sql.exec("set auto_explain.log_min_duration = 0");
    sql.exec("set auto_explain.log_nested_statements = on");
    sql.exec("set client_min_messages = log");
    sql.exec("select set_config('app.current_organization_id', '" + to_string(who.organization) + "', false)");
    const auto look = [&](const std::string& q) {
        plans.text.clear();
        return sql
            .exec("select * from wib.search_transcripts('" + to_string(who.organization) + "', '" + q +
                  "', null, null, null, false, null, null, null, 10)")
            .size();
    };
    // Often enough that the plan is the one that is kept for any query.
    for (int again = 0; again < 8; ++again) {
        EXPECT_EQ(look("rare"), 10);
        EXPECT_THAT(plans.text, AllOf(HasSubstr("transcript_utterances_latest"),
                                      HasSubstr("Bitmap Index Scan on transcript_utterances_words"),
                                      Not(HasSubstr("Seq Scan on transcript_utterances"))));
        EXPECT_EQ(look("common"), 10);
        EXPECT_THAT(plans.text,
                    AllOf(HasSubstr("transcript_utterances_latest"), Not(HasSubstr("transcript_utterances_words")),
                          Not(HasSubstr("Seq Scan on transcript_utterances"))));
    }
}

}  // namespace
}  // namespace wib::transcripts

#include "shared/codec/fields.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>

#include "shared/codec/schema.hpp"

namespace wib::codec {

enum class Shade { light, dark };
BOOST_DESCRIBE_ENUM(Shade, light, dark)

struct Base {
    Whole<1, 9, 3> size;
    Whole<1, 50, 10, Above::cut> count;
};
BOOST_DESCRIBE_STRUCT(Base, (), (size, count))

struct Question : Base {
    CallId call;
    std::optional<Shade> shade;
    std::optional<bool> loud;
    std::optional<Instant> since;
    std::optional<Text<2, 4>> word;
    std::string name;
};
BOOST_DESCRIBE_STRUCT(Question, (Base), (call, shade, loud, since, word, name))

struct Mixed {
    List<Whole<0, 5>, 1, 3> some;
    std::map<std::string, Secret> secrets;
    SecretText<1, 4> pin;
    Field<Shade> shade;
    RawJsonOf<std::vector<Base>> kept;
};
BOOST_DESCRIBE_STRUCT(Mixed, (), (some, secrets, pin, shade, kept))

namespace {

using ::testing::ElementsAre;

const std::string kId = "7f6c1f0e-58a1-4c1b-9d3e-2b6f0a9e4c11";

TEST(Fields, AreReadIntoTheMembersOfTheirName) {
    const auto question = parse_query<Question>({{"call", kId},
                                                 {"size", "9"},
                                                 {"count", "5000"},
                                                 {"shade", "dark"},
                                                 {"loud", "false"},
                                                 {"since", "2026-11-21T08:45:00Z"},
                                                 {"word", "héé"},
                                                 {"name", "x"},
                                                 {"stray", "ignored"}});
    ASSERT_TRUE(question);
    EXPECT_EQ(question->size, 9);
    EXPECT_EQ(question->count, 50) << "what is above is cut";
    EXPECT_EQ(question->shade, Shade::dark);
    EXPECT_EQ(question->loud, false);
    EXPECT_EQ(to_string(*question->word), "héé");
    EXPECT_EQ(to_string(question->call), kId);
}

TEST(Fields, ThatAreEmptyOrAbsentHaveTheirDefaults) {
    const auto question = parse_query<Question>({{"call", kId}, {"name", "x"}, {"size", ""}, {"shade", ""}});
    ASSERT_TRUE(question);
    EXPECT_EQ(question->size, 3);
    EXPECT_EQ(question->count, 10);
    EXPECT_FALSE(question->shade);
}

TEST(Fields, TellEveryFaultTogetherInTheOrderOfTheMembers) {
    const auto wrong = parse_query<Question>(
        {{"size", "10"}, {"count", "0"}, {"shade", "grey"}, {"loud", "yes"}, {"since", "today"}, {"word", "x"}});
    ASSERT_FALSE(wrong);
    EXPECT_FALSE(wrong.error().only_ids);
    EXPECT_THAT(wrong.error().faults,
                ElementsAre(Fault{"size", "must be a whole number from 1 to 9"},
                            Fault{"count", "must be a whole number from 1 to 50"}, Fault{"call", "is required"},
                            Fault{"shade", "must be one of light, dark"}, Fault{"loud", "must be true or false"},
                            Fault{"since", "must be a date and time (RFC 3339)"},
                            Fault{"word", "must have 2 to 4 characters"}, Fault{"name", "is required"}));
}

TEST(Fields, SayWhenNothingButAnIdIsWrong) {
    const auto wrong = parse_query<Question>({{"call", "7"}, {"name", "x"}});
    ASSERT_FALSE(wrong);
    EXPECT_TRUE(wrong.error().only_ids);
    EXPECT_THAT(wrong.error().faults, ElementsAre(Fault{"call", "must be a UUID"}));
}

TEST(Whole, IsWithinItsBoundsWhereverItComesFrom) {
    using Size = Whole<-2, 2>;
    EXPECT_EQ(parse<Size>("-2")->value(), -2);
    EXPECT_FALSE(parse<Size>("3"));
    EXPECT_FALSE(parse<Size>("\"1\""));
    EXPECT_EQ(print(Size{1}), "1");
    EXPECT_DEATH(Size{3}, "bounds");
}

std::string text_of(const boost::json::object& object) {
    return boost::json::serialize(object);
}

TEST(Schemas, SayWhatEachKindOfMemberTakes) {
    Schemas schemas;
    EXPECT_EQ(text_of(schemas.of<Mixed>(Direction::read)), R"({"$ref":"#/components/schemas/Mixed"})");
    EXPECT_EQ(
        text_of(schemas.components().at("Mixed")),
        R"({"type":"object","properties":{)"
        R"("some":{"type":"array","items":{"type":"integer","format":"int32","minimum":0,"maximum":5},"minItems":1,"maxItems":3},)"
        R"("secrets":{"type":"object","additionalProperties":{"type":"string","format":"password","writeOnly":true}},)"
        R"("pin":{"type":"string","minLength":1,"maxLength":4,"format":"password","writeOnly":true},)"
        R"("shade":{"anyOf":[{"$ref":"#/components/schemas/Shade"},{"type":"null"}]},)"
        R"("kept":{"type":"array","items":{"$ref":"#/components/schemas/Base"},"maxItems":10000}},)"
        R"("required":["some","secrets","pin","kept"],"additionalProperties":false})");
    EXPECT_EQ(text_of(schemas.components().at("Shade")), R"({"type":"string","enum":["light","dark"]})");
}

TEST(Schemas, PutABasesMembersIntoTheSameObject) {
    Schemas schemas;
    (void)schemas.of<Question>(Direction::printed);
    const auto& question = schemas.components().at("Question");
    EXPECT_EQ(question.at("properties").as_object().begin()->key(), "size");
    EXPECT_EQ(question.at("required").as_array().size(), 8u) << "what is printed has every member";
}

}  // namespace
}  // namespace wib::codec

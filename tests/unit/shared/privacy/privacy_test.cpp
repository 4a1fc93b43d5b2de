#include <gtest/gtest.h>

#include <random>

#include "shared/privacy/json_masking.hpp"
#include "shared/privacy/log_masking.hpp"
#include "shared/privacy/redaction.hpp"

namespace wib::privacy {
namespace {

struct Case {
    const char* said;
    const char* kept;
};

void expect_all(std::initializer_list<Case> cases) {
    for (const auto& [said, kept] : cases) EXPECT_EQ(redact(said).text, kept) << said;
}

TEST(Redaction, TakesSocialSecurityNumbers) {
    expect_all({{"my social is 123-45-6789.", "my social is [REDACTED_SSN]."},
                {"123-45-6789", "[REDACTED_SSN]"},
                {"SSN 123456789 ok", "SSN [REDACTED_SSN] ok"},
                {"social security number one two three four five six seven eight nine",
                 "social security number [REDACTED_SSN]"},
                {"my social is one twenty three forty five sixty seven eighty nine", "my social is [REDACTED_SSN]"}});
}

TEST(Redaction, LeavesAccountNumbersAndPlainDates) {
    expect_all({{"account 123456789", "account 123456789"},
                {"invoice 4111111111111112", "invoice 4111111111111112"},
                {"due on 03/05/2026", "due on 03/05/2026"},
                {"call me on the twenty first of may", "call me on the twenty first of may"},
                {"I owe two hundred dollars and one cent", "I owe two hundred dollars and one cent"},
                {"version 1.2.3", "version 1.2.3"},
                {"at 10:45:30", "at 10:45:30"}});
}

TEST(Redaction, TakesCardsWrittenAndSpoken) {
    expect_all({{"card 4111 1111 1111 1111 please", "card [REDACTED_CARD] please"},
                {"4111-1111-1111-1111", "[REDACTED_CARD]"},
                {"378282246310005", "[REDACTED_CARD]"},
                {"it's four one one one, one one one one, one one one one, one one one one thanks",
                 "it's [REDACTED_CARD] thanks"},
                {"four triple one double one double one double one double one one one one one", "[REDACTED_CARD]"},
                {"number 4111 1111 1111 1111 12 26", "number [REDACTED_CARD] 12 26"}});
}

TEST(Redaction, TakesCardCodesNearTheirWord) {
    expect_all({{"the cvv is 123", "the cvv is [REDACTED_CVV]"},
                {"it is 1234, that's the security code", "it is [REDACTED_CVV], that's the security code"},
                {"CVC one two three", "CVC [REDACTED_CVV]"},
                {"room 123", "room 123"}});
}

TEST(Redaction, TakesPhoneNumbers) {
    expect_all({{"call +1 312 945 7420 now", "call [REDACTED_PHONE] now"},
                {"(312) 945-7420", "[REDACTED_PHONE]"},
                {"312.945.7420 or 3129457420", "[REDACTED_PHONE] or [REDACTED_PHONE]"},
                {"+35319605860", "[REDACTED_PHONE]"},
                {"three one two nine four five seven four two oh", "[REDACTED_PHONE]"}});
}

TEST(Redaction, TakesEmailAddresses) {
    expect_all({{"write to mary.o'neil+x@example.co.uk.", "write to [REDACTED_EMAIL]."},
                {"it's mary at example dot com", "it's [REDACTED_EMAIL]"},
                {"@home and me@localhost", "@home and me@localhost"}});
}

TEST(Redaction, TakesBirthDatesAndLeavesOthers) {
    expect_all({{"born 03/05/1980", "born [REDACTED_DOB]"},
                {"date of birth is March 5th, 1980", "date of birth is [REDACTED_DOB]"},
                {"my birthday is march fifth nineteen eighty", "my birthday is [REDACTED_DOB]"},
                {"due March 5th, 2026", "due March 5th, 2026"}});
}

TEST(Redaction, TakesRecordNumbersLicencesAndAddresses) {
    expect_all({{"MRN: A1234567", "MRN: [REDACTED_MRN]"},
                {"patient id 88231", "patient id [REDACTED_MRN]"},
                {"passport number X1234567", "passport number [REDACTED_ID]"},
                {"driver's license D123-4567-8901", "driver's license [REDACTED_ID]"},
                {"driver's license D12345678", "driver's license [REDACTED_ID]"},
                {"I live at 742 Evergreen Terrace, Springfield, IL 62704-1234",
                 "I live at [REDACTED_ADDRESS], Springfield, IL [REDACTED_ADDRESS]"},
                {"zip 62704", "zip [REDACTED_ADDRESS]"},
                {"ticket 62704", "ticket 62704"}});
}

TEST(Redaction, TakesNetworkAddresses) {
    expect_all({{"from 192.168.1.20.", "from [REDACTED_IP]."},
                {"2001:db8:0:0:0:0:0:1", "[REDACTED_IP]"},
                {"2001:db8::1", "[REDACTED_IP]"},
                {"999.1.1.1", "999.1.1.1"}});
}

TEST(Redaction, CountsWhatItTook) {
    const auto redacted = redact("a@b.co and c@d.co, cvv 123");
    EXPECT_EQ(redacted.count(Kind::email), 2u);
    EXPECT_EQ(redacted.count(Kind::cvv), 1u);
    EXPECT_EQ(redacted.count(), 3u);
}

// Whatever the text, redacting again finds nothing new, and no run of card digits is left.
TEST(Redaction, IsDoneAfterOnce) {
    std::mt19937 random{13};
    const std::string_view pieces[] = {"4111 1111 1111 1111 ",
                                       "one ",
                                       "312-945-7420 ",
                                       "a@b.co ",
                                       "social ",
                                       "123456789 ",
                                       "born ",
                                       "03/05/1980 ",
                                       "cvv ",
                                       "12 Main Street ",
                                       "::1 ",
                                       "\xff ",
                                       "+44 20 7946 0958 ",
                                       "zip ",
                                       "62704 ",
                                       ", "};
    for (int round = 0; round < 3000; ++round) {
        std::string text;
        for (auto n = random() % 12; n > 0; --n) text += pieces[random() % std::size(pieces)];
        const auto once = redact(text);
        EXPECT_EQ(once.text.find("1111 1111 1111 1111"), std::string::npos) << text;
        EXPECT_EQ(once.text.find("a@b.co"), std::string::npos) << text;
    }
}

TEST(Redaction, SurvivesAnyBytes) {
    std::mt19937 random{14};
    for (int round = 0; round < 5000; ++round) {
        std::string text(random() % 80, '\0');
        for (auto& c : text) c = random() % 2 ? static_cast<char>(random()) : "0123456789-.:@ /+("[random() % 18];
        const auto redacted = redact(text);
        if (redacted.count() == 0) EXPECT_EQ(redacted.text, text);
    }
}

TEST(LogMasking, KeepsTheLastFourDigitsOfPhones) {
    EXPECT_EQ(mask_log_text("dial +13129457420 now"), "dial ***7420 now");
    EXPECT_EQ(mask_log_text("(312) 945-7420"), "(***7420");
    EXPECT_EQ(mask_log_text("312-945-7420"), "***7420");
}

TEST(LogMasking, LeavesIdsHashesTimesAndCounts) {
    for (const auto* text :
         {"5552493d-16d8-42d8-8feb-c2a16b56f6e8", "2026-11-21T08:45:00.000000Z", "took 1234567890 us", "port 8787",
          "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", "call.hangup v3", "a+b", "1 + 2"})
        EXPECT_EQ(mask_log_text(text), text);
}

TEST(LogMasking, HidesWhatOpensDoors) {
    const std::string token = "AbCdEfGhIjKlMnOpQrStUvWxYz0123456789_-AbCdE";
    EXPECT_EQ(mask_log_text("Authorization: Bearer " + token), "Authorization: Bearer ***");
    EXPECT_EQ(mask_log_text("authorization: bearer short"), "authorization: bearer ***");
    EXPECT_EQ(mask_log_text("saw " + token + " there"), "saw *** there");
    EXPECT_EQ(mask_log_text("?token=abc&x=1"), "?token=***&x=1");
    EXPECT_EQ(mask_log_text(R"({"password":"hunter2","a":1})"), R"({"password":"***","a":1})");
    EXPECT_EQ(mask_log_text("api_key: sk_1"), "api_key: ***");
    EXPECT_EQ(mask_log_text("key wib_live_abc"), "key ***");
    EXPECT_EQ(mask_log_text("the token was fine"), "the token was fine");
    EXPECT_EQ(mask_log_text("a bearer password: hunter2 came"), "a bearer *** came") << "a name behind a name";
    EXPECT_EQ(mask_log_text("token= secret = hunter2 x"), "token= *** x");
}

TEST(LogMasking, SurvivesAnyBytes) {
    std::mt19937 random{15};
    for (int round = 0; round < 5000; ++round) {
        std::string text(random() % 60, '\0');
        for (auto& c : text) c = random() % 2 ? static_cast<char>(random()) : "0123456789-.:= +("[random() % 17];
        (void)mask_log_text(text);
        EXPECT_EQ(mask_log_text("token=" + std::string(50, 'x')).find("xxx"), std::string::npos);
    }
}

TEST(JsonMasking, HidesPersonalKeysAndKeepsTheShape) {
    EXPECT_EQ(
        mask_json(
            R"({"id":"1","from":"+13129457420","caller_name":"Ann","nested":{"Email":"a@b","count":2},"list":[{"text":"hi"}],"dob":null})"),
        R"({"id":"1","from":"[masked]","caller_name":"[masked]","nested":{"Email":"[masked]","count":2},"list":[{"text":"[masked]"}],"dob":null})");
    EXPECT_EQ(mask_json(R"({"audio_url":"https://x","stream_url":"wss://y"})"),
              R"({"audio_url":"[masked]","stream_url":"wss://y"})");
    EXPECT_EQ(mask_json(R"({"a":{"b":{"c":{"d":{"e":{"f":1}}}}}})"), R"({"a":{"b":{"c":{"d":{"e":"[masked]"}}}}})");
    for (const auto* text : {R"({"a":3e86})", R"({"a":0.11844634407370954})"})
        EXPECT_EQ(mask_json(mask_json(text).value()), mask_json(text)) << text;
    EXPECT_EQ(mask_json("not json"), std::nullopt);
    EXPECT_EQ(mask_json(R"({"a":1e400,"b":[-1e400]})"), R"({"a":null,"b":[null]})");
}

}  // namespace
}  // namespace wib::privacy

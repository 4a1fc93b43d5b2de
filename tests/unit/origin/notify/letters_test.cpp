#include "origin/notify/letters.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "shared/identity/mail_token.hpp"

namespace wib::notify {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;

const Desk kDesk{.public_url = "https://bond.test", .key = Secret{std::string(32, 's')}};
const Uuid kId = *parse_uuid("11111111-2222-4333-8444-555555555555");
const Uuid kProof = *parse_uuid("22222222-2222-4333-8444-555555555555");

TEST(Letters, CarryALinkWhoseTokenIsMadeOfTheProof) {
    const auto mail = write_letter(kDesk, Letter::verify_email, kId, "a@b.test", {.proof = to_string(kProof)});
    const auto token = identity::mail_token(identity::MailPurpose::verify_email, kProof, kDesk.key).reveal();
    EXPECT_EQ(mail.to, "a@b.test");
    EXPECT_THAT(mail.text, HasSubstr("https://bond.test/verify-email#token=" + token + "\n"));
    EXPECT_THAT(mail.html, HasSubstr("href=\"https://bond.test/verify-email#token=" + token + "\""));
    EXPECT_EQ(mail.kind, "verify_email");
}

TEST(Letters, ForAPasswordProveTheLetterItself) {
    const auto mail = write_letter(kDesk, Letter::reset_password, kId, "a@b.test", {});
    EXPECT_THAT(mail.text,
                HasSubstr(identity::mail_token(identity::MailPurpose::reset_password, kId, kDesk.key).reveal()));
}

TEST(Letters, AreTheSameEachTimeTheyAreWritten) {
    const LetterDetail detail{.organization = "Harbor", .inviter = "Grace", .role = "agent"};
    EXPECT_EQ(write_letter(kDesk, Letter::invitation, kId, "a@b.test", detail).html,
              write_letter(kDesk, Letter::invitation, kId, "a@b.test", detail).html);
}

TEST(Letters, SayWhatIsNearlyUsedUpAndWhatFollows) {
    const auto near =
        write_letter(kDesk, Letter::usage_alert, kId, "a@b.test",
                     {.organization = "Harbor", .metric = "calls", .percent = 80, .used = 4000, .limit = 5000});
    EXPECT_EQ(near.subject, "Harbor has used 80 % of its calls");
    EXPECT_THAT(near.text, HasSubstr("Harbor uses 4000 of the 5000 calls that its plan includes this month."));
    EXPECT_THAT(near.text, HasSubstr("https://bond.test/settings/plan\n"));
    const auto full = write_letter(kDesk, Letter::usage_alert, kId, "a@b.test",
                                   {.organization = "Harbor",
                                    .metric = "storage_bytes",
                                    .percent = 100,
                                    .used = 24'960'000'000,
                                    .limit = 25'000'000'000});
    EXPECT_EQ(full.subject, "Harbor has reached its limit of storage");
    EXPECT_THAT(full.text, HasSubstr("Harbor uses 24.9 of the 25 GB of storage that its plan includes. More are"));
}

TEST(Letters, LetNobodysNameBecomeMarkupOrALongStory) {
    const auto mail = write_letter(kDesk, Letter::invitation, kId, "a@b.test",
                                   {.organization = "<a href=\"https://evil.test\">Click\nhere</a>",
                                    .inviter = std::string(300, 'x'),
                                    .role = "agent"});
    EXPECT_THAT(mail.html, Not(HasSubstr("<a href=\"https://evil")));
    EXPECT_THAT(mail.subject, Not(HasSubstr("\n")));
    EXPECT_THAT(mail.text, Not(HasSubstr(std::string(81, 'x'))));
    EXPECT_THAT(mail.text, HasSubstr("invites you to join"));
}

TEST(MailTokens, DifferByPurposeAndKey) {
    using identity::MailPurpose;
    const Secret other{std::string(32, 't')};
    const auto one = identity::mail_token(MailPurpose::verify_email, kId, kDesk.key).reveal();
    EXPECT_EQ(one.size(), 43u);
    EXPECT_NE(one, identity::mail_token(MailPurpose::reset_password, kId, kDesk.key).reveal());
    EXPECT_NE(one, identity::mail_token(MailPurpose::verify_email, kId, other).reveal());
}

}  // namespace
}  // namespace wib::notify

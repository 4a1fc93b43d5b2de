#include "origin/vendors/s3/answers.hpp"

#include <gtest/gtest.h>

namespace wib::s3 {
namespace {

using Kind = record::StoreError::Kind;

// Documents as the S3 API reference and R2's error page show them.
constexpr std::string_view kNoSuchKey =
    R"(<?xml version="1.0" encoding="UTF-8"?><Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message></Error>)";

TEST(S3Answers, FindElementsByTheirWholeName) {
    constexpr std::string_view kList =
        R"(<ListBucketResult><KeyCount>1</KeyCount><Key>a&amp;b&lt;c&gt;</Key><ETag>"x"</ETag><Empty></Empty></ListBucketResult>)";
    EXPECT_EQ(element(kList, "Key"), "a&b<c>");
    EXPECT_EQ(element(kList, "ETag"), "\"x\"");
    EXPECT_EQ(element(kList, "Empty"), "");
    EXPECT_FALSE(element(kList, "Ke"));
    EXPECT_EQ(element(R"(<UploadId xmlns="x">id-1</UploadId>)", "UploadId"), "id-1");
    for (const auto* torn : {"", "<", "<Key", "<Key>", "<Key>a", "<Key>a</Ke", "<Key >"})
        EXPECT_FALSE(element(torn, "Key")) << torn;
}

TEST(S3Answers, AnErrorIsADocumentNotAMention) {
    const auto error = parse_error(kNoSuchKey);
    ASSERT_TRUE(error);
    EXPECT_EQ(error->code, "NoSuchKey");
    EXPECT_FALSE(parse_error("<CompleteMultipartUploadResult><Key>&lt;Error></Key></CompleteMultipartUploadResult>"));
    EXPECT_FALSE(parse_error("<Result><Error><Code>x</Code></Error></Result>"));
    EXPECT_FALSE(parse_error(""));
    EXPECT_FALSE(parse_error("<Error>"));
}

TEST(S3Answers, DecideOnceWhatIsWorthAnotherTry) {
    const auto with = [](std::string_view code) { return "<Error><Code>" + std::string{code} + "</Code></Error>"; };
    EXPECT_EQ(meaning_of(404, kNoSuchKey).kind, Kind::not_found);
    EXPECT_EQ(meaning_of(404, "").kind, Kind::not_found) << "HEAD has no body";
    EXPECT_EQ(meaning_of(404, with("NoSuchBucket")).kind, Kind::refused);
    EXPECT_EQ(meaning_of(403, with("SignatureDoesNotMatch")).kind, Kind::refused);
    EXPECT_FALSE(meaning_of(403, with("AccessDenied")).retryable);
    EXPECT_TRUE(meaning_of(400, with("BadDigest")).retryable);
    EXPECT_EQ(meaning_of(400, with("BadDigest")).kind, Kind::corrupt);
    for (const int status : {429, 500, 502, 503, 504}) EXPECT_TRUE(meaning_of(status, "").retryable) << status;
    EXPECT_TRUE(meaning_of(200, with("InternalError")).retryable) << "a completed upload that was not";
}

TEST(S3Answers, ReadContentRanges) {
    const auto range = parse_content_range("bytes 0-9/443");
    ASSERT_TRUE(range);
    EXPECT_EQ(range->range.last, 9u);
    EXPECT_EQ(range->size, 443u);
    for (const auto* bad : {"", "bytes */443", "bytes 9-0/443", "bytes 0-443/443", "bytes 0-9/443 ", "bytes 0-9",
                            "items 0-9/443", "bytes 0-99999999999999999999/5"})
        EXPECT_FALSE(parse_content_range(bad)) << bad;
}

TEST(S3Answers, CutFilesIntoEqualPartsWithinTheLimits) {
    constexpr std::uint64_t kMiB = 1024 * 1024;
    EXPECT_EQ(plan_parts(9 * kMiB).parts, 2u);
    EXPECT_EQ(plan_parts(16 * kMiB).parts, 2u);
    EXPECT_EQ(plan_parts(16 * kMiB + 1).parts, 3u);
    for (const std::uint64_t bytes : {100 * kMiB, 80'000 * kMiB, 80'001 * kMiB, 5'000'000 * kMiB}) {
        const auto plan = plan_parts(bytes);
        EXPECT_LE(plan.parts, 10'000u);
        EXPECT_GE(plan.part_bytes, 5 * kMiB);
        EXPECT_GE(plan.part_bytes * plan.parts, bytes);
        EXPECT_LT(plan.part_bytes * (plan.parts - 1), bytes);
    }
}

}  // namespace
}  // namespace wib::s3

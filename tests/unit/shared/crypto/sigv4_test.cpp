#include "shared/crypto/sigv4.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <fstream>
#include <set>
#include <sstream>

#include "shared/codec/url.hpp"
#include "shared/crypto/hash.hpp"

namespace wib::crypto {
namespace {

namespace json = boost::json;

json::value fixture(const std::string& name) {
    std::ifstream in{std::string{WIB_SOURCE_DIR} + "/tests/fixtures/sigv4/" + name};
    std::stringstream text;
    text << in.rdbuf();
    return json::parse(text.str());
}

std::string text(const json::value& value) {
    return std::string{value.as_string().c_str(), value.as_string().size()};
}

/// "GET /path?query HTTP/1.1\nName:value\n  continued\n\nbody"
AwsRequest parse_request(const std::string& raw) {
    AwsRequest request;
    const auto head_end = raw.find("\n\n");
    request.payload_hash = sha256_hex(head_end == std::string::npos ? "" : raw.substr(head_end + 2));
    std::istringstream lines{raw.substr(0, head_end)};
    std::string line;
    std::getline(lines, line);
    request.method = line.substr(0, line.find(' '));
    auto target = line.substr(line.find(' ') + 1);
    target.resize(target.rfind(" HTTP/1.1"));
    request.path = target.substr(0, target.find('?'));
    const auto mark = target.find('?');
    request.query = codec::parse_query(mark == std::string::npos ? "" : target.substr(mark + 1)).value();
    while (std::getline(lines, line)) {
        if (line.starts_with(' ')) {
            request.headers.back().second += line;
        } else if (const auto colon = line.find(':'); colon != std::string::npos) {
            request.headers.emplace_back(line.substr(0, colon), line.substr(colon + 1));
        }
    }
    return request;
}

TEST(SigV4, AgreesWithTheSuiteOfAws) {
    // What other services normalise, S3 takes as it stands: these six are not for us.
    const std::set<std::string> normalised{
        "get-relative-normalized", "get-relative-relative-normalized",   "get-slash-dot-slash-normalized",
        "get-slash-normalized",    "get-slash-pointless-dot-normalized", "get-slashes-normalized"};
    int proven = 0;
    const auto suite = fixture("suite.json");
    for (const auto& entry : suite.at("cases").as_array()) {
        const auto name = text(entry.at("name"));
        if (normalised.contains(name)) continue;
        const auto& context = entry.at("context").as_object();
        const auto& keys = context.at("credentials").as_object();
        const bool token_is_signed = keys.contains("token") && !(context.contains("omit_session_token") &&
                                                                 context.at("omit_session_token").as_bool());
        const AwsCredentials credentials{text(keys.at("access_key_id")), Secret{text(keys.at("secret_access_key"))},
                                         token_is_signed ? text(keys.at("token")) : ""};
        const AwsScope scope{text(context.at("region")), text(context.at("service"))};
        const auto at = parse_rfc3339(text(context.at("timestamp")));
        ASSERT_TRUE(at);

        auto request = parse_request(text(entry.at("request")));
        const auto presigned = presign_aws(request, credentials, scope, *at, std::chrono::seconds{3600});
        EXPECT_TRUE(presigned.ends_with("&X-Amz-Signature=" + text(entry.at("query_signature")))) << name << '\n'
                                                                                                  << presigned;

        if (context.at("sign_body").as_bool())
            request.headers.emplace_back("x-amz-content-sha256", request.payload_hash);
        const auto signed_headers = sign_aws(request, credentials, scope, *at);
        EXPECT_TRUE(signed_headers.back().second.ends_with("Signature=" + text(entry.at("header_signature")))) << name;
        request.headers.insert(request.headers.end(), signed_headers.begin(), signed_headers.end() - 1);
        EXPECT_EQ(canonical_request(request), text(entry.at("header_canonical_request"))) << name;
        ++proven;
    }
    EXPECT_EQ(proven, 32);
}

TEST(SigV4, AgreesWithTheExamplesOfS3) {
    const auto examples = fixture("s3_examples.json");
    const AwsCredentials credentials{text(examples.at("access_key")), Secret{text(examples.at("secret_key"))}};
    const AwsScope scope{text(examples.at("region")), text(examples.at("service"))};
    const auto at = *parse_rfc3339("2013-05-24T00:00:00Z");
    const std::string host = "examplebucket.s3.amazonaws.com";
    const auto empty = sha256_hex("");
    const auto check = [&](std::size_t example, AwsRequest request) {
        const auto& wanted = examples.at("cases").as_array().at(example);
        const auto signed_headers = sign_aws(request, credentials, scope, at);
        EXPECT_TRUE(signed_headers.back().second.ends_with(text(wanted.at("signature")))) << text(wanted.at("name"));
        request.headers.insert(request.headers.end(), signed_headers.begin(), signed_headers.end() - 1);
        EXPECT_EQ(canonical_request(request), text(wanted.at("canonical_request")));
    };
    check(0, {.method = "GET",
              .path = "/test.txt",
              .headers = {{"Host", host}, {"Range", "bytes=0-9"}, {"x-amz-content-sha256", empty}},
              .payload_hash = empty});
    const auto body = sha256_hex("Welcome to Amazon S3.");
    check(1, {.method = "PUT",
              .path = "/test$file.text",
              .headers = {{"Host", host},
                          {"Date", "Fri, 24 May 2013 00:00:00 GMT"},
                          {"x-amz-content-sha256", body},
                          {"x-amz-storage-class", "REDUCED_REDUNDANCY"}},
              .payload_hash = body});
    check(2, {.method = "GET",
              .path = "/",
              .query = {{"lifecycle", ""}},
              .headers = {{"Host", host}, {"x-amz-content-sha256", empty}},
              .payload_hash = empty});
    check(3, {.method = "GET",
              .path = "/",
              .query = {{"prefix", "J"}, {"max-keys", "2"}},
              .headers = {{"Host", host}, {"x-amz-content-sha256", empty}},
              .payload_hash = empty});

    const auto link = presign_aws({.method = "GET",
                                   .path = "/test.txt",
                                   .headers = {{"Host", host}},
                                   .payload_hash = std::string{kUnsignedPayload}},
                                  credentials, scope, at, std::chrono::seconds{86400});
    EXPECT_EQ("https://" + host + aws_path("/test.txt") + '?' + link,
              text(examples.at("cases").as_array().at(4).at("url")));
}

TEST(SigV4, EncodesEachSegmentOnceAndKeepsSlashes) {
    EXPECT_EQ(aws_path("/recordings/a b/ü+%.wav"), "/recordings/a%20b/%C3%BC%2B%25.wav");
    EXPECT_EQ(aws_path("//x//"), "//x//");
    EXPECT_EQ(aws_path(""), "/");
    EXPECT_EQ(aws_date(*parse_rfc3339("2013-05-24T01:02:03.999Z")), "20130524T010203Z");
}

}  // namespace
}  // namespace wib::crypto

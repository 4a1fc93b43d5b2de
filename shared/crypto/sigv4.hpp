#pragma once
#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shared/core/secret.hpp"
#include "shared/core/time.hpp"

namespace wib::crypto {

/// AWS Signature Version 4 as S3 and R2 want it: paths are encoded once and never normalised.
/// Proven on AWS' own vectors (tests/fixtures/sigv4).
struct AwsCredentials {
    std::string access_key_id;
    Secret secret_access_key;
    std::string session_token{};  ///< of temporary credentials
};

struct AwsScope {
    std::string region;  ///< "auto" for R2
    std::string service = "s3";
};

/// What is signed. Path and query are plain text, not yet percent-encoded; every header given is signed, and `host` is
/// among them. `sign_aws` adds x-amz-date and, for temporary credentials, x-amz-security-token.
struct AwsRequest {
    std::string method;
    std::string path;
    std::vector<std::pair<std::string, std::string>> query{};
    std::vector<std::pair<std::string, std::string>> headers{};
    std::string payload_hash;  ///< lower hex SHA-256 of the body, or kUnsignedPayload
};
inline constexpr std::string_view kUnsignedPayload = "UNSIGNED-PAYLOAD";

/// "20130524T000000Z"
[[nodiscard]] std::string aws_date(Instant at);
/// The path as it stands in the request line: "/" kept, all but unreserved characters encoded.
[[nodiscard]] std::string aws_path(std::string_view path);
/// The query as it stands in the request line, sorted: "max-keys=2&prefix=J".
[[nodiscard]] std::string aws_query(const std::vector<std::pair<std::string, std::string>>& query);

[[nodiscard]] std::string canonical_request(const AwsRequest& request);

/// The headers to send with the request: x-amz-date, x-amz-security-token where due, authorization.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> sign_aws(AwsRequest request,
                                                                        const AwsCredentials& credentials,
                                                                        const AwsScope& scope, Instant at);

/// The query of a link that works without headers until `life` is over (1 s – 7 days); only `host` need be among the
/// headers.
[[nodiscard]] std::string presign_aws(AwsRequest request, const AwsCredentials& credentials, const AwsScope& scope,
                                      Instant at, std::chrono::seconds life);

}  // namespace wib::crypto

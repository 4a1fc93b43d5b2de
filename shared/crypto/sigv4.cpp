#include "shared/crypto/sigv4.hpp"

#include <algorithm>
#include <map>

#include "shared/codec/header.hpp"
#include "shared/codec/hex.hpp"
#include "shared/codec/url.hpp"
#include "shared/crypto/hash.hpp"

namespace wib::crypto {
namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;
using Headers = std::map<std::string, std::string>;

constexpr std::string_view kAlgorithm = "AWS4-HMAC-SHA256";

/// Without spaces at the ends; inner runs become one.
std::string collapse(std::string_view value) {
    std::string out;
    for (const char c : codec::trim(value)) {
        const bool space = c == ' ' || c == '\t';
        if (space && out.ends_with(' ')) continue;
        out += space ? ' ' : c;
    }
    return out;
}

/// Names in lower case, sorted; the values of one name in the order given, joined by commas.
Headers canonical_headers(const Pairs& headers) {
    Headers canonical;
    for (const auto& [name, value] : headers) {
        const auto [at, is_first] = canonical.try_emplace(codec::lower_case(name), collapse(value));
        if (!is_first) at->second += ',' + collapse(value);
    }
    return canonical;
}

std::string signed_headers(const Headers& canonical) {
    std::string names;
    for (const auto& [name, value] : canonical) names.append(names.empty() ? "" : ";").append(name);
    return names;
}

Secret step(const Secret& key, std::string_view text) {
    return Secret{std::string{as_text(hmac_sha256(key, text).bytes())}};
}

std::string scope_of(const AwsScope& scope, std::string_view date) {
    return std::string{date.substr(0, 8)} + '/' + scope.region + '/' + scope.service + "/aws4_request";
}

std::string signature(const AwsRequest& request, const AwsCredentials& credentials, const AwsScope& scope,
                      std::string_view date) {
    std::string text{kAlgorithm};
    text.append("\n")
        .append(date)
        .append("\n")
        .append(scope_of(scope, date))
        .append("\n")
        .append(sha256_hex(canonical_request(request)));
    auto key = step(Secret{"AWS4" + credentials.secret_access_key.reveal()}, date.substr(0, 8));
    for (const std::string_view part :
         {std::string_view{scope.region}, std::string_view{scope.service}, std::string_view{"aws4_request"}})
        key = step(key, part);
    return codec::hex(hmac_sha256(key, text).bytes());
}

}  // namespace

std::string aws_date(Instant at) {
    // "2013-05-24T00:00:00.000000Z" without what separates.
    const auto text = to_rfc3339(at);
    return text.substr(0, 4) + text.substr(5, 2) + text.substr(8, 3) + text.substr(11, 2) + text.substr(14, 2) +
           text.substr(17, 2) + 'Z';
}

std::string aws_path(std::string_view path) {
    std::string out;
    for (std::size_t at = 0; at <= path.size();) {
        const auto end = std::min(path.find('/', at), path.size());
        out += codec::percent_encode(path.substr(at, end - at));
        if (end < path.size()) out += '/';
        at = end + 1;
    }
    return out.empty() ? "/" : out;
}

std::string aws_query(const Pairs& query) {
    Pairs encoded;
    for (const auto& [name, value] : query)
        encoded.emplace_back(codec::percent_encode(name), codec::percent_encode(value));
    std::ranges::sort(encoded);
    std::string out;
    for (const auto& [name, value] : encoded) out.append(out.empty() ? "" : "&").append(name).append("=").append(value);
    return out;
}

std::string canonical_request(const AwsRequest& request) {
    const auto headers = canonical_headers(request.headers);
    std::string out = request.method + '\n' + aws_path(request.path) + '\n' + aws_query(request.query) + '\n';
    for (const auto& [name, value] : headers) out.append(name).append(":").append(value).append("\n");
    return out + '\n' + signed_headers(headers) + '\n' + request.payload_hash;
}

Pairs sign_aws(AwsRequest request, const AwsCredentials& credentials, const AwsScope& scope, Instant at) {
    const auto date = aws_date(at);
    Pairs added{{"x-amz-date", date}};
    if (!credentials.session_token.empty()) added.emplace_back("x-amz-security-token", credentials.session_token);
    request.headers.insert(request.headers.end(), added.begin(), added.end());
    added.emplace_back("authorization", std::string{kAlgorithm} + " Credential=" + credentials.access_key_id + '/' +
                                            scope_of(scope, date) +
                                            ", SignedHeaders=" + signed_headers(canonical_headers(request.headers)) +
                                            ", Signature=" + signature(request, credentials, scope, date));
    return added;
}

std::string presign_aws(AwsRequest request, const AwsCredentials& credentials, const AwsScope& scope, Instant at,
                        std::chrono::seconds life) {
    const auto date = aws_date(at);
    request.query.emplace_back("X-Amz-Algorithm", kAlgorithm);
    request.query.emplace_back("X-Amz-Credential", credentials.access_key_id + '/' + scope_of(scope, date));
    request.query.emplace_back("X-Amz-Date", date);
    request.query.emplace_back("X-Amz-Expires", std::to_string(life.count()));
    request.query.emplace_back("X-Amz-SignedHeaders", signed_headers(canonical_headers(request.headers)));
    if (!credentials.session_token.empty())
        request.query.emplace_back("X-Amz-Security-Token", credentials.session_token);
    return aws_query(request.query) + "&X-Amz-Signature=" + signature(request, credentials, scope, date);
}

}  // namespace wib::crypto

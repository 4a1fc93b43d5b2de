#include "origin/vendors/s3/store.hpp"

#include <algorithm>
#include <charconv>
#include <fstream>

#include "origin/runtime/within.hpp"
#include "origin/vendors/s3/answers.hpp"
#include "origin/vendors/s3/call.hpp"
#include "shared/codec/url.hpp"
#include "shared/crypto/sigv4.hpp"

namespace wib::s3 {

using record::ByteRange;
using record::PartedObject;
using record::StoredObject;
using record::StoreError;
using namespace std::chrono_literals;
using Kind = StoreError::Kind;

namespace {

constexpr std::size_t kHashInPlace = 64 * 1024;  // smaller bodies are not worth a change of thread: 0.2 ms
constexpr auto kLongestPause = 10s;
constexpr auto kAbortPatience = 10s;

StoreError unreachable(std::string detail) {
    return {Kind::unreachable, true, std::move(detail)};
}

StoreError from(const http::ClientError& error) {
    using From = http::ClientError::Kind;
    switch (error.kind) {
        case From::bad_url:
            return {Kind::refused, false, error.detail};
        case From::too_large:
            return {Kind::refused, false, error.detail};
        case From::untrusted:
            return {Kind::unreachable, false, error.detail};
        case From::unreachable:
        case From::late:
        case From::broken:
        case From::garbled:
        case From::busy:
            return unreachable(error.detail);
    }
    return unreachable(error.detail);
}

std::uint64_t length_of(const api::Headers& headers) {
    const auto text = headers.get("content-length");
    std::uint64_t length = 0;
    std::from_chars(text.data(), text.data() + text.size(), length);
    return length;
}

/// Nothing when the file is not that long any more.
std::optional<std::string> read_piece(const std::string& path, std::uint64_t first, std::uint64_t bytes) {
    std::ifstream in{path, std::ios::binary};
    std::string piece(bytes, '\0');
    in.seekg(static_cast<std::streamoff>(first));
    if (!in.read(piece.data(), static_cast<std::streamsize>(bytes))) return std::nullopt;
    return piece;
}

std::optional<std::uint64_t> size_of(const std::string& path) {
    std::ifstream in{path, std::ios::binary | std::ios::ate};
    if (!in) return std::nullopt;
    return static_cast<std::uint64_t>(in.tellg());
}

struct HashedPiece {
    std::optional<std::string> bytes;
    std::string hash;
};
HashedPiece read_and_hash(const std::string& path, std::uint64_t first, std::uint64_t bytes) {
    HashedPiece piece{read_piece(path, first, bytes), {}};
    if (piece.bytes) piece.hash = crypto::sha256_hex(*piece.bytes);
    return piece;
}

/// The pool's two ways of saying no, in our words.
template <class Work, class T = std::invoke_result_t<Work>>
Task<Result<T, StoreError>> on_pool(BlockingPool& pool, Work work, Deadline deadline) {
    try {
        auto done = co_await pool.run(std::move(work), deadline);
        if (done) co_return std::move(*done);
    } catch (const PoolFullError& error) {
        co_return unexpected(unreachable(error.what()));
    }
    co_return unexpected(unreachable("the disk did not answer in time"));
}

}  // namespace

S3Store::S3Store(S3Config config, http::Client& client, const Clock& clock, Random& random, BlockingPool& pool)
    : config_(std::move(config)), client_(client), clock_(clock), random_(random), pool_(pool) {
    const auto url = codec::parse_url(config_.endpoint);
    if (!url) return;
    host_ = url->host.find(':') == std::string_view::npos ? std::string{url->host} : '[' + std::string{url->host} + ']';
    if (!url->port.empty()) host_ += ':' + std::string{url->port};
    base_path_ = url->target.substr(0, url->target.find('?'));
    while (base_path_.ends_with('/')) base_path_.pop_back();
}
S3Store::~S3Store() = default;

Task<S3Store::Answer> S3Store::attempt(const Call& call, Deadline deadline) {
    crypto::AwsRequest request{.method = call.method,
                               .path = base_path_ + '/' + config_.bucket + '/' + call.key,
                               .query = call.query,
                               .headers = call.headers,
                               .payload_hash = call.body_hash};
    request.headers.emplace_back("host", host_);
    request.headers.emplace_back("x-amz-content-sha256", call.body_hash);
    const auto signed_headers =
        crypto::sign_aws(request, {config_.access_key_id, config_.secret_access_key}, {config_.region}, clock_.now());

    const auto scheme = config_.endpoint.substr(0, config_.endpoint.find("://"));
    http::ClientRequest wire{.method = call.method,
                             .url = scheme + "://" + host_ + crypto::aws_path(request.path) +
                                    (call.query.empty() ? "" : '?' + crypto::aws_query(call.query)),
                             .body = call.body,
                             .resend = http::Resend::once_if_broken,
                             .response_limit = call.response_limit};
    for (const auto& [name, value] : call.headers) wire.headers.add(name, value);
    wire.headers.add("x-amz-content-sha256", call.body_hash);
    for (const auto& [name, value] : signed_headers) wire.headers.add(name, value);

    auto answer = co_await client_.send(std::move(wire), deadline.capped(clock_.steady(), config_.attempt_patience));
    if (!answer) co_return unexpected(from(answer.error()));
    if (answer->status < 200 || answer->status > 299) co_return unexpected(meaning_of(answer->status, answer->body));
    if (const auto error = parse_error(answer->body); error && call.method == "POST")
        co_return unexpected(meaning_of(answer->status, answer->body));
    co_return std::move(*answer);
}

Task<S3Store::Answer> S3Store::send(Call call, Deadline deadline) {
    if (config_.endpoint.empty())
        co_return unexpected(StoreError{Kind::not_configured, false, "S3_ENDPOINT is not set"});
    std::chrono::duration<double> pause = config_.first_pause;
    for (int tries = 1;; ++tries) {
        auto answer = co_await attempt(call, deadline);
        if (answer || !answer.error().retryable || tries >= config_.attempts) co_return answer;
        // Jittered: many origins that lost one store do not come back in step.
        const auto until = Deadline::after(clock_.steady(), std::chrono::duration_cast<Deadline::Clock::duration>(
                                                                pause * (0.5 + 0.5 * random_.fraction())));
        if (until.at() >= deadline.at()) co_return answer;
        co_await sleep_until(until);
        pause = std::min<std::chrono::duration<double>>(pause * 2, kLongestPause);
    }
}

Task<Result<std::string, StoreError>> S3Store::hash(const std::string& body, Deadline deadline) {
    if (body.size() <= kHashInPlace) co_return crypto::sha256_hex(body);
    co_return co_await on_pool(pool_, [body] { return crypto::sha256_hex(body); }, deadline);
}

Task<Result<StoredObject, StoreError>> S3Store::put(std::string key, std::string content_type, std::string body,
                                                    Deadline deadline) {
    auto digest = co_await hash(body, deadline);
    if (!digest) co_return unexpected(digest.error());
    const auto size = body.size();
    const auto answer = co_await send({.method = "PUT",
                                       .key = std::move(key),
                                       .headers = {{"content-type", std::move(content_type)}},
                                       .body = std::move(body),
                                       .body_hash = std::move(*digest)},
                                      deadline);
    if (!answer) co_return unexpected(answer.error());
    co_return StoredObject{size, std::string{answer->headers.get("etag")}};
}

Task<Result<StoredObject, StoreError>> S3Store::put_file(std::string key, std::string content_type, std::string path,
                                                         Deadline deadline) {
    const auto size = co_await on_pool(pool_, [path] { return size_of(path); }, deadline);
    if (!size) co_return unexpected(size.error());
    if (!*size) co_return unexpected(StoreError{Kind::corrupt, false, path + " cannot be read"});
    if (**size <= kMultipartAbove) {
        auto piece = co_await on_pool(pool_, [path, bytes = **size] { return read_piece(path, 0, bytes); }, deadline);
        if (!piece) co_return unexpected(piece.error());
        if (!*piece) co_return unexpected(StoreError{Kind::corrupt, false, path + " became shorter while it was read"});
        co_return co_await put(std::move(key), std::move(content_type), std::move(**piece), deadline);
    }

    auto begun = co_await begin(std::move(key), std::move(content_type), deadline);
    if (!begun) co_return unexpected(begun.error());
    auto stored = co_await put_parts(*begun, std::move(path), **size, deadline);
    if (!stored) (void)co_await abandon(std::move(*begun), clock_.in(kAbortPatience));
    co_return stored;
}

Task<Result<StoredObject, StoreError>> S3Store::put_parts(PartedObject object, std::string path, std::uint64_t bytes,
                                                          Deadline deadline) {
    const auto plan = plan_parts(bytes);
    std::vector<std::string> parts;
    for (std::uint64_t part = 0; part < plan.parts; ++part) {
        const auto first = part * plan.part_bytes;
        auto piece = co_await on_pool(
            pool_,
            [path, first, size = std::min(plan.part_bytes, bytes - first)] { return read_and_hash(path, first, size); },
            deadline);
        if (!piece) co_return unexpected(piece.error());
        if (!piece->bytes)
            co_return unexpected(StoreError{Kind::corrupt, false, path + " became shorter while it was read"});
        auto etag = co_await put_part(object, static_cast<int>(part) + 1,
                                      {.bytes = std::move(*piece->bytes), .sha256 = std::move(piece->hash)}, deadline);
        if (!etag) co_return unexpected(etag.error());
        parts.push_back(std::move(*etag));
    }
    co_return co_await complete(std::move(object), std::move(parts), bytes, deadline);
}

Task<Result<StoredObject, StoreError>> S3Store::head(std::string key, Deadline deadline) {
    const auto answer = co_await send({.method = "HEAD", .key = std::move(key)}, deadline);
    if (!answer) co_return unexpected(answer.error());
    co_return StoredObject{length_of(answer->headers), std::string{answer->headers.get("etag")}};
}

Task<Result<std::string, StoreError>> S3Store::get(std::string key, std::optional<ByteRange> range, Deadline deadline) {
    Call call{.method = "GET", .key = std::move(key), .response_limit = config_.largest_get};
    if (range) {
        call.headers.emplace_back("range", "bytes=" + std::to_string(range->first) + '-' + std::to_string(range->last));
        call.response_limit = std::min<std::size_t>(config_.largest_get, range->last - range->first + 1 + 64 * 1024);
    }
    auto answer = co_await send(std::move(call), deadline);
    if (!answer) co_return unexpected(answer.error());
    if (!range) co_return std::move(answer->body);

    const auto given = parse_content_range(answer->headers.get("content-range"));
    const bool is_it = answer->status == 206 && given && given->range.first == range->first &&
                       given->range.last <= range->last &&
                       answer->body.size() == given->range.last - given->range.first + 1;
    if (!is_it) co_return unexpected(StoreError{Kind::corrupt, true, "another range than the one asked for"});
    co_return std::move(answer->body);
}

}  // namespace wib::s3

#include "origin/vendors/assemblyai/batch.hpp"

#include "shared/codec/url.hpp"

namespace wib::assemblyai {
namespace {

using transcripts::BatchError;
using Kind = BatchError::Kind;

/// Ten hours of words.
constexpr std::size_t kLargestAnswer = std::size_t{64} << 20;
/// Jobs of an account, newest first: as many as they list at once. One that was begun a few minutes ago is among them,
/// unless the account begins more than that in those minutes.
constexpr std::string_view kLatestJobs = "/v2/transcript?limit=200";

BatchError read_failure(const http::ClientError& error) {
    using Of = http::ClientError::Kind;
    switch (error.kind) {
        case Of::late:
        case Of::too_large:
        case Of::garbled:
            return {Kind::timed_out, true, error.detail};
        case Of::unreachable:
        case Of::untrusted:
        case Of::broken:
        case Of::busy:
            return {Kind::unreachable, true, error.detail};
        case Of::bad_url:
            return {Kind::not_configured, false, error.detail};
    }
    return {Kind::unreachable, true, error.detail};
}

std::unexpected<BatchError> unreadable() {
    return unexpected(BatchError{Kind::timed_out, true, "an answer nobody can read"});
}

}  // namespace

Task<Result<std::string, BatchError>> Batch::ask(std::string method, std::string path, std::string_view content_type,
                                                 std::string body, Deadline deadline) {
    if (!is_configured()) co_return unexpected(BatchError{Kind::not_configured, false, "no key"});
    http::ClientRequest request{.method = std::move(method), .url = config_.base_url + path, .body = std::move(body)};
    request.headers.add("Authorization", config_.api_key.reveal());
    if (!content_type.empty()) request.headers.add("Content-Type", std::string{content_type});
    request.headers.add("Accept", "application/json");
    request.response_limit = kLargestAnswer;
    // An upload begins nothing; a job has no key that would make a second request harmless.
    request.resend = path == "/v2/transcript" ? http::Resend::never : http::Resend::once_if_broken;
    auto answer = co_await send_(std::move(request), deadline);
    if (!answer) {
        auto error = read_failure(answer.error());
        if (error.detail.empty()) error.detail = "no answer";
        co_return unexpected(std::move(error));
    }
    if (answer->status < 200 || answer->status > 299) co_return unexpected(read_batch_refusal(*answer));
    co_return std::move(answer->body);
}

Task<Result<std::string, BatchError>> Batch::upload(std::string audio, Deadline deadline) {
    const auto answer = co_await ask("POST", "/v2/upload", "application/octet-stream", std::move(audio), deadline);
    if (!answer) co_return unexpected(answer.error());
    auto url = read_upload(*answer);
    if (!url) co_return unreadable();
    co_return std::move(*url);
}

Task<Result<std::string, BatchError>> Batch::submit(std::string audio_ref, Deadline deadline) {
    const auto answer =
        co_await ask("POST", "/v2/transcript", "application/json", job_request(config_.order, audio_ref), deadline);
    if (!answer) co_return unexpected(answer.error());
    auto id = read_job_id(*answer);
    if (!id) co_return unreadable();
    co_return std::move(*id);
}

Task<Result<std::optional<std::string>, BatchError>> Batch::find(std::string audio_ref, Deadline deadline) {
    const auto answer = co_await ask("GET", std::string{kLatestJobs}, {}, {}, deadline);
    if (!answer) co_return unexpected(answer.error());
    auto id = read_job_of(*answer, audio_ref);
    if (!id) co_return unreadable();
    if (id->empty()) co_return std::optional<std::string>{};
    co_return std::optional{std::move(*id)};
}

Task<Result<transcripts::BatchReport, BatchError>> Batch::fetch(std::string job, Deadline deadline) {
    const auto answer = co_await ask("GET", "/v2/transcript/" + codec::percent_encode(job), {}, {}, deadline);
    if (!answer) co_return unexpected(answer.error());
    auto report = read_job(*answer);
    if (!report) co_return unreadable();
    co_return std::move(*report);
}

}  // namespace wib::assemblyai

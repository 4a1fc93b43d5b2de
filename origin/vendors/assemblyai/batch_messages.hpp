#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "origin/transcripts/ports.hpp"
#include "shared/api/http.hpp"
#include "shared/core/secret.hpp"

namespace wib::assemblyai {

/// How every job is to be done, besides its audio.
struct BatchOrder {
    std::vector<std::string> models;  ///< in order of preference
    std::string language;             ///< their code ("en", "es"); "" has it detected
    std::string webhook_url;          ///< "" for none: then jobs are asked about
    Secret webhook_secret;
};

/// The body of POST /v2/transcript: each channel for itself.
[[nodiscard]] std::string job_request(const BatchOrder& order, std::string_view audio_url);

/// What they answer, in our words; nothing: not an answer of this interface.
[[nodiscard]] std::optional<std::string> read_upload(std::string_view body);
[[nodiscard]] std::optional<std::string> read_job_id(std::string_view body);
[[nodiscard]] std::optional<transcripts::BatchReport> read_job(std::string_view body);
/// Of a list of jobs, newest first, the one of this audio that has not failed; "" for none.
[[nodiscard]] std::optional<std::string> read_job_of(std::string_view body, std::string_view audio_url);

/// What an answer other than 2xx means.
[[nodiscard]] transcripts::BatchError read_batch_refusal(const api::Response& answer);

}  // namespace wib::assemblyai

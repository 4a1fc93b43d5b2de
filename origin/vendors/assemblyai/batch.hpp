#pragma once
#include <functional>
#include <string>

#include "origin/http/client/client.hpp"
#include "origin/transcripts/ports.hpp"
#include "origin/vendors/assemblyai/batch_messages.hpp"

namespace wib::assemblyai {

struct BatchConfig {
    std::string base_url;  ///< "https://api.assemblyai.com"
    Secret api_key;        ///< empty: nothing is transcribed
    BatchOrder order;
};

/// Sends one HTTPS request; http::Client::send in production.
using Send = std::function<Task<Result<api::Response, http::ClientError>>(http::ClientRequest, Deadline)>;

/// AssemblyAI's asynchronous API as a BatchRecogniser: the sound is uploaded, never linked to; a job's webhook brings
/// our secret back.
class Batch final : public transcripts::BatchRecogniser {
  public:
    Batch(BatchConfig config, Send send) : config_(std::move(config)), send_(std::move(send)) {}

    [[nodiscard]] std::string name() const override { return "assemblyai"; }
    [[nodiscard]] bool is_configured() const override { return !config_.api_key.empty(); }
    Task<Result<std::string, transcripts::BatchError>> upload(std::string audio, Deadline deadline) override;
    Task<Result<std::string, transcripts::BatchError>> submit(std::string audio_ref, Deadline deadline) override;
    Task<Result<std::optional<std::string>, transcripts::BatchError>> find(std::string audio_ref,
                                                                           Deadline deadline) override;
    Task<Result<transcripts::BatchReport, transcripts::BatchError>> fetch(std::string job, Deadline deadline) override;

  private:
    Task<Result<std::string, transcripts::BatchError>> ask(std::string method, std::string path,
                                                           std::string_view content_type, std::string body,
                                                           Deadline deadline);

    BatchConfig config_;
    Send send_;
};

}  // namespace wib::assemblyai

#pragma once
#include <boost/asio/any_io_executor.hpp>
#include <memory>
#include <string>

#include "origin/http/client/dialer.hpp"
#include "origin/media/ports.hpp"
#include "origin/runtime/clock.hpp"
#include "origin/ws/socket.hpp"
#include "shared/core/secret.hpp"

namespace wib::assemblyai {

struct StreamingConfig {
    std::string url = "wss://streaming.assemblyai.com/v3/ws";
    Secret api_key{};   ///< empty: every session is refused as not configured
    std::string speech_model = "universal-streaming-english";
};

/// AssemblyAI Universal-Streaming v3 over one WebSocket a session: μ-law as received, turns formatted. Thread-safe; a session
/// lives on the executor that opened it.
class StreamingRecogniser final : public media::Recogniser {
  public:
    StreamingRecogniser(http::Dialer& dialer, const Clock& clock, StreamingConfig config)
        : dialer_(dialer), clock_(clock), config_(std::move(config)) {}

    [[nodiscard]] std::string name() const override { return "assemblyai"; }
    Task<Result<std::unique_ptr<media::RecogniserSession>, media::RecogniserError>> listen(std::string language,
                                                                                          Deadline deadline) override;

  private:
    http::Dialer& dialer_;
    const Clock& clock_;
    StreamingConfig config_;
};

/// A session on a socket that has said Begin.
[[nodiscard]] std::unique_ptr<media::RecogniserSession> converse(boost::asio::any_io_executor executor,
                                                                 std::unique_ptr<ws::Socket> socket, const Clock& clock);

}  // namespace wib::assemblyai

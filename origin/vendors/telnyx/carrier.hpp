#pragma once
#include <functional>
#include <string>

#include "origin/http/client/client.hpp"
#include "origin/voice/ports.hpp"
#include "shared/core/secret.hpp"

namespace wib::telnyx {

struct Config {
    Secret api_key;             ///< empty: every command answers not_configured
    std::string connection_id;  ///< of the Voice API application
    std::string base_url;       ///< "https://api.telnyx.com/v2"
    std::string webhook_url;    ///< where the events of our legs go; empty: where the application says
};

/// Sends one HTTPS request; http::Client::send in production.
using Send = std::function<Task<Result<api::Response, http::ClientError>>(http::ClientRequest, Deadline)>;

/// Telnyx Call Control as a CallCarrier. A command is confirmed by the webhook it causes; what is answered here only
/// says whether Telnyx took it. Every command carries its own id, which Telnyx remembers for 60 s, so it may be sent
/// again. Media is asked for as G.711 μ-law, both tracks, with raw frames the other way.
class Carrier final : public voice::CallCarrier {
  public:
    Carrier(Config config, Send send);

    [[nodiscard]] std::string name() const override { return "telnyx"; }
    Task<Result<voice::Dialed, voice::CarrierError>> dial(voice::DialCommand command, Deadline deadline) override;
    Task<Result<void, voice::CarrierError>> hang_up(CommandId command, std::string control_id,
                                                    Deadline deadline) override;
    Task<Result<void, voice::CarrierError>> bridge(CommandId command, std::string control_id,
                                                   std::string with_control_id, Deadline deadline) override;
    Task<Result<void, voice::CarrierError>> speak(CommandId command, std::string control_id, std::string text,
                                                  Deadline deadline) override;
    Task<Result<void, voice::CarrierError>> start_stream(CommandId command, std::string control_id,
                                                         voice::StreamRequest stream, Deadline deadline) override;

  private:
    Task<Result<std::string, voice::CarrierError>> post(std::string path, std::string body, Deadline deadline);
    Task<Result<void, voice::CarrierError>> act(std::string control_id, std::string action, std::string body,
                                                Deadline deadline);

    Config config_;
    Send send_;
};

/// What an answer other than 2xx means to us. Exposed for its test: the table is the contract with the outbox.
[[nodiscard]] voice::CarrierError read_refusal(int status, std::string_view body);

}  // namespace wib::telnyx

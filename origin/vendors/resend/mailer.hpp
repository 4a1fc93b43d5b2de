#pragma once
#include <functional>
#include <string>

#include "origin/http/client/client.hpp"
#include "origin/notify/ports.hpp"
#include "shared/core/secret.hpp"

namespace wib::resend {

struct Config {
    Secret api_key;        ///< empty: every letter answers not_configured
    std::string base_url;  ///< "https://api.resend.com"
    std::string from;      ///< "Name <address of a verified domain>"
};

/// Sends one HTTPS request; http::Client::send in production.
using Send = std::function<Task<Result<api::Response, http::ClientError>>(http::ClientRequest, Deadline)>;

/// Resend's POST /emails as a Mailer. Resend keeps the letter's id as idempotency key for 24 hours, so a letter may be
/// sent again while nobody knows whether it left.
class Mailer final : public notify::Mailer {
  public:
    Mailer(Config config, Send send);
    [[nodiscard]] bool is_configured() const override { return !config_.api_key.empty(); }
    Task<Result<std::string, notify::MailError>> send(Uuid id, notify::Mail mail, Deadline deadline) override;

  private:
    Config config_;
    Send send_;
};

/// What an answer other than 2xx means to us. Exposed for its test: the table is the contract with the outbox.
[[nodiscard]] notify::MailError read_refusal(const api::Response& answer);

}  // namespace wib::resend

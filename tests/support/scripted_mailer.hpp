#pragma once
#include <map>
#include <string>
#include <vector>

#include "origin/notify/ports.hpp"

namespace wib::testing {

/// A mailer that keeps what it was given and answers as told. Like the vendor, it knows a letter by its id.
class ScriptedMailer final : public notify::Mailer {
  public:
    bool configured = true;
    std::optional<notify::MailError> refuses;
    std::vector<notify::Mail> sent;  ///< each letter once
    int attempts = 0;

    [[nodiscard]] bool is_configured() const override { return configured; }
    Task<Result<std::string, notify::MailError>> send(Uuid id, notify::Mail mail, Deadline) override {
        ++attempts;
        if (refuses) co_return unexpected(*refuses);
        const auto known = ids_.emplace(to_string(id), "re_" + std::to_string(ids_.size()));
        if (known.second) sent.push_back(std::move(mail));
        co_return known.first->second;
    }
    /// What stands behind "#token=" in the newest letter to an address; "" when there is none.
    [[nodiscard]] std::string token_to(std::string_view address) const {
        for (auto mail = sent.rbegin(); mail != sent.rend(); ++mail) {
            const auto at = mail->text.find("#token=");
            if (mail->to == address && at != std::string::npos) return mail->text.substr(at + 7, 43);
        }
        return {};
    }

  private:
    std::map<std::string, std::string> ids_;
};

}  // namespace wib::testing

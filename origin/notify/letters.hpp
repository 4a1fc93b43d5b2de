#pragma once
#include <boost/describe.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "origin/notify/ports.hpp"
#include "shared/codec/reflect.hpp"
#include "shared/core/secret.hpp"
#include "shared/core/strong_id.hpp"

namespace wib::notify {

/// What letters are about (email_outbox.kind).
enum class Letter { verify_email, reset_password, invitation, notice, usage_alert };
BOOST_DESCRIBE_ENUM(Letter, verify_email, reset_password, invitation, notice, usage_alert)

/// email_outbox.detail: what a letter says, and for whom it was promised. Never what opens anything.
struct LetterDetail {
    std::optional<std::string> proof;         ///< id of what the link's token is made of; the letter's own otherwise
    std::optional<std::string> organization;  ///< who invites; whose limit is near
    std::optional<std::string> inviter;
    std::optional<std::string> role;
    std::optional<std::string> subject, text;  ///< of a notice
    std::optional<std::string> metric;         ///< of what a plan includes only so much
    std::optional<std::int64_t> percent, used, limit;
    std::optional<std::string> client_address, user_agent, correlation_id;
};
BOOST_DESCRIBE_STRUCT(LetterDetail, (),
                      (proof, organization, inviter, role, subject, text, metric, percent, used, limit, client_address,
                       user_agent, correlation_id))

struct Desk {
    std::string public_url;  ///< WIB_PUBLIC_URL
    Secret key;              ///< WIB_SESSION_KEY: tokens are made of it
};

/// The letter as it leaves. Links carry their token behind "#", so that no server's log ever holds it.
[[nodiscard]] Mail write_letter(const Desk& desk, Letter letter, const Uuid& id, std::string to,
                                const LetterDetail& detail);

/// "https://…/accept-invite#token=…": what an invitation's letter says, and what its inviter may hand over themselves.
[[nodiscard]] std::string invitation_link(const Desk& desk, const Uuid& invitation);

}  // namespace wib::notify

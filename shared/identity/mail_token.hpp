#pragma once
#include <string_view>

#include "shared/core/secret.hpp"
#include "shared/core/uuid.hpp"

/// What a letter's link proves (rules §1): who holds it reads that mailbox. Made of the id of the row it belongs to, so
/// that the letter can be written again when it has to be sent again, and no table holds what opens anything: the row
/// keeps `hash_token` of it.
namespace wib::identity {

enum class MailPurpose { verify_email, reset_password, invitation, invitation_link };

/// 43 characters of base64url: HMAC-SHA256 of purpose and id.
[[nodiscard]] Secret mail_token(MailPurpose purpose, const Uuid& id, const Secret& key);

}  // namespace wib::identity

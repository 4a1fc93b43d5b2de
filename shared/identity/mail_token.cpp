#include "shared/identity/mail_token.hpp"

#include "shared/codec/base64.hpp"
#include "shared/crypto/hash.hpp"

namespace wib::identity {
namespace {

std::string_view prefix(MailPurpose purpose) {
    switch (purpose) {
        case MailPurpose::verify_email:
            return "mail|verify_email|";
        case MailPurpose::reset_password:
            return "mail|reset_password|";
        case MailPurpose::invitation:
            return "mail|invitation|";
        case MailPurpose::invitation_link:
            return "mail|invitation_link|";
    }
    return {};
}

}  // namespace

Secret mail_token(MailPurpose purpose, const Uuid& id, const Secret& key) {
    const auto text = to_string(id);
    const auto mac = crypto::hmac_sha256(key, {as_bytes(prefix(purpose)), as_bytes(text)});
    return Secret{codec::base64url(mac.bytes())};
}

}  // namespace wib::identity

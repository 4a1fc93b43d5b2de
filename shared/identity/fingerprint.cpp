#include "shared/identity/fingerprint.hpp"

#include "shared/codec/hex.hpp"
#include "shared/crypto/hash.hpp"

namespace wib::identity {

std::string fingerprint(std::string_view user_agent, std::string_view accept_language, std::string_view sec_ch_ua) {
    crypto::Sha256 hash;
    hash.update(user_agent);
    hash.update("|");
    hash.update(accept_language);
    hash.update("|");
    hash.update(sec_ch_ua);
    return codec::hex(hash.digest());
}

}  // namespace wib::identity

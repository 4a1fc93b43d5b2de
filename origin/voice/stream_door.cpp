#include "origin/voice/stream_door.hpp"

#include "generated/sql/voice.hpp"
#include "shared/crypto/hash.hpp"
#include "shared/identity/stream_token.hpp"

namespace wib::voice {

Task<Result<media::StreamClaim, media::ClaimRefusal>> StreamDoor::claim_stream(std::string token, Deadline deadline) {
    const auto ticket = identity::check_stream_token(token, shop_.clock.now(), shop_.key);
    if (!ticket) {
        const bool expired = ticket.error() == identity::StreamTokenError::expired;
        co_return unexpected(expired ? media::ClaimRefusal::expired : media::ClaimRefusal::forged);
    }
    const auto rows = co_await database_.door(sql::claim_stream, {crypto::sha256_hex(token)}, deadline);
    if (rows.empty()) co_return unexpected(media::ClaimRefusal::used);
    const auto row = rows.front();
    co_return media::StreamClaim{.organization = row["organization_id"].as<OrgId>(),
                                 .call = row["call_id"].as<CallId>(),
                                 .leg = row["leg_id"].as<LegId>(),
                                 .language = "en"};
}

}  // namespace wib::voice

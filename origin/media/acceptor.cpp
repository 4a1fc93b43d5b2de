#include "origin/media/acceptor.hpp"

#include <boost/asio/this_coro.hpp>

namespace wib::media {
namespace {

std::string_view name(ClaimRefusal refusal) {
    switch (refusal) {
        case ClaimRefusal::forged: return "forged";
        case ClaimRefusal::expired: return "expired";
        case ClaimRefusal::used: return "used";
    }
    return "";
}

Task<void> serve(MediaParts& parts, StreamClaim claim, OpenDialect open_dialect, std::unique_ptr<ws::Socket> socket) {
    MediaSession session{co_await boost::asio::this_coro::executor, parts, std::move(claim), open_dialect()};
    co_await session.run(std::move(socket));
}

Task<Result<ws::Admitted, api::Problem>> admit(MediaParts& parts, StreamGate& gate, OpenDialect open_dialect, ws::Upgrade upgrade) {
    const auto token = upgrade.token();
    auto claim = token.empty() ? Result<StreamClaim, ClaimRefusal>{unexpected(ClaimRefusal::forged)}
                               : co_await gate.claim_stream(token, upgrade.deadline);
    if (!claim) {
        parts.metrics.refused.with({std::string{name(claim.error())}}).add();
        parts.log.warn("media_socket_refused", {{"reason", name(claim.error())}, {"peer", upgrade.peer_address}});
        co_return unexpected(api::Problem{.code = api::Code::stream_token_invalid});
    }
    co_return ws::Admitted{.session = [&parts, claim = std::move(*claim), open_dialect](std::unique_ptr<ws::Socket> socket) {
        return serve(parts, claim, open_dialect, std::move(socket));
    }};
}

}  // namespace

ws::Acceptor admit_streams(MediaParts& parts, StreamGate& gate, OpenDialect open_dialect) {
    return [&parts, &gate, open_dialect = std::move(open_dialect)](ws::Upgrade upgrade) {
        return admit(parts, gate, open_dialect, std::move(upgrade));
    };
}

}  // namespace wib::media

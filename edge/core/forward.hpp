#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "edge/core/admit.hpp"
#include "edge/core/cors.hpp"
#include "edge/core/parcel.hpp"
#include "edge/core/visit.hpp"
#include "edge/core/windows.hpp"

/// The way to the origin, and the way back.
namespace wib::edge {

/// A webhook's patience with the origin: Telnyx gives us two seconds in all (vendors: telnyx, "Webhook delivery").
inline constexpr Duration kWebhookPatience = std::chrono::milliseconds{1500};
inline constexpr Duration kRequestPatience = std::chrono::seconds{30};
/// Where a body streams in: 100 MiB at a little less than a megabit a second.
inline constexpr Duration kUploadPatience = std::chrono::minutes{15};

/// What `finish` must know about a request whose instance has long served others.
struct FinishContext {
    enum class Kind { origin, asset, webhook };
    Kind kind = Kind::origin;
    std::string correlation_id;
    std::string route;  ///< row's name; the path for an asset
    bool head_only = false;
    std::string token_hash;              ///< of the session that asked; "" for none
    std::optional<Allowance> allowance;  ///< what is left of the caller's window, where one is counted
    std::string parcel;                  ///< a webhook's, printed, should the origin not take it; "" for other requests
    std::optional<Sharing> sharing;      ///< which other origins may read the answer
    std::string line;                    ///< what the log will say (edge/core/request_line.hpp), encoded

    bool operator==(const FinishContext&) const = default;
};
[[nodiscard]] std::string encode(const FinishContext& context);
[[nodiscard]] std::optional<FinishContext> decode_context(std::string_view bytes);

/// The request in the words of the envelope, signed; `payload` says where its body comes from, `body` is what was
/// gathered.
[[nodiscard]] ForwardToOrigin forward(const Visit& visit, const api::Route& route, const Principal& principal,
                                      std::string_view token_hash, std::string_view body, Duration patience,
                                      std::optional<Allowance> allowance = {},
                                      const std::optional<Sharing>& sharing = {});

/// A vendor's verified event, first come or kept meanwhile, in the words of the envelope: what the vendor signs as its
/// id travels as the idempotency key, which the envelope covers.
[[nodiscard]] ForwardToOrigin forward(const Visit& visit, const api::Route& route, const Parcel& parcel,
                                      std::string_view body, Duration patience);
[[nodiscard]] AskOrigin deliver(const Visit& visit, const Parcel& parcel, std::string_view body,
                                const RequestId& attempt, Duration patience);
/// Whether the origin can do its work just now.
[[nodiscard]] AskOrigin ask_for_health(const Visit& visit, Duration patience);
/// What the edge itself, or `teller`, has to tell the origin: a JSON body, under an envelope of its own.
[[nodiscard]] AskOrigin tell_origin(const Visit& visit, std::string target, std::string body, const RequestId& request,
                                    Duration patience,
                                    const Principal& teller = {.kind = ActorKind::anonymous, .label = "edge"});

/// The question that a session unknown to KV makes us put to the origin.
[[nodiscard]] AskOrigin ask_for_session(const Visit& visit, std::string_view token_hash, Duration patience,
                                        std::size_t limit);
/// Likewise for an API key.
[[nodiscard]] AskOrigin ask_for_key(const Visit& visit, std::string_view key_hash, Duration patience,
                                    std::size_t limit);
/// Tells the origin that a session turned up in another browser than it began in, so that it ends everywhere.
[[nodiscard]] AskOrigin ask_to_end_session(const Visit& visit, std::string_view token_hash, Duration patience);

/// The key under which the origin remembers the answer (rules §5); a problem when it is no key.
[[nodiscard]] Result<std::string, api::Problem> idempotency_key(const Visit& visit, const api::Route& route);

/// Whether the origin has the event, or will never want it: any answer of its own but those that ask to come again.
/// Only a body that is no event at all is refused for good (400); keys that do not match and the like are ours to mend.
[[nodiscard]] bool has_settled(const Outcome& head);

/// The origin's answer on its way out, or a problem where there is none.
[[nodiscard]] Part<Effect> finish_forwarded(Dialogue& dialogue, const FinishContext& context, const Outcome& head);

}  // namespace wib::edge

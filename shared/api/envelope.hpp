#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/api/problem.hpp"
#include "shared/core/result.hpp"
#include "shared/core/secret.hpp"
#include "shared/core/strong_id.hpp"
#include "shared/core/time.hpp"
#include "shared/identity/principal.hpp"

namespace wib::api {

/// What the edge vouches for on one forwarded request (design §5). Both directions use the same form.
struct Envelope {
    RequestId request;
    std::string method;
    std::string target;  ///< path and query, exactly as forwarded
    std::string content_type;
    std::string idempotency_key;
    std::string body_digest;  ///< lower hex SHA-256 of the body, or "streamed" where the route allows it
    Principal principal;
    std::string client_address;
    std::string user_agent;
    std::string correlation_id;
    Duration patience{};  ///< what is left of the request's deadline when it was issued
    Instant issued_at{};

    bool operator==(const Envelope&) const = default;
};

inline constexpr std::string_view kEnvelopeHeader = "x-wib-envelope";
/// In a digest's place, of a body that nobody has seen whole.
inline constexpr std::string_view kStreamed = "streamed";
/// The way back: the problem's name, for the edge's log. It goes no farther than the edge.
inline constexpr std::string_view kCodeHeader = "x-wib-code";
inline constexpr Duration kEnvelopeSkew = std::chrono::seconds{30};

struct EnvelopeKey {
    std::string id;  ///< kid: letters, digits, "-"; at most 32
    Secret key;      ///< 32 bytes
};

enum class EnvelopeError { missing, malformed, unknown_key, mismatch, stale, wrong_request };

/// Letters, digits and "-", 1 to 32 of them.
[[nodiscard]] bool is_envelope_key_id(std::string_view id);
/// What `body_digest` holds for a gathered body, the empty one included.
[[nodiscard]] std::string body_digest(std::string_view body);

/// "<kid>.<base64url JSON>.<base64url HMAC-SHA256 over everything before the second dot>".
[[nodiscard]] std::string seal(const Envelope& envelope, const EnvelopeKey& key);

/// Checks form, key, MAC and age. Any of `keys` may have signed, so that keys can be rotated.
[[nodiscard]] Result<Envelope, EnvelopeError> open_envelope(std::string_view header,
                                                            const std::vector<EnvelopeKey>& keys, Instant now);

/// That the envelope speaks of this very request: method, target, content type, idempotency key and body digest.
/// `streamed` says whether the route lets a body go undigested.
[[nodiscard]] Result<void, EnvelopeError> matches(const Envelope& envelope, std::string_view method,
                                                  std::string_view target, std::string_view content_type,
                                                  std::string_view idempotency_key, std::string_view body,
                                                  bool streamed);

/// To the caller they are all one refusal; logs and metrics use the name.
[[nodiscard]] Problem problem(EnvelopeError error);
[[nodiscard]] std::string_view name(EnvelopeError error);

}  // namespace wib::api

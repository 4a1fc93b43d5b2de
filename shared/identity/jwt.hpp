#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "shared/codec/document.hpp"
#include "shared/core/bytes.hpp"
#include "shared/core/result.hpp"
#include "shared/core/time.hpp"
#include "shared/identity/principal.hpp"

/// JSON Web Tokens (RFC 7519) in their compact form (RFC 7515 §3.1): read strictly, so that a token has one meaning and
/// one spelling. Reading proves nothing: whoever reads holds claims and asks whether the signature over them is good.
namespace wib::identity {

/// Why a token is worth nothing; `name` is the counters' and the caller's word for it.
enum class TokenError {
    malformed,    ///< no three parts of strict base64url, no JSON, a member twice, too long
    algorithm,    ///< another one than is asked for; "none" is one of them
    header,       ///< says that something must be understood which we do not know
    unknown_key,  ///< no key of ours has that id
    mismatch,     ///< the signature is not over these bytes, or not by this key
    issuer,
    audience,
    kind,     ///< a token for something else
    subject,  ///< nobody, or a name that no log should hold
    scope,
    early,  ///< not good yet
    expired,
    long_lived,  ///< lives longer than its kind may, or ends before it begins
};
[[nodiscard]] std::string_view name(TokenError error);

/// Clocks may differ by this much, in either direction.
inline constexpr Duration kTokenSkew = std::chrono::seconds{30};

/// A token taken apart. Views are into its text.
struct Jwt {
    std::string key_id;
    std::string_view message;  ///< what the signature is over: header and claims as they came
    Bytes signature;
    Bytes claims;  ///< JSON
};

/// `algorithm` is the one there may be ("EdDSA"). The header names a key, and nothing that must be understood ("crit");
/// other members are refused too, or ignored as RFC 7515 §4 has it, by `unknown`.
[[nodiscard]] Result<Jwt, TokenError> read_jwt(std::string_view token, std::string_view algorithm,
                                               codec::Unknown unknown, std::size_t longest);

/// The claims of a token, by name; those that are absent or of another type are not there.
class Claims {
  public:
    explicit Claims(ByteView json);
    /// Nothing when the bytes are no object of distinct members.
    [[nodiscard]] bool is_readable() const { return object_ != nullptr; }
    /// "" when there is none.
    [[nodiscard]] std::string_view text(std::string_view claim) const;
    /// Whether "aud" is this text, or a list that holds it.
    [[nodiscard]] bool is_for(std::string_view audience) const;
    /// What stands against the token just now: iat and exp, which must be there, and nbf. `longest` from iat to exp.
    [[nodiscard]] std::optional<TokenError> check_times(Instant now, std::chrono::seconds longest) const;

  private:
    [[nodiscard]] std::optional<std::int64_t> time(std::string_view claim) const;

    codec::Document document_;
    const boost::json::object* object_ = nullptr;
};

/// 1 to 128 visible ASCII characters: what a log, a counter and an audit row can hold as somebody's name.
[[nodiscard]] bool is_label(std::string_view text);

/// Who a token says it is for, worth as much as its signature.
struct ClaimedService {
    std::string key_id;
    std::string message;
    std::string signature;  ///< bytes
    std::string label;
    Scope scope = Scope::none;
};

/// As the envelope carries it.
[[nodiscard]] Principal principal_of(const ClaimedService& service);

}  // namespace wib::identity

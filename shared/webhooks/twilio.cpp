#include "shared/webhooks/twilio.hpp"

#include <algorithm>
#include <array>

#include "shared/codec/base64.hpp"
#include "shared/codec/header.hpp"
#include "shared/codec/url.hpp"
#include "shared/crypto/hash.hpp"
#include "shared/crypto/sha1.hpp"

namespace wib::webhooks {
namespace {

// One address in its two spellings: without a port, and with the one it had or would have had.
struct Spellings {
    std::string without_port;
    std::string with_port;
};

std::optional<Spellings> spell(std::string_view url) {
    const auto parts = codec::parse_url(url);
    if (!parts) return std::nullopt;
    const bool is_secure = parts->scheme == "https" || parts->scheme == "wss";
    const bool is_literal = parts->host.find(':') != std::string_view::npos;
    auto without = std::string{parts->scheme} + "://";
    without += is_literal ? "[" + std::string{parts->host} + "]" : std::string{parts->host};
    auto with = without + ":" + (parts->port.empty() ? is_secure ? "443" : "80" : std::string{parts->port});
    without += parts->target;
    with += parts->target;
    return Spellings{std::move(without), std::move(with)};
}

// Names in order, each followed by its value; of several values of one name each different one, in order.
std::optional<std::string> signed_fields(std::string_view form) {
    auto fields = codec::parse_query(form);
    if (!fields) return std::nullopt;
    std::ranges::sort(*fields);
    const auto repeated = std::ranges::unique(*fields);
    fields->erase(repeated.begin(), repeated.end());
    std::string text;
    for (const auto& [name, value] : *fields) text.append(name).append(value);
    return text;
}

std::string_view find_field(const codec::QueryParams& fields, std::string_view name) {
    const auto found = std::ranges::find(fields, name, &codec::QueryParams::value_type::first);
    return found == fields.end() ? std::string_view{} : std::string_view{found->second};
}

// What is signed beside the address; nothing when the body is not covered by any signature.
std::optional<std::string> signed_body(const TwilioRequest& request) {
    const auto question = std::min(request.url.find('?'), request.url.size() - 1);
    const auto query = codec::parse_query(request.url.substr(question + 1));
    if (!query) return std::nullopt;
    if (const auto named = find_field(*query, "bodySHA256"); !named.empty()) {
        if (!crypto::equal_constant_time(named, crypto::sha256_hex(request.body))) return std::nullopt;
        return std::string{};
    }
    if (request.body.empty()) return std::string{};
    if (codec::media_type(request.content_type) != "application/x-www-form-urlencoded") return std::nullopt;
    return signed_fields(request.body);
}

}  // namespace

Result<Verified<std::string_view>, WebhookError> verify_twilio(const TwilioRequest& request, std::string_view signature,
                                                               Keys tokens) {
    if (signature.empty()) return unexpected(WebhookError::missing_header);
    const auto spellings = spell(request.url);
    if (!spellings) return unexpected(WebhookError::mismatch);
    const auto fields = signed_body(request);
    if (!fields) return unexpected(WebhookError::mismatch);

    for (const auto& token : tokens)
        for (const auto* url : {&spellings->without_port, &spellings->with_port}) {
            const auto ours = codec::base64(crypto::hmac_sha1(token, {as_bytes(*url), as_bytes(*fields)}));
            if (crypto::equal_constant_time(ours, signature)) return Verified<std::string_view>{request.body};
        }
    return unexpected(WebhookError::mismatch);
}

std::string_view twiml_for(std::string_view form) {
    const auto fields = codec::parse_query(form);
    const bool rings =
        fields && find_field(*fields, "CallStatus") == "ringing" && find_field(*fields, "Direction") == "inbound";
    return rings ? kRejectTwiml : kEmptyTwiml;
}

}  // namespace wib::webhooks

#include "bench/loadgen/requests.hpp"

#include <boost/describe.hpp>
#include <stdexcept>

#include "bench/loadgen/http_wire.hpp"
#include "shared/codec/base64.hpp"
#include "shared/codec/header.hpp"
#include "shared/codec/reflect.hpp"

namespace wib::loadgen {

namespace {

struct WireExpectation {
    std::optional<std::int32_t> status;
    std::optional<std::string> contains;
    std::optional<std::uint64_t> bytes;
};
BOOST_DESCRIBE_STRUCT(WireExpectation, (), (status, contains, bytes))

struct WirePrincipal {
    OrgId organization;
    std::optional<SessionId> actor;
    std::optional<UserId> user;
    std::optional<Role> role;
    std::optional<std::string> plan;
    std::optional<ActorKind> kind;
};
BOOST_DESCRIBE_STRUCT(WirePrincipal, (), (organization, actor, user, role, plan, kind))

struct WireRequest {
    std::optional<std::string> method;
    std::string target;
    std::optional<std::map<std::string, std::string>> headers;
    std::optional<std::string> body;
    std::optional<WireExpectation> expect;
    std::optional<WirePrincipal> envelope;
};
BOOST_DESCRIBE_STRUCT(WireRequest, (), (method, target, headers, body, expect, envelope))

Request from_wire(WireRequest wire) {
    Request request{.method = wire.method.value_or("GET"),
                    .target = std::move(wire.target),
                    .headers = std::move(wire.headers).value_or(std::map<std::string, std::string>{}),
                    .body = std::move(wire.body).value_or(""),
                    .expect = {},
                    .principal = {}};
    if (wire.expect) {
        request.expect.status = wire.expect->status.value_or(200);
        request.expect.contains = wire.expect->contains.value_or("");
        if (wire.expect->bytes) request.expect.bytes = static_cast<std::size_t>(*wire.expect->bytes);
    }
    if (wire.envelope) {
        const auto& who = *wire.envelope;
        request.principal = Principal{.kind = who.kind.value_or(ActorKind::session),
                                      .actor = {},
                                      .user = who.user,
                                      .organization = who.organization,
                                      .role = who.role.value_or(Role::agent),
                                      .plan = who.plan.value_or("enterprise"),
                                      .label = {}};
        if (who.actor) request.principal->actor = who.actor->value;
    }
    return request;
}

}  // namespace

std::optional<std::string> unlike(const Expectation& expected, int status, std::string_view body) {
    if (status != expected.status) return "status_" + std::to_string(status);
    if (expected.bytes && body.size() != *expected.bytes) return "length";
    if (!expected.contains.empty() && body.find(expected.contains) == std::string_view::npos) return "body";
    return std::nullopt;
}

std::vector<Request> parse_requests(std::string_view json_lines) {
    std::vector<Request> requests;
    for (std::size_t line = 1; !json_lines.empty(); ++line) {
        const auto end = json_lines.find('\n');
        const auto text = json_lines.substr(0, end);
        json_lines.remove_prefix(end == std::string_view::npos ? json_lines.size() : end + 1);
        if (text.empty()) continue;
        auto wire = codec::parse<WireRequest>(text);
        if (!wire)
            throw std::invalid_argument("request " + std::to_string(line) + ": " + wire.error().faults.front().path +
                                        " " + wire.error().faults.front().message);
        requests.push_back(from_wire(std::move(*wire)));
    }
    if (requests.empty()) throw std::invalid_argument("there is no request to send");
    return requests;
}

api::EnvelopeKey parse_envelope_key(std::string_view text) {
    const auto colon = text.find(':');
    const auto bytes = colon == std::string_view::npos ? std::nullopt : codec::parse_base64(text.substr(colon + 1));
    if (!bytes || bytes->size() != 32 || !api::is_envelope_key_id(text.substr(0, colon)))
        throw std::invalid_argument("an envelope key is KID:BASE64 of 32 bytes");
    return {.id = std::string{text.substr(0, colon)}, .key = Secret{std::string{as_text(*bytes)}}};
}

PreparedRequest::PreparedRequest(Request request, std::string_view host)
    : request_(std::move(request)),
      head_(request_head(request_.method, request_.target, host, request_.headers, request_.body)) {
    if (!request_.principal) bytes_ = head_ + "\r\n" + request_.body;
}

void PreparedRequest::seal(const api::EnvelopeKey& key, Instant now, Uuid random) {
    const auto header = [&](const char* name) {
        for (const auto& [given, value] : request_.headers)
            if (codec::equal_without_case(given, name)) return value;
        return std::string{};
    };
    const api::Envelope envelope{.request = {random},
                                 .method = request_.method,
                                 .target = request_.target,
                                 .content_type = header("content-type"),
                                 .idempotency_key = header("idempotency-key"),
                                 .body_digest = api::body_digest(request_.body),
                                 .principal = *request_.principal,
                                 .client_address = "127.0.0.1",
                                 .user_agent = "wib-loadgen",
                                 .correlation_id = {},
                                 .patience = std::chrono::seconds{10},
                                 .issued_at = now};
    bytes_.assign(head_);
    bytes_.append(api::kEnvelopeHeader).append(": ").append(api::seal(envelope, key)).append("\r\n\r\n");
    bytes_.append(request_.body);
    sealed_at_ = now;
}

}  // namespace wib::loadgen

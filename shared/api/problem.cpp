#include "shared/api/problem.hpp"

#include "shared/codec/reflect.hpp"
#include "shared/core/ensure.hpp"

namespace wib::codec {
BOOST_DESCRIBE_STRUCT(Fault, (), (path, message))
}  // namespace wib::codec

namespace wib::api {
namespace {

struct Words {
    int status;
    std::string_view name;
    std::string_view message;
};

Words words(Code code) {
    switch (code) {
        case Code::invalid_json:
            return {400, "INVALID_JSON", "The body is not valid JSON"};
        case Code::validation_error:
            return {400, "VALIDATION_ERROR", "Some fields are not acceptable"};
        case Code::password_guessable:
            return {400, "PASSWORD_GUESSABLE",
                    "This password is too easily guessed, choose a longer or less usual one"};
        case Code::invalid_id:
            return {400, "INVALID_ID", "The id is not a UUID"};
        case Code::invalid_target:
            return {400, "INVALID_TARGET", "The path or query is not well formed"};
        case Code::auth_required:
            return {401, "AUTH_REQUIRED", "Please sign in"};
        case Code::invalid_credentials:
            return {401, "INVALID_CREDENTIALS", "E-mail address or password is wrong"};
        case Code::session_revoked:
            return {401, "SESSION_REVOKED", "The session has ended, please sign in again"};
        case Code::csrf_missing:
            return {401, "CSRF_REQUIRED", "The X-CSRF-Token header is missing"};
        case Code::csrf_invalid:
            return {403, "CSRF_INVALID", "The CSRF token is not valid for this browser any more"};
        case Code::signature_invalid:
            return {401, "SIGNATURE_INVALID", "The signature does not match"};
        case Code::signature_stale:
            return {401, "SIGNATURE_STALE", "The signed time is too far from now"};
        case Code::envelope_invalid:
            return {401, "ENVELOPE_INVALID", "The request did not come through the edge"};
        case Code::envelope_replayed:
            return {401, "ENVELOPE_REPLAYED", "The request has been seen before"};
        case Code::stream_token_invalid:
            return {401, "STREAM_TOKEN_INVALID", "The stream token is not valid"};
        case Code::plan_upgrade_required:
            return {402, "PLAN_UPGRADE_REQUIRED", "The organization's plan does not include this"};
        case Code::quota_exceeded:
            return {402, "QUOTA_EXCEEDED", "The plan's limit is reached"};
        case Code::https_required:
            return {403, "HTTPS_REQUIRED", "This is answered over https:// alone"};
        case Code::forbidden:
            return {403, "FORBIDDEN", "Your role does not allow this"};
        case Code::email_not_verified:
            return {403, "EMAIL_NOT_VERIFIED", "Please confirm your e-mail address first"};
        case Code::human_check_failed:
            return {403, "HUMAN_CHECK_FAILED", "Please show once more that you are a person"};
        case Code::compliance_blocked:
            return {403, "COMPLIANCE_BLOCKED", "A compliance rule does not allow this call"};
        case Code::not_found:
            return {404, "NOT_FOUND", "Not found"};
        case Code::method_not_allowed:
            return {405, "METHOD_NOT_ALLOWED", "The method is not allowed here"};
        case Code::conflict:
            return {409, "CONFLICT", "The current state does not allow this"};
        case Code::call_not_active:
            return {409, "CALL_NOT_ACTIVE", "The call is over"};
        case Code::not_in_log_yet:
            return {409, "NOT_IN_LOG_YET", "This is not in the signed log yet"};
        case Code::idempotency_running:
            return {409, "IDEMPOTENCY_IN_PROGRESS", "A request with this idempotency key is still running"};
        case Code::payload_too_large:
            return {413, "PAYLOAD_TOO_LARGE", "The body is too large"};
        case Code::unsupported_media:
            return {415, "UNSUPPORTED_MEDIA_TYPE", "The body must be application/json"};
        case Code::range_not_satisfiable:
            return {416, "RANGE_NOT_SATISFIABLE", "The range lies outside the recording"};
        case Code::idempotency_mismatch:
            return {422, "IDEMPOTENCY_MISMATCH", "This idempotency key was used with another body"};
        case Code::account_locked:
            return {429, "ACCOUNT_LOCKED", "Too many failed attempts, please wait"};
        case Code::rate_limited:
            return {429, "RATE_LIMIT", "Too many requests, please wait"};
        case Code::header_too_large:
            return {431, "HEADERS_TOO_LARGE", "The header fields are too large"};
        case Code::internal_error:
            return {500, "INTERNAL_ERROR", "Something went wrong on our side"};
        case Code::not_served:
            return {501, "NOT_SERVED", "This is not available yet"};
        case Code::vendor_error:
            return {502, "VENDOR_ERROR", "A service we depend on refused"};
        case Code::vendor_not_configured:
            return {503, "VENDOR_NOT_CONFIGURED", "The service this needs is not configured"};
        case Code::evidence_key_missing:
            return {503, "EVIDENCE_KEY_MISSING", "The audit log is not signed: no key is configured"};
        case Code::capacity:
            return {503, "CAPACITY", "At capacity, please try again shortly"};
        case Code::human_check_unavailable:
            return {503, "HUMAN_CHECK_UNAVAILABLE", "Whether a person asks could not be checked, please try again"};
        case Code::plan_unknown:
            return {503, "PLAN_UNKNOWN", "Whether the plan includes this could not be checked, please try again"};
        case Code::database_unavailable:
            return {503, "DATABASE_UNAVAILABLE", "The database is not available, please try again"};
        case Code::origin_unavailable:
            return {503, "ORIGIN_UNAVAILABLE", "The service is not available, please try again"};
        case Code::deadline_exceeded:
            return {504, "DEADLINE_EXCEEDED", "It took too long, please try again"};
    }
    ensure(false, "every problem code has words");
    return {};
}

}  // namespace

int status(Code code) {
    return words(code).status;
}
std::string_view name(Code code) {
    return words(code).name;
}
std::string_view default_message(Code code) {
    return words(code).message;
}

Problem problem(const codec::ParseError& error) {
    switch (error.kind) {
        case codec::ParseError::Kind::not_json:
            return {.code = Code::invalid_json, .details = error.faults};
        case codec::ParseError::Kind::faults:
            return {.code = Code::validation_error, .details = error.faults};
    }
    return {.code = Code::internal_error};
}

Problem invalid(std::string path, std::string message) {
    return {.code = Code::validation_error, .details = {{std::move(path), std::move(message)}}};
}

Response to_response(const Problem& problem, std::string_view correlation_id) {
    const auto known = words(problem.code);
    Response response{.status = known.status,
                      .headers = {{"content-type", "application/json"}, {"cache-control", "no-store"}},
                      .body = {}};

    auto& body = response.body;
    const auto member = [&](std::string_view key, std::string_view value) {
        body += ',';
        codec::write_string(body, key);
        body += ':';
        codec::write_string(body, value);
    };
    body = R"({"success":false)";
    member("error", problem.message.empty() ? known.message : std::string_view{problem.message});
    member("code", known.name);
    member("correlation_id", correlation_id);
    if (!problem.details.empty()) body += R"(,"details":)" + codec::print(problem.details);
    for (const auto& [key, value] : problem.extra) {
        member(key, value);
        if (key == "retry_after_seconds") response.headers.set("retry-after", value);
    }
    body += '}';
    return response;
}

}  // namespace wib::api

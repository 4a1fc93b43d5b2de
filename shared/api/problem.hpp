#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "shared/api/http.hpp"
#include "shared/codec/fault.hpp"

namespace wib::codec {
struct ParseError;
}

namespace wib::api {

/// Every way the product says no. Edge and origin refuse in the same words; each code has one HTTP status (routes.md
/// §0). Codes are stable: they may be added, never renamed.
enum class Code {
    invalid_json,             // 400 INVALID_JSON
    validation_error,         // 400 VALIDATION_ERROR, with details
    password_guessable,       // 400 PASSWORD_GUESSABLE: a password among those that are tried first
    invalid_id,               // 400 INVALID_ID
    invalid_target,           // 400 INVALID_TARGET: path or query is not well formed
    auth_required,            // 401 AUTH_REQUIRED
    invalid_credentials,      // 401 INVALID_CREDENTIALS: one message for every failed sign-in
    session_revoked,          // 401 SESSION_REVOKED: expired, revoked or fingerprint changed
    csrf_missing,             // 401 CSRF_REQUIRED
    csrf_invalid,             // 403 CSRF_INVALID
    signature_invalid,        // 401 SIGNATURE_INVALID: webhook
    signature_stale,          // 401 SIGNATURE_STALE: webhook outside its tolerance
    envelope_invalid,         // 401 ENVELOPE_INVALID
    envelope_replayed,        // 401 ENVELOPE_REPLAYED
    stream_token_invalid,     // 401 STREAM_TOKEN_INVALID
    plan_upgrade_required,    // 402 PLAN_UPGRADE_REQUIRED
    quota_exceeded,           // 402 QUOTA_EXCEEDED: metric, used, limit
    https_required,           // 403 HTTPS_REQUIRED: what came in the clear is not answered
    forbidden,                // 403 FORBIDDEN: role or permission
    email_not_verified,       // 403 EMAIL_NOT_VERIFIED: the address is not proven yet
    human_check_failed,       // 403 HUMAN_CHECK_FAILED: no proof of a person, or one that is not good for this
    compliance_blocked,       // 403 COMPLIANCE_BLOCKED
    not_found,                // 404 NOT_FOUND
    method_not_allowed,       // 405 METHOD_NOT_ALLOWED
    conflict,                 // 409 CONFLICT
    call_not_active,          // 409 CALL_NOT_ACTIVE
    not_in_log_yet,           // 409 NOT_IN_LOG_YET: the audit log's tree has it not yet
    idempotency_running,      // 409 IDEMPOTENCY_IN_PROGRESS
    payload_too_large,        // 413 PAYLOAD_TOO_LARGE
    unsupported_media,        // 415 UNSUPPORTED_MEDIA_TYPE
    range_not_satisfiable,    // 416 RANGE_NOT_SATISFIABLE
    idempotency_mismatch,     // 422 IDEMPOTENCY_MISMATCH
    account_locked,           // 429 ACCOUNT_LOCKED
    rate_limited,             // 429 RATE_LIMIT
    header_too_large,         // 431 HEADERS_TOO_LARGE
    internal_error,           // 500 INTERNAL_ERROR
    not_served,               // 501 NOT_SERVED: part of the API that is not there yet
    vendor_error,             // 502 VENDOR_ERROR
    vendor_not_configured,    // 503 VENDOR_NOT_CONFIGURED
    evidence_key_missing,     // 503 EVIDENCE_KEY_MISSING: no checkpoint is signed, for there is no key
    capacity,                 // 503 CAPACITY
    human_check_unavailable,  // 503 HUMAN_CHECK_UNAVAILABLE: nobody could say whether a person asks; nobody passes then
    plan_unknown,          // 503 PLAN_UNKNOWN: what the plan includes could not be found out; nothing is allowed then
    database_unavailable,  // 503 DATABASE_UNAVAILABLE
    origin_unavailable,    // 503 ORIGIN_UNAVAILABLE
    deadline_exceeded,     // 504 DEADLINE_EXCEEDED
};

[[nodiscard]] int status(Code code);
/// The UPPER_SNAKE name on the wire.
[[nodiscard]] std::string_view name(Code code);
/// The human sentence used when a problem brings none of its own.
[[nodiscard]] std::string_view default_message(Code code);

/// A refusal on its way to the caller. `message` is for people and says nothing about our insides.
struct Problem {
    Code code;
    std::string message{};                                     ///< empty: default_message(code)
    std::vector<codec::Fault> details{};                       ///< every fault with its path, for validation errors
    std::vector<std::pair<std::string, std::string>> extra{};  ///< more top-level string members, e.g. call_id
};

/// INVALID_JSON or VALIDATION_ERROR with every fault.
[[nodiscard]] Problem problem(const codec::ParseError& error);
/// VALIDATION_ERROR about one place, for rules that span fields and for queries.
[[nodiscard]] Problem invalid(std::string path, std::string message);

/// {"success":false,"error":…,"code":…,"correlation_id":…,"details":[{"path","message"}]} with no-store and the right
/// status; 429 carries Retry-After where `extra` has retry_after_seconds.
[[nodiscard]] Response to_response(const Problem& problem, std::string_view correlation_id);

}  // namespace wib::api

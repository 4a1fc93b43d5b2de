#pragma once
#include "shared/api/endpoints/endpoint.hpp"
#include "shared/api/evidence.hpp"

namespace wib::api {

struct AuditCheckpointNow : Endpoint {
    static constexpr std::string_view route = "audit_checkpoint";
    static constexpr std::string_view tag = "Audit";
    static constexpr std::string_view summary = "The newest signed checkpoint of the audit log";
    static constexpr std::string_view description =
        "Size and root of the log as they were signed. Keep a copy somewhere of your own: no row that was in the log "
        "by "
        "then can be changed, taken out or moved afterwards without the copy telling. 409 until the first row has its "
        "place, 503 where the service has no key to sign with.";
    static constexpr std::array problems{Code::not_in_log_yet, Code::evidence_key_missing};
    using Reply = AuditCheckpointReply;
    static Example<AuditCheckpointNow> example();
};

struct AuditProof : Endpoint {
    static constexpr std::string_view route = "audit_proof";
    static constexpr std::string_view tag = "Audit";
    static constexpr std::string_view summary = "That one entry stands in the signed log, and where";
    static constexpr std::string_view description =
        "The hash of `leaf`, folded with `proof` as RFC 9162 says, is the checkpoint's root, or the row is not what "
        "was "
        "logged. 409 within the second in which a row gets its place.";
    static constexpr std::array problems{Code::not_found, Code::not_in_log_yet, Code::evidence_key_missing};
    using Path = AuditPath;
    using Reply = AuditProofReply;
    static Example<AuditProof> example();
};

struct AuditConsistency : Endpoint {
    static constexpr std::string_view route = "audit_consistency";
    static constexpr std::string_view tag = "Audit";
    static constexpr std::string_view summary = "That the log only grew between two sizes";
    static constexpr std::array problems{Code::not_in_log_yet, Code::evidence_key_missing};
    using Query = AuditConsistencyQuery;
    using Reply = AuditConsistencyReply;
    static Example<AuditConsistency> example();
};

}  // namespace wib::api

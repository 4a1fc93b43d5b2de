#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/core/result.hpp"
#include "shared/core/secret.hpp"
#include "shared/report/dsn.hpp"

namespace wib {

/// Where variables come from: the process in production, a map in tests. Empty counts as absent.
using Environment = std::function<std::optional<std::string>(std::string_view name)>;
[[nodiscard]] Environment process_environment();

/// A fault of the configuration, with the variable's name and what is wanted; never the value.
struct ConfigFault {
    std::string variable;
    std::string wanted;
};

struct NamedKey {
    std::string id;
    Secret key;  ///< 32 bytes
};

struct HostPort {
    std::string host;
    std::uint16_t port = 0;
};

enum class NamedStatements { automatic, on, off };

/// Everything the origin is told from outside (docs/configuration.md). Read once; afterwards nobody asks the
/// environment.
struct OriginConfig {
    HostPort listen;          ///< WIB_LISTEN
    std::string port_file;    ///< WIB_PORT_FILE
    std::size_t threads = 1;  ///< WIB_THREADS
    std::string log_level;    ///< WIB_LOG_LEVEL

    Secret database_url;                                            ///< DATABASE_URL
    Secret purge_database_url;                                      ///< WIB_PURGE_DATABASE_URL; empty: no purge
    std::size_t database_connections = 8;                           ///< WIB_DB_POOL
    NamedStatements named_statements = NamedStatements::automatic;  ///< WIB_DB_NAMED_STATEMENTS

    /// WIB_CLEARTEXT_HOSTS: hosts of a private network that may be reached without TLS. Nothing else beyond this
    /// machine may.
    std::vector<std::string> cleartext_hosts;

    std::vector<NamedKey> envelope_keys;       ///< WIB_ENVELOPE_KEYS
    Secret session_key;                        ///< WIB_SESSION_KEY, 32 bytes
    Secret master_key;                         ///< WIB_MASTER_KEY, 32 bytes
    Secret evidence_key;                       ///< WIB_EVIDENCE_KEY, 32 bytes or empty: then no checkpoint is signed
    std::vector<Secret> former_evidence_keys;  ///< WIB_EVIDENCE_FORMER_KEYS: public ones, 32 bytes each

    std::string public_url;         ///< WIB_PUBLIC_URL, without a slash at the end
    std::string media_url;          ///< WIB_MEDIA_URL, likewise
    std::string spool_dir;          ///< WIB_SPOOL_DIR
    std::string ca_file;            ///< WIB_CA_FILE
    std::string default_caller_id;  ///< WIB_DEFAULT_CALLER_ID, E.164 or ""

    Secret telnyx_api_key;
    std::string telnyx_connection_id;
    std::string telnyx_base_url;

    Secret assemblyai_api_key;
    std::string assemblyai_streaming_url;
    std::string assemblyai_speech_model;
    std::string assemblyai_base_url;
    std::vector<std::string> assemblyai_batch_models;  ///< in order of preference
    std::string assemblyai_batch_language;             ///< "" has it detected
    Secret assemblyai_webhook_secret;                  ///< empty: finished jobs are asked for, not told of

    Secret resend_api_key;  ///< empty: no mail leaves
    std::string resend_base_url;
    std::string mail_from;  ///< WIB_MAIL_FROM, "Name <address>"

    std::optional<report::Dsn> error_reports;  ///< SENTRY_DSN; nowhere without

    std::string s3_endpoint;  ///< "" when there is no object store
    std::string s3_region;
    std::string s3_bucket;
    std::string s3_access_key_id;
    Secret s3_secret_access_key;

    /// CHECKPOINT_S3_…: a second store, in other hands, for copies of signed checkpoints; "" for none.
    std::string checkpoint_s3_endpoint;
    std::string checkpoint_s3_region;
    std::string checkpoint_s3_bucket;
    std::string checkpoint_s3_access_key_id;
    Secret checkpoint_s3_secret_access_key;
};

/// All faults together, so that a person mends them once.
[[nodiscard]] Result<OriginConfig, std::vector<ConfigFault>> read_config(const Environment& environment);

}  // namespace wib

#pragma once
#include <chrono>
#include <string>

#include "origin/http/client/client.hpp"
#include "origin/record/ports.hpp"
#include "origin/runtime/blocking_pool.hpp"
#include "origin/runtime/clock.hpp"
#include "shared/core/secret.hpp"

namespace wib::s3 {

struct S3Config {
    std::string endpoint;  ///< "https://<account>.r2.cloudflarestorage.com"; "" means there is no store
    std::string region = "auto";
    std::string bucket;
    std::string access_key_id;
    Secret secret_access_key;

    std::chrono::milliseconds attempt_patience{30'000};  ///< for one request; one of 8 MiB over a slow line
    std::chrono::milliseconds first_pause{200};          ///< before the second attempt; doubles, with jitter
    int attempts = 5;
    std::size_t largest_get = 512 * 1024 * 1024;  ///< bytes held in memory by one get()
};

/// The S3 API, path style, signed with SigV4 over the body's SHA-256: R2, S3, MinIO or the sandbox. Everything it does
/// can be done twice, so 5xx, 429 and lost connections are tried again with growing, jittered pauses until the
/// deadline. Files are read and hashed on the pool, one part at a time.
class S3Store final : public record::ObjectStore, public record::PartedStore {
  public:
    S3Store(S3Config config, http::Client& client, const Clock& clock, Random& random, BlockingPool& pool);
    ~S3Store() override;

    Task<Result<record::StoredObject, record::StoreError>> put(std::string key, std::string content_type,
                                                               std::string body, Deadline deadline) override;
    /// A failed multipart upload is aborted; one whose task is cancelled is left to the store's own clearing (R2: 7
    /// days).
    Task<Result<record::StoredObject, record::StoreError>> put_file(std::string key, std::string content_type,
                                                                    std::string path, Deadline deadline) override;
    Task<Result<record::StoredObject, record::StoreError>> head(std::string key, Deadline deadline) override;
    Task<Result<std::string, record::StoreError>> get(std::string key, std::optional<record::ByteRange> range,
                                                      Deadline deadline) override;

    Task<Result<record::PartedObject, record::StoreError>> begin(std::string key, std::string content_type,
                                                                 Deadline deadline) override;
    Task<Result<std::string, record::StoreError>> put_part(record::PartedObject object, int number,
                                                           record::StorePart part, Deadline deadline) override;
    Task<Result<record::StoredObject, record::StoreError>> complete(record::PartedObject object,
                                                                    std::vector<std::string> parts, std::uint64_t size,
                                                                    Deadline deadline) override;
    Task<Result<void, record::StoreError>> abandon(record::PartedObject object, Deadline deadline) override;
    Task<Result<std::vector<record::Unfinished>, record::StoreError>> unfinished(std::string prefix,
                                                                                 Deadline deadline) override;
    Task<Result<void, record::StoreError>> discard(std::string key, Deadline deadline) override;

  private:
    struct Call;
    using Answer = Result<api::Response, record::StoreError>;

    Task<Answer> send(Call call, Deadline deadline);
    Task<Answer> attempt(const Call& call, Deadline deadline);
    Task<Result<std::string, record::StoreError>> hash(const std::string& body, Deadline deadline);
    Task<Result<record::StoredObject, record::StoreError>> put_parts(record::PartedObject object, std::string path,
                                                                     std::uint64_t bytes, Deadline deadline);

    S3Config config_;
    std::string host_;       // as signed and sent: with its port where the endpoint names one
    std::string base_path_;  // of the endpoint, usually ""
    http::Client& client_;
    const Clock& clock_;
    Random& random_;
    BlockingPool& pool_;
};

}  // namespace wib::s3

#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "origin/db/tenant_tx.hpp"
#include "origin/runtime/task.hpp"
#include "shared/core/bytes.hpp"
#include "shared/core/deadline.hpp"
#include "shared/core/result.hpp"

namespace wib::record {

struct StoreError {
    enum class Kind { not_configured, not_found, refused, unreachable, corrupt };
    Kind kind;
    bool retryable;
    std::string detail;
};

struct StoredObject {
    std::uint64_t size;
    std::string etag;
};

/// Bytes first to last, both included: [first, last].
struct ByteRange {
    std::uint64_t first;
    std::uint64_t last;
};

/// Objects under unique keys that are never rewritten (S3 API; R2, S3, MinIO or the sandbox).
class ObjectStore {
  public:
    virtual ~ObjectStore() = default;
    virtual Task<Result<StoredObject, StoreError>> put(std::string key, std::string content_type, std::string body,
                                                       Deadline deadline) = 0;
    /// Uploads a file in equal parts (multipart above 8 MiB) without holding it in memory.
    virtual Task<Result<StoredObject, StoreError>> put_file(std::string key, std::string content_type, std::string path,
                                                            Deadline deadline) = 0;
    virtual Task<Result<StoredObject, StoreError>> head(std::string key, Deadline deadline) = 0;
    virtual Task<Result<std::string, StoreError>> get(std::string key, std::optional<ByteRange> range,
                                                      Deadline deadline) = 0;
};

/// An object on its way into the store in parts. Nobody sees it before it is complete.
struct PartedObject {
    std::string key;
    std::string id;  ///< the store's name of the undertaking
};
struct StorePart {
    std::string bytes;
    std::string sha256;  ///< lower hex
};
struct Unfinished {
    PartedObject object;
    Instant begun;
};

/// Objects that are there before anybody knows how large they will be: parts of one size, but for the last.
class PartedStore {
  public:
    virtual ~PartedStore() = default;
    virtual Task<Result<PartedObject, StoreError>> begin(std::string key, std::string content_type,
                                                         Deadline deadline) = 0;
    /// Parts are numbered from 1; gives what `complete` names it by.
    virtual Task<Result<std::string, StoreError>> put_part(PartedObject object, int number, StorePart part,
                                                           Deadline deadline) = 0;
    virtual Task<Result<StoredObject, StoreError>> complete(PartedObject object, std::vector<std::string> parts,
                                                            std::uint64_t size, Deadline deadline) = 0;
    /// Drops the parts; nothing happens to an object that is complete.
    virtual Task<Result<void, StoreError>> abandon(PartedObject object, Deadline deadline) = 0;
    /// Undertakings that were begun below a key's beginning and have not ended; of very many, some.
    virtual Task<Result<std::vector<Unfinished>, StoreError>> unfinished(std::string prefix, Deadline deadline) = 0;
    /// Deletes an object that no row has ever named. Whatever a row names goes another way, past its holds.
    virtual Task<Result<void, StoreError>> discard(std::string key, Deadline deadline) = 0;
};
/// The least size of a part that is not the last (S3, R2).
inline constexpr std::size_t kLeastPart = std::size_t{5} * 1024 * 1024;

/// A recording that becomes part of the record.
struct StoredRecording {
    OrgId organization;
    CallId call;
    RecordingId recording;
    std::chrono::milliseconds duration;
};

/// Who goes on from there (its transcript, for one).
class Sequel {
  public:
    virtual ~Sequel() = default;
    /// In the transaction that says `stored`: what is written here stands with it or not at all.
    virtual Task<void> stored(db::TenantTx& tx, StoredRecording recording) = 0;
    /// After that commit; from any thread, and never waits.
    virtual void committed(const StoredRecording& recording) = 0;
};

}  // namespace wib::record

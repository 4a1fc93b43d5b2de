#pragma once
#include <cstdint>
#include <optional>
#include <string>

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
    virtual Task<Result<StoredObject, StoreError>> put(std::string key, std::string content_type, std::string body, Deadline deadline) = 0;
    /// Uploads a file in equal parts (multipart above 8 MiB) without holding it in memory.
    virtual Task<Result<StoredObject, StoreError>> put_file(std::string key, std::string content_type, std::string path, Deadline deadline) = 0;
    virtual Task<Result<StoredObject, StoreError>> head(std::string key, Deadline deadline) = 0;
    virtual Task<Result<std::string, StoreError>> get(std::string key, std::optional<ByteRange> range, Deadline deadline) = 0;
};

}  // namespace wib::record

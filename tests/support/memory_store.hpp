#pragma once
#include <algorithm>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <string>

#include "origin/record/ports.hpp"

namespace wib::testing {

/// An object store in memory that can fail at any step: `fail_at` names the operation, counted from zero, that goes
/// wrong.
class MemoryStore final : public record::ObjectStore {
  public:
    using Stored = Result<record::StoredObject, record::StoreError>;

    Task<Stored> put(std::string key, std::string, std::string body, Deadline) override {
        if (const auto error = failing()) co_return wib::unexpected(*error);
        objects[key] = std::move(body);
        co_return record::StoredObject{objects[key].size(), "etag"};
    }
    Task<Stored> put_file(std::string key, std::string content_type, std::string path, Deadline) override {
        ++puts;
        if (on_put) on_put();
        if (const auto error = failing()) co_return wib::unexpected(*error);
        std::ifstream file{path, std::ios::binary};
        objects[key] = {std::istreambuf_iterator<char>{file}, {}};
        content_types[key] = std::move(content_type);
        if (corrupts && key.ends_with(corrupts_only) && !objects[key].empty()) objects[key].back() ^= 1;
        co_return record::StoredObject{objects[key].size(), "etag"};
    }
    Task<Stored> head(std::string key, Deadline) override {
        if (const auto error = failing()) co_return wib::unexpected(*error);
        const auto found = objects.find(key);
        if (found == objects.end())
            co_return wib::unexpected(record::StoreError{record::StoreError::Kind::not_found, false, key});
        co_return record::StoredObject{found->second.size(), "etag"};
    }
    Task<Result<std::string, record::StoreError>> get(std::string key, std::optional<record::ByteRange> range,
                                                      Deadline) override {
        if (const auto error = failing()) co_return wib::unexpected(*error);
        const auto found = objects.find(key);
        if (found == objects.end())
            co_return wib::unexpected(record::StoreError{record::StoreError::Kind::not_found, false, key});
        largest_get = std::max(largest_get, range ? range->last - range->first + 1 : found->second.size());
        if (!range) co_return found->second;
        co_return found->second.substr(range->first, range->last - range->first + 1);
    }

    std::map<std::string, std::string> objects;
    std::map<std::string, std::string> content_types;
    int operations = 0;
    int puts = 0;
    int fail_at = -1;
    bool away = false;          ///< every operation fails
    bool corrupts = false;      ///< what is put is not what was given
    std::string corrupts_only;  ///< … where the key ends so
    std::uint64_t largest_get = 0;
    std::function<void()> on_put;  ///< what happens elsewhere meanwhile

  private:
    std::optional<record::StoreError> failing() {
        if (operations++ == fail_at || away)
            return record::StoreError{record::StoreError::Kind::unreachable, true, "scripted"};
        return std::nullopt;
    }
};

}  // namespace wib::testing

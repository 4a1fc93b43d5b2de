#pragma once
#include <algorithm>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "origin/record/ports.hpp"

namespace wib::testing {

/// An object store in memory that can fail at any step: `fail_at` names the operation, counted from zero, that goes
/// wrong.
class MemoryStore final : public record::ObjectStore, public record::PartedStore {
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

    Task<Result<record::PartedObject, record::StoreError>> begin(std::string key, std::string content_type,
                                                                 Deadline) override {
        if (const auto error = failing()) co_return wib::unexpected(*error);
        content_types[key] = std::move(content_type);
        const auto id = "u" + std::to_string(++undertakings);
        parted[id] = {key, {}};
        co_return record::PartedObject{std::move(key), id};
    }
    Task<Result<std::string, record::StoreError>> put_part(record::PartedObject object, int number,
                                                           record::StorePart part, Deadline) override {
        ++puts;
        if (on_put) on_put();
        if (const auto error = failing()) co_return wib::unexpected(*error);
        largest_part = std::max(largest_part, part.bytes.size());
        parted.at(object.id).second[number] = std::move(part.bytes);
        co_return std::to_string(number);
    }
    Task<Stored> complete(record::PartedObject object, std::vector<std::string> parts, std::uint64_t size,
                          Deadline) override {
        if (const auto error = failing()) co_return wib::unexpected(*error);
        std::string whole;
        for (const auto& etag : parts) whole += parted.at(object.id).second.at(std::stoi(etag));
        objects[object.key] = std::move(whole);
        parted.erase(object.id);
        co_return record::StoredObject{size, "etag"};
    }
    Task<Result<void, record::StoreError>> abandon(record::PartedObject object, Deadline) override {
        if (const auto error = failing()) co_return wib::unexpected(*error);
        parted.erase(object.id);
        co_return Result<void, record::StoreError>{};
    }
    Task<Result<std::vector<record::Unfinished>, record::StoreError>> unfinished(std::string prefix,
                                                                                 Deadline) override {
        if (const auto error = failing()) co_return wib::unexpected(*error);
        std::vector<record::Unfinished> found;
        for (const auto& [id, undertaking] : parted)
            if (undertaking.first.starts_with(prefix)) found.push_back({{undertaking.first, id}, begun});
        co_return found;
    }
    Task<Result<void, record::StoreError>> discard(std::string key, Deadline) override {
        if (const auto error = failing()) co_return wib::unexpected(*error);
        objects.erase(key);
        co_return Result<void, record::StoreError>{};
    }

    std::map<std::string, std::pair<std::string, std::map<int, std::string>>> parted;  ///< by undertaking
    int undertakings = 0;
    std::size_t largest_part = 0;
    Instant begun{};  ///< what `unfinished` says of all of them
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

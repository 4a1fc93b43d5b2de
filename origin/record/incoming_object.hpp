#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "origin/record/leftovers.hpp"
#include "origin/record/ports.hpp"
#include "shared/crypto/hash.hpp"

namespace wib::record {

/// Bytes that become an object of the store as they come, in parts of one size, hashed on their way; one part of them
/// is in memory. Unless it is kept, whatever of it is in the store is cleared away when this dies.
class IncomingObject {
  public:
    struct Stores {
        ObjectStore& whole;
        PartedStore& parts;
        Leftovers& leftovers;
    };
    struct Name {
        std::string key;
        std::string content_type;
    };
    IncomingObject(Stores stores, Name name) : stores_(stores), name_(std::move(name)) {}
    ~IncomingObject();
    IncomingObject(const IncomingObject&) = delete;
    IncomingObject& operator=(const IncomingObject&) = delete;

    /// Waits while a full part is on its way.
    Task<Result<void, StoreError>> write(std::string_view bytes, Deadline deadline);
    /// The object is there, at least a byte of it.
    Task<Result<void, StoreError>> finish(Deadline deadline);

    /// A row names it, or may.
    void keep() { is_kept_ = true; }
    /// None does after all.
    void give_up() { is_kept_ = false; }

    [[nodiscard]] const Name& name() const { return name_; }
    [[nodiscard]] std::uint64_t size() const { return size_; }
    [[nodiscard]] std::string sha256() const;

  private:
    Task<Result<void, StoreError>> send_part(Deadline deadline);

    Stores stores_;
    Name name_;
    std::string part_;
    crypto::Sha256 part_hash_, hash_;
    std::uint64_t size_ = 0;
    std::string undertaking_;
    std::vector<std::string> sent_;
    bool is_begun_ = false;
    bool is_kept_ = false;
};

}  // namespace wib::record

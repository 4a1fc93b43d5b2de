#pragma once
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <tuple>

#include "origin/db/personal.hpp"
#include "origin/db/tenant_tx.hpp"
#include "shared/core/deadline.hpp"
#include "shared/core/secret.hpp"
#include "shared/core/strong_id.hpp"

namespace wib::db {

/// Which key, of whom. Ordered, for use as a map's key.
struct SubjectName {
    OrgId organization;
    std::string kind;
    Uuid subject;
    auto operator<=>(const SubjectName&) const = default;
};

/// A person's key as found in subject_keys; without a key when the person has been forgotten.
struct KnownKey {
    Uuid id{};
    std::optional<SubjectKey> key;
};

/// Keys of people seen lately, so that most audit rows cost no look-up. Bounded in number and age: a destroyed key
/// leaves memory within five minutes (what was sealed with it meanwhile is unreadable from the start, for the row is
/// gone). One a thread.
class SubjectKeyCache {
  public:
    static constexpr std::size_t kCapacity = 1024;
    static constexpr std::chrono::minutes kLife{5};

    [[nodiscard]] const KnownKey* find(const SubjectName& name, Deadline::Clock::time_point now) const;
    void keep(const SubjectName& name, const KnownKey& key, Deadline::Clock::time_point now);

  private:
    struct Entry {
        KnownKey key;
        Deadline::Clock::time_point until;
    };
    std::map<SubjectName, Entry> entries_;
};

/// Finds or makes the key of a person, inside the tenant's transaction. The caller caches it once that has been
/// committed. Throws DecodeError when the stored key cannot be opened with this master key.
Task<KnownKey> load_or_make_key(TenantTx& tx, const Secret& master, const SubjectName& name);

/// Opens a sealed value of a row read in `tx`: nothing when its person has been forgotten.
Task<std::optional<std::string>> open_personal(TenantTx& tx, const Secret& master, OrgId organization, Uuid key_id,
                                               std::string_view place, std::string_view sealed);

}  // namespace wib::db

#include "origin/db/subject_keys.hpp"

#include <algorithm>

#include "generated/sql/db.hpp"

namespace wib::db {

const KnownKey* SubjectKeyCache::find(const SubjectName& name, Deadline::Clock::time_point now) const {
    const auto found = entries_.find(name);
    return found == entries_.end() || found->second.until <= now ? nullptr : &found->second.key;
}

void SubjectKeyCache::keep(const SubjectName& name, const KnownKey& key, Deadline::Clock::time_point now) {
    if (entries_.size() >= kCapacity) {
        std::erase_if(entries_, [&](const auto& entry) { return entry.second.until <= now; });
        if (entries_.size() >= kCapacity)
            entries_.erase(
                std::ranges::min_element(entries_, {}, [](const auto& entry) { return entry.second.until; }));
    }
    entries_.insert_or_assign(name, Entry{key, now + kLife});
}

Task<KnownKey> load_or_make_key(TenantTx& tx, const Secret& master, const SubjectName& name) {
    const KeyOwner owner{name.organization, name.kind, name.subject};
    const auto wrapped = encode_bytea(wrap_key(master, owner, SubjectKey::make()));
    // Twice, because somebody may commit the same person's key between our insert and our look: the second look sees
    // it.
    for (int attempt = 0; attempt < 2; ++attempt) {
        const auto rows =
            co_await tx.exec(sql::find_or_insert_subject_key, name.organization, name.kind, name.subject, wrapped);
        if (rows.empty()) continue;
        const auto row = rows.front();
        KnownKey known{.id = row["id"].as<Uuid>(), .key = std::nullopt};
        if (row["wrapped_key"].is_null()) co_return known;
        known.key = unwrap_key(master, owner, decode_bytea(row["wrapped_key"].text()));
        if (!known.key) throw DecodeError("a subject key does not open with this master key");
        co_return known;
    }
    throw DecodeError("a subject key was neither found nor made");
}

Task<std::optional<std::string>> open_personal(TenantTx& tx, const Secret& master, OrgId organization, Uuid key_id,
                                               std::string_view place, std::string_view sealed) {
    const auto rows = co_await tx.exec(sql::find_subject_key, organization, key_id);
    if (rows.empty() || rows.front()["wrapped_key"].is_null()) co_return std::nullopt;
    const auto row = rows.front();
    const auto kind = row["subject_kind"].as<std::string>();
    const auto key =
        unwrap_key(master, {organization, kind, row["subject_id"].as<Uuid>()}, decode_bytea(row["wrapped_key"].text()));
    if (!key) throw DecodeError("a subject key does not open with this master key");
    co_return open_value(*key, key_id, place, sealed);
}

}  // namespace wib::db

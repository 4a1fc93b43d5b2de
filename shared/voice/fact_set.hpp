#pragma once
#include <optional>
#include <set>

#include "shared/voice/fact.hpp"

namespace wib::voice {

/// Everything known about a call. A set: adding what is known already does nothing, and nothing remembers the order in
/// which the facts came in, so neither can change what is folded from it.
class FactSet {
  public:
    /// Says whether the fact was news.
    bool add(const Fact& fact) { return facts_.insert(fact).second; }
    /// The earliest of a kind on a leg, by when it occurred.
    [[nodiscard]] const Fact* first(FactKind kind, Leg leg) const;
    /// The latest of a kind on a leg.
    [[nodiscard]] const Fact* last(FactKind kind, Leg leg) const;
    [[nodiscard]] bool has(FactKind kind, Leg leg) const { return first(kind, leg) != nullptr; }
    [[nodiscard]] std::size_t count(FactKind kind, Leg leg) const;
    /// When the first thing we know of happened; nothing while nothing is known.
    [[nodiscard]] std::optional<Instant> earliest() const;

    [[nodiscard]] bool empty() const { return facts_.empty(); }
    [[nodiscard]] std::size_t size() const { return facts_.size(); }
    [[nodiscard]] auto begin() const { return facts_.begin(); }
    [[nodiscard]] auto end() const { return facts_.end(); }
    bool operator==(const FactSet&) const = default;

  private:
    std::set<Fact> facts_;  // ordered by kind, leg, time: a kind on a leg is one contiguous range
};

}  // namespace wib::voice

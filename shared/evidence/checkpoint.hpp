#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "shared/evidence/merkle.hpp"
#include "shared/evidence/note.hpp"

/// What a log says of itself and signs: C2SP's tlog-checkpoint (https://c2sp.org/tlog-checkpoint) in a signed note.
namespace wib::evidence {

/// Origin (the log's name), how many leaves it has, and the root over them.
struct Checkpoint {
    std::string origin;
    std::uint64_t size = 0;
    Digest root{};
    bool operator==(const Checkpoint&) const = default;
};

/// The note's text: three lines, each ended.
[[nodiscard]] std::string print(const Checkpoint& checkpoint);

/// The whole note: the checkpoint's text, an empty line, and one signature line under the checkpoint's origin.
[[nodiscard]] std::string sign(const Checkpoint& checkpoint, const crypto::SigningKey& key);

/// The checkpoint of a note that `key` signed.
[[nodiscard]] Result<Checkpoint, NoteFault> open_note(std::string_view note, const NamedVerifyKey& key);

}  // namespace wib::evidence

#pragma once
#include <cstdint>
#include <string>

#include "shared/core/result.hpp"
#include "shared/core/time.hpp"
#include "shared/record/timeline.hpp"

namespace wib::record {

/// A file with what proves it.
struct ProvenFile {
    std::string path;
    std::uint64_t size = 0;
    std::string sha256;  ///< lower hex
};

/// A spool that has been ended and will not change any more.
struct SettledSpool {
    ProvenFile file;
    SpoolSummary summary;
};

enum class SettleError {
    in_use,      ///< a process is still writing it
    empty,       ///< it ends before its header: there is nothing in it
    unreadable,  ///< not a spool, or damaged where no crash damages
    disk,        ///< the file could not be read or ended
};

/// Reads a closed spool whole. One whose end is missing (a crash, a full disk) is cut back to its valid prefix and
/// ended there with `reason`; when even that cannot be written, the prefix stands without an end. Blocks: for the pool.
[[nodiscard]] Result<SettledSpool, SettleError> settle_spool(const std::string& path, EndReason reason, Instant now);

/// Renders a settled spool as stereo WAV at `to`, replacing what is there. Blocks: for the pool.
[[nodiscard]] Result<ProvenFile, SettleError> render_spool(const SettledSpool& spool, const std::string& to);

}  // namespace wib::record

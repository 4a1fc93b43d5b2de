#pragma once
#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include "origin/media/ports.hpp"

namespace wib::record {

/// A recording's file has been closed; `fault` says whether its end is missing.
struct ClosedSpool {
    RecordingId recording;
    media::RecordingFault fault;
};

struct DiskLimits {
    std::size_t behind_bytes =
        256 * 1024;                     ///< of one recording, not yet written: 13 s of a call; then there is no room
    std::size_t file_bytes = SIZE_MAX;  ///< of one file; beyond it the disk counts as full
};

/// Spools on the local disk: `<directory>/<recording>.wibspool`, readable by their owner alone. All files are written
/// by one thread, so that a slow disk stops no call; it gathers for 10 ms and gives way to threads that carry calls.
/// What it has written survives the end of the process, not of the machine, until the file is closed (then it is
/// synced). While a file is open it is locked, so that another process which settles the directory leaves it alone.
class DiskShelf final : public media::SpoolShelf {
  public:
    /// Called on the writing thread.
    using OnClosed = std::function<void(ClosedSpool)>;

    DiskShelf(std::string directory, OnClosed on_closed, DiskLimits limits = {});
    /// Writes what it has been handed.
    ~DiskShelf() override;
    DiskShelf(const DiskShelf&) = delete;
    DiskShelf& operator=(const DiskShelf&) = delete;

    std::unique_ptr<media::SpoolFile> begin(RecordingId recording) override;

  private:
    struct State;
    std::shared_ptr<State> state_;  // shared with files that sessions still hold
};

[[nodiscard]] std::string spool_name(RecordingId recording);

}  // namespace wib::record

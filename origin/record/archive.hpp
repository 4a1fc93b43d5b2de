#pragma once
#include <boost/asio/any_io_executor.hpp>
#include <chrono>
#include <cstddef>
#include <map>
#include <optional>
#include <string>

#include "origin/db/tenant_tx.hpp"
#include "origin/live/ports.hpp"
#include "origin/observe/log.hpp"
#include "origin/observe/metrics.hpp"
#include "origin/record/disk_shelf.hpp"
#include "origin/record/ports.hpp"
#include "origin/record/settled_spool.hpp"
#include "origin/runtime/blocking_pool.hpp"
#include "origin/runtime/channel.hpp"
#include "origin/runtime/clock.hpp"
#include "origin/runtime/task_scope.hpp"

namespace wib::record {

struct ArchiveSettings {
    std::string directory;                        ///< WIB_SPOOL_DIR
    std::size_t at_once = 2;                      ///< recordings on their way at the same time
    std::chrono::milliseconds first_pause{1000};  ///< after a failure; doubles, with jitter
    std::chrono::milliseconds longest_pause{300'000};
    std::chrono::seconds look_again{60};  ///< how often the directory is read for spools nobody told us of
    int tries_before_failed = 5;          ///< then the row says so; trying goes on
};

/// What became of one attempt, for the row and the log.
struct Setback {
    std::string reason;
    enum class Next { again, never } next = Next::again;
};

struct ArchiveParts {
    db::Database& database;
    ObjectStore& store;
    live::Publisher& live;
    BlockingPool& files;
    const Clock& clock;
    Random& random;
    observe::Log log;
    observe::Metrics& metrics;
    Sequel* sequel = nullptr;  ///< nobody goes on without one
};

/// Brings closed spools home: ended and proven on disk, stored with their WAV, read back and compared, told to the
/// database in one transaction with audit and event, and only then deleted. What a process left behind is found in the
/// directory, ended as interrupted and treated alike; whatever fails is tried again for as long as the file is there,
/// so a restart, a store that is away or a database that is away lose nothing.
class Archive {
  public:
    Archive(boost::asio::any_io_executor executor, ArchiveParts parts, ArchiveSettings settings);

    /// From any thread: this file has been closed.
    void take(ClosedSpool closed);
    /// Until cancelled.
    Task<void> run();
    /// At home: spools not yet stored.
    [[nodiscard]] std::size_t waiting() const { return spools_.size(); }

  private:
    struct Waiting {
        EndReason reason = EndReason::interrupted;  ///< for a file without an end
        Deadline::Clock::time_point due;
        int failures = 0;
        bool under_way = false;
    };
    /// The rows and objects of one settled spool.
    struct Keys {
        std::string spool;
        std::string wav;
    };
    using Outcome = Result<void, Setback>;

    Task<void> look_around();
    void start_due();
    [[nodiscard]] Deadline next_due() const;
    Task<void> bring_home(RecordingId recording, EndReason reason);
    Task<void> conclude(RecordingId recording, const Outcome& outcome);
    Task<Outcome> attempt(RecordingId recording, EndReason reason);
    Task<Outcome> store(const ProvenFile& file, const std::string& key, std::string_view content_type);
    Task<Outcome> verify(const ProvenFile& file, const std::string& key);
    Task<bool> begin_upload(const SettledSpool& spool, const Keys& keys);
    Task<void> tell_stored(const SettledSpool& spool, const ProvenFile& wav, const Keys& keys);
    Task<void> tell_failed(const Header& header, std::string reason);
    Task<void> remove(std::string path);
    [[nodiscard]] std::string path_of(RecordingId recording) const;
    void postpone(RecordingId recording, const Setback& setback);

    ArchiveParts parts_;
    ArchiveSettings settings_;
    observe::Counter& stored_;
    observe::Counter& setbacks_;
    observe::Counter& unreadable_;
    observe::Gauge& waiting_;
    Mailbox<std::optional<ClosedSpool>> closed_;  // nothing: a task has ended and its place is free
    std::size_t under_way_ = 0;
    std::map<RecordingId, Waiting> spools_;
    std::map<RecordingId, Header> headers_;  // of those tried before
    Deadline::Clock::time_point look_at_;
    TaskScope scope_;
};

}  // namespace wib::record

#include "origin/record/disk_shelf.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

namespace wib::record {
namespace {

using media::RecordingFault;

RecordingFault fault_of(int error) {
    return error == ENOSPC || error == EDQUOT || error == EFBIG ? RecordingFault::disk_full
                                                                : RecordingFault::unwritable;
}

/// Thousands of recordings hand over five times a second each: what comes within so much is written at one waking.
constexpr std::chrono::milliseconds kGathered{10};

constexpr int kNice = 5;

/// One file; `behind` and `fault` are read by the session's thread, the rest belongs to the writing thread.
struct File {
    explicit File(RecordingId r) : recording(r) {}
    ~File() {
        if (descriptor >= 0) ::close(descriptor);
    }
    File(const File&) = delete;
    File& operator=(const File&) = delete;

    RecordingId recording;
    std::atomic<std::size_t> behind = 0;
    std::atomic<RecordingFault> fault = RecordingFault::none;
    int descriptor = -1;
    std::size_t size = 0;
};

enum class What { open, write, close };

struct Job {
    What what;
    std::shared_ptr<File> file;
    Bytes bytes;
};

}  // namespace

struct DiskShelf::State {
    State(std::string d, OnClosed c, DiskLimits l) : directory(std::move(d)), on_closed(std::move(c)), limits(l) {}

    void push(Job job) {
        bool is_first = false;
        {
            const std::scoped_lock lock{mutex};
            is_first = jobs.empty();
            jobs.push_back(std::move(job));
        }
        if (is_first) arrived.notify_one();
    }

    void work() {
        for (;;) {
            std::deque<Job> batch;
            {
                std::unique_lock lock{mutex};
                arrived.wait(lock, [this] { return !jobs.empty() || stopping; });
                if (jobs.empty()) return;
                arrived.wait_for(lock, kGathered, [this] { return stopping; });
                batch.swap(jobs);
            }
            for (auto& job : batch) carry_out(job);
        }
    }

    void carry_out(Job& job) {
        auto& file = *job.file;
        if (job.what == What::open) open(file);
        if (job.what == What::write) write(file, job.bytes);
        if (job.what == What::close) close(file);
    }

    void open(File& file) {
        const auto path = directory + '/' + spool_name(file.recording);
        file.descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0600);
        if (file.descriptor < 0)
            file.fault = fault_of(errno);
        else
            ::flock(file.descriptor, LOCK_EX | LOCK_NB);
    }

    void write(File& file, const Bytes& bytes) {
        auto left =
            ByteView{bytes}.first(std::min(bytes.size(), limits.file_bytes - std::min(limits.file_bytes, file.size)));
        if (left.size() < bytes.size() && file.fault == RecordingFault::none && file.descriptor >= 0) {
            put(file, left);
            file.fault = RecordingFault::disk_full;
        } else if (file.fault == RecordingFault::none) {
            put(file, left);
        }
        file.behind -= bytes.size();
    }

    static void put(File& file, ByteView left) {
        while (!left.empty()) {
            const auto written = ::write(file.descriptor, left.data(), left.size());
            if (written < 0 && errno == EINTR) continue;
            if (written < 0) {
                // What is torn here is cut off when the file is settled; nothing after it would be valid.
                file.fault = fault_of(errno);
                return;
            }
            file.size += static_cast<std::size_t>(written);
            left = left.subspan(static_cast<std::size_t>(written));
        }
    }

    void close(File& file) const {
        if (file.descriptor >= 0) {
            if (::fdatasync(file.descriptor) != 0 && file.fault == RecordingFault::none) file.fault = fault_of(errno);
            ::close(file.descriptor);
            file.descriptor = -1;
        }
        on_closed({.recording = file.recording, .fault = file.fault});
    }

    std::string directory;
    OnClosed on_closed;
    DiskLimits limits;
    std::mutex mutex;  // guards jobs and stopping
    std::condition_variable arrived;
    std::deque<Job> jobs;  // bounded by behind_bytes a recording
    bool stopping = false;
    std::thread thread;
};

namespace {

template <class Push>
class Spool final : public media::SpoolFile {
  public:
    Spool(RecordingId recording, std::size_t most_behind, Push push)
        : file_(std::make_shared<File>(recording)), most_behind_(most_behind), push_(std::move(push)) {
        push_({.what = What::open, .file = file_, .bytes = {}});
    }
    ~Spool() override { finish(); }
    bool has_room() const override { return file_->behind < most_behind_; }
    void append(Bytes bytes) override {
        file_->behind += bytes.size();
        push_({.what = What::write, .file = file_, .bytes = std::move(bytes)});
    }
    media::RecordingFault fault() const override { return file_->fault; }
    void finish() override {
        if (std::exchange(finished_, true)) return;
        push_({.what = What::close, .file = file_, .bytes = {}});
    }

  private:
    std::shared_ptr<File> file_;  // shared with the jobs that write it
    std::size_t most_behind_;
    Push push_;
    bool finished_ = false;
};

}  // namespace

DiskShelf::DiskShelf(std::string directory, OnClosed on_closed, DiskLimits limits)
    : state_(std::make_shared<State>(std::move(directory), std::move(on_closed), limits)) {
    state_->thread = std::thread{[state = state_.get()] {
        // Who shares a core with calls gives way to them: a frame waits for no file.
        ::setpriority(PRIO_PROCESS, 0, kNice);
        state->work();
    }};
}

DiskShelf::~DiskShelf() {
    {
        const std::scoped_lock lock{state_->mutex};
        state_->stopping = true;
    }
    state_->arrived.notify_one();
    state_->thread.join();
}

std::unique_ptr<media::SpoolFile> DiskShelf::begin(RecordingId recording) {
    auto push = [state = state_](Job job) { state->push(std::move(job)); };
    return std::make_unique<Spool<decltype(push)>>(recording, state_->limits.behind_bytes, std::move(push));
}

std::string spool_name(RecordingId recording) {
    return to_string(recording) + ".wibspool";
}

}  // namespace wib::record

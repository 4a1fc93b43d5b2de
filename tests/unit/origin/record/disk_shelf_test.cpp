#include "origin/record/disk_shelf.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/file.h>
#include <unistd.h>

#include <condition_variable>
#include <mutex>

#include "tests/support/spools.hpp"
#include "tests/support/temporary_directory.hpp"

namespace wib::record {
namespace {

using namespace wib::testing;
using media::RecordingFault;

struct DiskShelfTest : ::testing::Test {
    DiskShelf::OnClosed note() {
        return [this](ClosedSpool spool) {
            const std::scoped_lock lock{mutex};
            closed.push_back(spool);
            changed.notify_all();
        };
    }
    ClosedSpool next_closed() {
        std::unique_lock lock{mutex};
        EXPECT_TRUE(changed.wait_for(lock, std::chrono::seconds{20}, [this] { return !closed.empty(); }));
        const auto first = closed.front();
        closed.erase(closed.begin());
        return first;
    }
    TemporaryDirectory directory;
    RecordingId recording = a_header().recording;
    std::string path = directory.file(spool_name(recording));
    std::mutex mutex;
    std::condition_variable changed;
    std::vector<ClosedSpool> closed;
};

TEST_F(DiskShelfTest, WritesWhatItIsHandedInOrder) {
    DiskShelf shelf{directory.path(), note()};
    const auto spool = a_spool(2);
    {
        const auto file = shelf.begin(recording);
        for (std::size_t at = 0; at < spool.size(); at += 1000) {
            const auto piece = ByteView{spool}.subspan(at, std::min<std::size_t>(1000, spool.size() - at));
            file->append(Bytes(piece.begin(), piece.end()));
        }
        file->finish();
    }
    const auto done = next_closed();
    EXPECT_EQ(done.recording, recording);
    EXPECT_EQ(done.fault, RecordingFault::none);
    EXPECT_EQ(read_file(path), spool);
    EXPECT_EQ(std::filesystem::status(path).permissions(),
              std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

TEST_F(DiskShelfTest, AFileNobodyFinishedIsClosedToo) {
    DiskShelf shelf{directory.path(), note()};
    shelf.begin(recording)->append(to_bytes("abc"));
    EXPECT_EQ(next_closed().recording, recording);
    EXPECT_EQ(as_text(read_file(path)), "abc");
}

TEST_F(DiskShelfTest, AFullDiskKeepsThePrefixAndSaysSo) {
    DiskShelf shelf{directory.path(), note(), {.file_bytes = 10}};
    const auto file = shelf.begin(recording);
    file->append(to_bytes("0123456"));
    file->append(to_bytes("789abcdef"));
    file->append(to_bytes("never"));
    file->finish();
    EXPECT_EQ(next_closed().fault, RecordingFault::disk_full);
    EXPECT_EQ(file->fault(), RecordingFault::disk_full);
    EXPECT_EQ(as_text(read_file(path)), "0123456789");
    EXPECT_TRUE(file->has_room()) << "what cannot be kept does not pile up";
}

TEST_F(DiskShelfTest, ADirectoryThatIsNotThereIsAFaultAndNoCrash) {
    DiskShelf shelf{directory.file("absent"), note()};
    const auto file = shelf.begin(recording);
    file->append(to_bytes("x"));
    file->finish();
    EXPECT_EQ(next_closed().fault, RecordingFault::unwritable);
}

TEST_F(DiskShelfTest, NeverWritesOverWhatIsThere) {
    write_file(path, as_bytes("precious"));
    DiskShelf shelf{directory.path(), note()};
    const auto file = shelf.begin(recording);
    file->append(to_bytes("x"));
    file->finish();
    EXPECT_EQ(next_closed().fault, RecordingFault::unwritable);
    EXPECT_EQ(as_text(read_file(path)), "precious");
}

TEST_F(DiskShelfTest, EndingItWritesWhatItWasHanded) {
    const auto spool = a_spool(1);
    std::unique_ptr<media::SpoolFile> file;
    {
        DiskShelf shelf{directory.path(), note()};
        file = shelf.begin(recording);
        file->append(spool);
    }
    EXPECT_EQ(read_file(path), spool);
    file.reset();  // a session that outlives the shelf hands its end to nobody, and that is no crash
}

}  // namespace
}  // namespace wib::record

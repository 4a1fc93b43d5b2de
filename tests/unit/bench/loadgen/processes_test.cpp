#include "bench/loadgen/processes.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <stdexcept>

namespace wib::loadgen {
namespace {

// proc(5): pid (comm) state ppid … utime 14, stime 15, cutime 16, cstime 17 … rss 24.
std::string stat_line(int pid, const std::string& name, int parent, int user, int system, int reaped) {
    return std::to_string(pid) + " (" + name + ") S " + std::to_string(parent) + " 1 1 0 -1 4194560 1 2 3 4 " +
           std::to_string(user) + " " + std::to_string(system) + " " + std::to_string(reaped) +
           " 0 20 0 1 0 100 1000000 512 18446744073709551615";
}

TEST(ProcessStat, IsReadWhateverTheCommandIsCalled) {
    const auto stat = parse_stat(stat_line(42, "a) S 1 (b", 7, 300, 100, 50));
    EXPECT_EQ(stat.pid, 42);
    EXPECT_EQ(stat.parent, 7);
    EXPECT_EQ(stat.own_ticks, 400u);
    EXPECT_EQ(stat.reaped_ticks, 50u);
    EXPECT_EQ(stat.rss_pages, 512);
    EXPECT_THROW((void)parse_stat("42 nonsense"), std::invalid_argument);
}

TEST(Usage, OfATreeCountsItsChildrenLivingAndReaped) {
    const std::vector<ProcessStat> all{
        parse_stat(stat_line(10, "postgres", 1, 100, 0, 30)), parse_stat(stat_line(11, "postgres", 10, 200, 0, 0)),
        parse_stat(stat_line(12, "worker", 11, 50, 50, 0)), parse_stat(stat_line(13, "other", 1, 999, 0, 0))};
    EXPECT_DOUBLE_EQ(usage_of({"pg", 10, true}, all, 100, 4096).cpu_s, 4.3);
    EXPECT_DOUBLE_EQ(usage_of({"pg", 10, false}, all, 100, 4096).cpu_s, 1.0);
    EXPECT_EQ(usage_of({"pg", 10, true}, all, 100, 4096).rss_kib, 3 * 2048);
}

TEST(Usage, OfThisVeryProcessCanBeMeasured) {
    const auto usage = measure({{"self", ::getpid(), true}});
    EXPECT_GT(usage.at("self").rss_kib, 0);
}

}  // namespace
}  // namespace wib::loadgen

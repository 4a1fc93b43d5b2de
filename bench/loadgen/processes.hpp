#pragma once
#include <sys/types.h>

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace wib::loadgen {

/// What the kernel has counted for a process, from one line of /proc/<pid>/stat.
struct ProcessStat {
    pid_t pid = 0;
    pid_t parent = 0;
    std::uint64_t own_ticks = 0;     ///< user + system
    std::uint64_t reaped_ticks = 0;  ///< of children that have ended and were waited for
    std::int64_t rss_pages = 0;
};

/// Throws std::invalid_argument. The command's name may hold anything, parentheses and spaces too.
[[nodiscard]] ProcessStat parse_stat(std::string_view line);

/// A process whose CPU is counted, alone or with everything it started.
struct Watched {
    std::string name;
    pid_t pid;
    bool whole_tree;
};

struct Usage {
    double cpu_s = 0;
    std::int64_t rss_kib = 0;
};

/// The sum over `watched` and, with whole_tree, its descendants among `all`.
[[nodiscard]] Usage usage_of(const Watched& watched, const std::vector<ProcessStat>& all, long ticks_per_second,
                             long page_bytes);

/// Reads /proc. A name given twice is summed. Throws std::runtime_error when a process is gone.
[[nodiscard]] std::map<std::string, Usage> measure(const std::vector<Watched>& watched);

}  // namespace wib::loadgen

#include "bench/loadgen/processes.hpp"

#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <set>
#include <stdexcept>

namespace wib::loadgen {

namespace {

namespace fs = std::filesystem;

std::vector<std::string_view> words(std::string_view text) {
    std::vector<std::string_view> found;
    while (!text.empty()) {
        const auto end = text.find_first_of(" \n");
        if (end != 0) found.push_back(text.substr(0, end));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return found;
}

template <class Number>
Number number(std::string_view text) {
    Number value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) throw std::invalid_argument("not a stat line");
    return value;
}

/// Nothing when the process has ended meanwhile.
bool read_stat(const fs::path& path, std::vector<ProcessStat>& into) {
    std::ifstream in{path};
    std::string line;
    if (!std::getline(in, line)) return false;
    into.push_back(parse_stat(line));
    return true;
}

std::vector<ProcessStat> read_all() {
    std::vector<ProcessStat> all;
    for (const auto& entry : fs::directory_iterator("/proc")) {
        const auto name = entry.path().filename().string();
        if (name.find_first_not_of("0123456789") == std::string::npos) read_stat(entry.path() / "stat", all);
    }
    return all;
}

}  // namespace

ProcessStat parse_stat(std::string_view line) {
    const auto open = line.find('(');
    const auto close = line.rfind(')');
    if (open == std::string_view::npos || close == std::string_view::npos || open < 2)
        throw std::invalid_argument("not a stat line");
    // proc(5): the state is field 3, so field n stands at n - 3 behind the name.
    const auto fields = words(line.substr(close + 1));
    if (fields.size() < 22) throw std::invalid_argument("not a stat line");
    const auto field = [&](std::size_t n) { return fields[n - 3]; };
    return {
        .pid = number<pid_t>(line.substr(0, open - 1)),
        .parent = number<pid_t>(field(4)),
        .own_ticks = number<std::uint64_t>(field(14)) + number<std::uint64_t>(field(15)),
        .reaped_ticks = static_cast<std::uint64_t>(number<std::int64_t>(field(16)) + number<std::int64_t>(field(17))),
        .rss_pages = number<std::int64_t>(field(24))};
}

Usage usage_of(const Watched& watched, const std::vector<ProcessStat>& all, long ticks_per_second, long page_bytes) {
    std::set<pid_t> wanted{watched.pid};
    if (watched.whole_tree) {
        for (std::size_t before = 0; before != wanted.size();) {
            before = wanted.size();
            for (const auto& process : all)
                if (wanted.contains(process.parent)) wanted.insert(process.pid);
        }
    }
    Usage usage;
    for (const auto& process : all) {
        if (!wanted.contains(process.pid)) continue;
        const auto ticks = process.own_ticks + (watched.whole_tree ? process.reaped_ticks : 0);
        usage.cpu_s += static_cast<double>(ticks) / static_cast<double>(ticks_per_second);
        usage.rss_kib += process.rss_pages * page_bytes / 1024;
    }
    return usage;
}

std::map<std::string, Usage> measure(const std::vector<Watched>& watched) {
    std::map<std::string, Usage> usage;
    if (watched.empty()) return usage;
    const bool trees = std::ranges::any_of(watched, &Watched::whole_tree);
    std::vector<ProcessStat> all;
    if (trees) {
        all = read_all();
    } else {
        for (const auto& one : watched) read_stat("/proc/" + std::to_string(one.pid) + "/stat", all);
    }
    for (const auto& one : watched) {
        if (std::ranges::find(all, one.pid, &ProcessStat::pid) == all.end())
            throw std::runtime_error(one.name + " (process " + std::to_string(one.pid) + ") is gone");
        const auto its = usage_of(one, all, ::sysconf(_SC_CLK_TCK), ::sysconf(_SC_PAGESIZE));
        usage[one.name].cpu_s += its.cpu_s;
        usage[one.name].rss_kib += its.rss_kib;
    }
    return usage;
}

}  // namespace wib::loadgen

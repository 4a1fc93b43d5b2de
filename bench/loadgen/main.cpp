// wib-loadgen: sends what it is told, on time, and prints one line of raw figures (README.md).
#include <sodium.h>

#include <cmath>
#include <cstdio>
#include <exception>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <stdexcept>

#include "bench/loadgen/http_run.hpp"
#include "bench/loadgen/media_run.hpp"
#include "shared/codec/reflect.hpp"

namespace wib::loadgen {
namespace {

constexpr const char* kUsage =
    "wib-loadgen http  --target http://127.0.0.1:PORT (--rate R | --closed) --seconds S --requests FILE ...\n"
    "wib-loadgen media --target ws://127.0.0.1:PORT/PATH --streams N --seconds S ...\n"
    "Every option: bench/loadgen/README.md\n";

/// `--name value` and bare `--flag`; what may be given twice keeps every value.
class Options {
  public:
    Options(int count, char** words, const std::set<std::string>& valued, const std::set<std::string>& flags) {
        for (int at = 2; at < count; ++at) {
            const std::string word = words[at];
            if (flags.contains(word)) {
                given_.emplace(word, "");
            } else if (!valued.contains(word)) {
                throw std::invalid_argument("unknown argument: " + word);
            } else if (at + 1 == count) {
                throw std::invalid_argument(word + " wants a value");
            } else {
                given_.emplace(word, words[++at]);
            }
        }
    }
    [[nodiscard]] bool has(const std::string& name) const { return given_.contains(name); }
    [[nodiscard]] std::string text(const std::string& name, const std::string& otherwise) const {
        const auto found = given_.find(name);
        return found == given_.end() ? otherwise : found->second;
    }
    [[nodiscard]] std::string need(const std::string& name) const {
        if (!has(name)) throw std::invalid_argument("give " + name);
        return text(name, "");
    }
    [[nodiscard]] double number(const std::string& name, double otherwise, double least) const {
        if (!has(name)) return otherwise;
        std::size_t read = 0;
        const auto word = text(name, "");
        double value = NAN;
        try {
            value = std::stod(word, &read);
        } catch (const std::exception&) {
            read = 0;
        }
        if (read != word.size() || !std::isfinite(value) || value < least)
            throw std::invalid_argument(name + " is no number from " + std::to_string(least) + " up: " + word);
        return value;
    }
    [[nodiscard]] std::vector<std::string> all(const std::string& name) const {
        std::vector<std::string> values;
        for (auto [at, end] = given_.equal_range(name); at != end; ++at) values.push_back(at->second);
        return values;
    }

  private:
    std::multimap<std::string, std::string> given_;
};

const std::set<std::string> kCommon{"--target",   "--seconds", "--warmup", "--core", "--pid",
                                    "--pid-tree", "--name",    "--side",   "--unit"};

std::set<std::string> with_common(std::set<std::string> own) {
    own.insert(kCommon.begin(), kCommon.end());
    return own;
}

std::string read_file(const std::string& path) {
    std::ifstream in{path, std::ios::binary};
    if (!in) throw std::invalid_argument("cannot read " + path);
    return {std::istreambuf_iterator<char>{in}, {}};
}

Nanos seconds(double value) {
    return Nanos{static_cast<std::int64_t>(value * 1e9)};
}

/// Whom to watch, and the first one named, in the order of the command line.
std::vector<Watched> watched_of(const Options& options) {
    std::vector<Watched> watched;
    for (const auto* kind : {"--pid", "--pid-tree"}) {
        for (const auto& word : options.all(kind)) {
            const auto equals = word.find('=');
            if (equals == std::string::npos || word.find_first_not_of("0123456789", equals + 1) != std::string::npos ||
                equals + 1 == word.size())
                throw std::invalid_argument(std::string{kind} + " wants NAME=PID, not " + word);
            watched.push_back({word.substr(0, equals), static_cast<pid_t>(std::stol(word.substr(equals + 1))),
                               std::string_view{kind} == "--pid-tree"});
        }
    }
    return watched;
}

Measured run(std::string_view mode, const Options& options, const std::vector<Watched>& watched) {
    const auto seconds_asked = seconds(options.number("--seconds", 10, 0.1));
    if (mode == "http") {
        if (options.has("--rate") == options.has("--closed")) throw std::invalid_argument("give --rate or --closed");
        HttpPlan plan{.target = parse_place(options.need("--target"), "http"),
                      .requests = parse_requests(read_file(options.need("--requests"))),
                      .envelope_key = {},
                      .rate = {},
                      .warmup = seconds(options.number("--warmup", 1, 0)),
                      .seconds = seconds_asked,
                      .connections = static_cast<std::size_t>(options.number("--connections", 32, 1)),
                      .once = options.has("--once")};
        if (options.has("--rate")) plan.rate = options.number("--rate", 0, 0.01);
        if (options.has("--envelope-key")) plan.envelope_key = parse_envelope_key(options.need("--envelope-key"));
        return run_http(plan, watched);
    }
    const auto choice = [&](const std::string& name, const std::string& first, const std::string& second) {
        const auto word = options.text(name, first);
        if (word != first && word != second) throw std::invalid_argument(name + " is " + first + " or " + second);
        return word == first;
    };
    const MediaPlan plan{.target = parse_place(options.need("--target"), "ws"),
                         .streams = static_cast<std::size_t>(options.number("--streams", 1, 1)),
                         .starts = options.has("--starts") ? parse_stream_starts(read_file(options.need("--starts")))
                                                           : std::vector<StreamStart>{},
                         .wire = choice("--wire", "telnyx", "raw") ? Wire::telnyx : Wire::raw,
                         .expect = choice("--expect", "echo", "none") ? Expect::echo : Expect::none,
                         .both_tracks = !choice("--tracks", "inbound", "both"),
                         .warmup = seconds(options.number("--warmup", 2, 0)),
                         .seconds = seconds_asked};
    return run_media(plan, watched);
}

int run_and_print(int count, char** words) {
    const std::string_view mode = count > 1 ? words[1] : "";
    if (mode != "http" && mode != "media") throw std::invalid_argument("the first word is http or media");
    const Options options =
        mode == "http"
            ? Options{count,
                      words,
                      with_common({"--rate", "--requests", "--connections", "--envelope-key"}),
                      {"--closed", "--once"}}
            : Options{count, words, with_common({"--streams", "--wire", "--tracks", "--starts", "--expect"}), {}};
    const auto watched = watched_of(options);
    const auto core = settle_on_core(
        options.has("--core") ? std::optional{static_cast<int>(options.number("--core", 0, 0))} : std::nullopt);
    auto measured = run(mode, options, watched);
    measured.run.core = core;
    if (!watched.empty()) measured.run.first_process = watched.front().name;
    const Label label{.name = options.text("--name", "loadgen"),
                      .side = options.text("--side", "wib"),
                      .unit = options.text("--unit", mode == "http" ? "req/s" : "frames/s")};
    const auto line = raw_line(label, measured.run, measured.tally, measured.before, measured.after);
    std::printf("%s\n", codec::print(line).c_str());
    if (!line.valid)
        std::fprintf(stderr, "wib-loadgen: %llu errors of %llu: %s\n", static_cast<unsigned long long>(line.errors),
                     static_cast<unsigned long long>(line.sent), line.first_error.c_str());
    return line.valid ? 0 : 1;
}

}  // namespace
}  // namespace wib::loadgen

int main(int count, char** words) {
    try {
        if (sodium_init() < 0) throw std::runtime_error("libsodium does not start");
        return wib::loadgen::run_and_print(count, words);
    } catch (const std::invalid_argument& error) {
        std::fprintf(stderr, "wib-loadgen: %s\n%s", error.what(), wib::loadgen::kUsage);
        return 2;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "wib-loadgen: %s\n", error.what());
        return 1;
    }
}

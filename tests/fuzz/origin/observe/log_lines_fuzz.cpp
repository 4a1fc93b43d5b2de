#include "origin/observe/log.hpp"
#include "origin/observe/reports.hpp"

#include "shared/codec/reflect.hpp"
#include "tests/fuzz/draw.hpp"
#include "tests/support/manual_clock.hpp"

namespace {
struct Last final : wib::observe::Sink {
    void write(std::string written) override { line = std::move(written); }
    std::string line;
};
}  // namespace

// Whatever is logged, the line is one JSON object on one line, without secrets and without whole phone numbers.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using wib::ensure;
    namespace observe = wib::observe;
    static wib::testing::ManualClock clock;
    static Last last;
    static const observe::Log log{last, clock, observe::Level::debug};
    const auto text = wib::fuzz::text_of(data, size);
    log.info("something_happened", {{"detail", text}, {"password", text}, {"number", "+13129457420"}});
    const std::string_view line = last.line;
    ensure(line.ends_with("}\n") && line.find('\n') == line.size() - 1, "a record is one line");
    ensure(wib::codec::parse<wib::codec::RawJson>(line.substr(0, line.size() - 1)).has_value(), "of JSON");
    ensure(line.find("+13129457420") == std::string_view::npos || text.find("3129457420") != std::string_view::npos,
           "without a whole number");
    ensure(line.find("\"password\":\"[redacted]\"") != std::string_view::npos, "and without a secret");
    const auto redacted = observe::redact_phones(text);
    ensure(redacted.size() == text.size() && observe::redact_phones(redacted) == redacted,
           "numbers are hidden at once");
    if (const auto level = observe::parse_level(text)) ensure(*level <= observe::Level::error, "a level is known");

    // What an error service is told is read from such a line, and from nothing that only looks like one.
    log.error("something_failed", {{"reason", text}, {"password", "hunter2hunter2"}, {"route", "me"}});
    const auto told = observe::read_error_line(std::string_view{last.line}.substr(0, last.line.size() - 1));
    ensure(told && told->type == "something_failed" && told->transaction == "me", "an error line is told");
    ensure(wib::report::print_envelope(*told, told->at).find("hunter2") == std::string::npos ||
               text.find("hunter2") != std::string_view::npos,
           "without its secrets");
    (void)observe::read_error_line(text);
    return 0;
}

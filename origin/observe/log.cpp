#include "origin/observe/log.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cmath>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "shared/codec/text.hpp"

namespace wib::observe {

namespace {

using namespace std::chrono_literals;

constexpr std::size_t kWaitingBytes = 1024 * 1024;
constexpr std::size_t kLongestText = 2048;  // of one field: a log line is for reading

constexpr bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
constexpr bool is_word(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-';
}

void append_json_text(std::string& out, std::string_view text) {
    constexpr std::string_view kHex = "0123456789abcdef";
    out += '"';
    for (std::size_t at = 0; at < text.size();) {
        const auto c = static_cast<unsigned char>(text[at]);
        if (c == '"' || c == '\\') {
            out += '\\';
            out += static_cast<char>(c);
            ++at;
        } else if (c < 0x20) {
            out += "\\u00";
            out += kHex[c >> 4];
            out += kHex[c & 15];
            ++at;
        } else if (const auto length = codec::utf8_length(text, at); length > 0) {
            out += text.substr(at, length);
            at += length;
        } else {
            out += "\xef\xbf\xbd";
            ++at;
        }
    }
    out += '"';
}

void append_value(std::string& out, const Field& field) {
    if (names_secret(field.key())) {
        out += "\"[redacted]\"";
    } else if (const auto* text = std::get_if<std::string>(&field.value())) {
        append_json_text(out, redact_phones(std::string_view{*text}.substr(0, kLongestText)));
    } else if (const auto* whole = std::get_if<std::int64_t>(&field.value())) {
        out += std::to_string(*whole);
    } else if (const auto* real = std::get_if<double>(&field.value())) {
        std::array<char, 32> digits{};
        out += std::isfinite(*real)
                   ? std::string_view{digits.data(),
                                      std::to_chars(digits.data(), digits.data() + digits.size(), *real).ptr}
                   : std::string_view{"null"};
    } else if (std::holds_alternative<std::monostate>(field.value())) {
        out += "null";
    } else {
        out += std::get<bool>(field.value()) ? "true" : "false";
    }
}

void append(std::string& out, Fields fields) {
    for (const auto& field : fields) {
        out += ',';
        append_json_text(out, field.key());
        out += ':';
        append_value(out, field);
    }
}

constexpr std::string_view name(Level level) {
    switch (level) {
        case Level::debug:
            return "debug";
        case Level::info:
            return "info";
        case Level::warn:
            return "warn";
        case Level::error:
            return "error";
    }
    return "error";
}

}  // namespace

std::optional<Level> parse_level(std::string_view text) {
    for (const auto level : {Level::debug, Level::info, Level::warn, Level::error})
        if (text == name(level)) return level;
    return std::nullopt;
}

bool names_secret(std::string_view key) {
    constexpr std::array kSecrets{"token",         "secret",  "password", "passwd",      "cookie",
                                  "authorization", "api_key", "apikey",   "private_key", "credential"};
    // Proof about a secret is no secret: a hash may be followed through the logs.
    if (key.ends_with("_hash") || key.ends_with("_id")) return false;
    std::string lower{key};
    std::ranges::transform(lower, lower.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c == '-' ? '_' : c;
    });
    return std::ranges::any_of(kSecrets, [&](std::string_view word) { return lower.find(word) != std::string::npos; });
}

std::string redact_phones(std::string_view text) {
    std::string out{text};
    for (std::size_t at = 0; at < out.size();) {
        if (!is_digit(out[at])) {
            ++at;
            continue;
        }
        auto end = at;
        while (end < out.size() && is_digit(out[end])) ++end;
        const auto digits = end - at;
        const bool plus = at > 0 && out[at - 1] == '+';
        const auto before = at > (plus ? 1u : 0u) ? out[at - (plus ? 2 : 1)] : ' ';
        const auto after = end < out.size() ? out[end] : ' ';
        const bool alone = !is_word(before) && before != '.' && !is_word(after);
        if (alone && ((plus && digits >= 7 && digits <= 15) || (!plus && digits >= 10 && digits <= 11)))
            std::fill(out.begin() + static_cast<std::ptrdiff_t>(at), out.begin() + static_cast<std::ptrdiff_t>(end - 4),
                      '*');
        at = end;
    }
    return out;
}

Log Log::with(Fields fields) const {
    Log more{*this};
    append(more.bound_, fields);
    return more;
}

void Log::write(Level level, std::string_view event, Fields fields) const {
    if (level < least_) return;
    std::string line = R"({"ts":")" + to_rfc3339(clock_->now()) + R"(","level":")";
    line += name(level);
    line += R"(","event":)";
    append_json_text(line, event);
    line += bound_;
    append(line, fields);
    line += "}\n";
    sink_->write(std::move(line));
}

struct DescriptorSink::State {
    int descriptor;
    mutable std::mutex mutex;
    std::condition_variable arrived;
    std::condition_variable left;
    std::string waiting;
    bool writing = false;
    bool closing = false;
    std::uint64_t dropped = 0;
    std::uint64_t dropped_untold = 0;

    void serve() {
        std::unique_lock lock{mutex};
        for (;;) {
            arrived.wait(lock, [&] { return closing || !waiting.empty(); });
            if (waiting.empty()) return;
            std::string batch;
            batch.swap(waiting);
            if (dropped_untold > 0) {
                batch +=
                    R"({"level":"warn","event":"log_lines_dropped","lines":)" + std::to_string(dropped_untold) + "}\n";
                dropped_untold = 0;
            }
            writing = true;
            lock.unlock();
            write_all(batch);
            lock.lock();
            writing = false;
            left.notify_all();
        }
    }
    void write_all(std::string_view bytes) const {
        while (!bytes.empty()) {
            const auto written = ::write(descriptor, bytes.data(), bytes.size());
            if (written < 0 && errno == EINTR) continue;
            if (written <= 0) return;  // nobody listens any more: there is no better place to say so
            bytes.remove_prefix(static_cast<std::size_t>(written));
        }
    }
};

DescriptorSink::DescriptorSink(int descriptor) : state_(std::make_shared<State>()) {
    state_->descriptor = descriptor;
    std::thread{[state = state_] { state->serve(); }}.detach();
}

DescriptorSink::~DescriptorSink() {
    std::unique_lock lock{state_->mutex};
    state_->closing = true;
    state_->arrived.notify_all();
    state_->left.wait_for(lock, 2s, [&] { return state_->waiting.empty() && !state_->writing; });
}

void DescriptorSink::write(std::string line) {
    const std::scoped_lock lock{state_->mutex};
    if (state_->waiting.size() + line.size() > kWaitingBytes) {
        ++state_->dropped;
        ++state_->dropped_untold;
        return;
    }
    state_->waiting += line;
    state_->arrived.notify_one();
}

std::uint64_t DescriptorSink::dropped() const {
    const std::scoped_lock lock{state_->mutex};
    return state_->dropped;
}

}  // namespace wib::observe

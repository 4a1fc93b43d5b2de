#pragma once
#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "origin/runtime/clock.hpp"
#include "shared/core/secret.hpp"
#include "shared/core/strong_id.hpp"

namespace wib::observe {

enum class Level { debug, info, warn, error };
[[nodiscard]] std::optional<Level> parse_level(std::string_view text);

/// One `"key":value` of a log line. Text is redacted before it is written: phone numbers keep their last four digits,
/// and the values of keys that name secrets (token, password, cookie …) are never written. A Secret cannot be logged.
class Field {
  public:
    Field(std::string_view key, std::string_view text) : key_(key), value_(std::string{text}) {}
    Field(std::string_view key, const std::string& text) : key_(key), value_(text) {}
    Field(std::string_view key, const char* text) : key_(key), value_(std::string{text}) {}
    /// A number nobody knows is written as null: the key stands in every line.
    Field(std::string_view key, std::optional<std::int64_t> value) : key_(key) {
        if (value)
            value_ = *value;
        else
            value_ = std::monostate{};
    }
    Field(std::string_view key, bool value) : key_(key), value_(value) {}
    Field(std::string_view key, double value) : key_(key), value_(value) {}
    template <std::integral I>
        requires(!std::same_as<I, bool>)
    Field(std::string_view key, I value) : key_(key), value_(static_cast<std::int64_t>(value)) {}
    template <class Tag>
    Field(std::string_view key, const StrongId<Tag>& id) : key_(key), value_(to_string(id)) {}
    Field(std::string_view key, const Secret&) = delete;

    [[nodiscard]] std::string_view key() const { return key_; }
    [[nodiscard]] const auto& value() const { return value_; }

  private:
    std::string_view key_;  // a literal in practice; valid until the call that logs returns
    std::variant<std::string, std::int64_t, double, bool, std::monostate> value_;
};
using Fields = std::initializer_list<Field>;

/// Where finished lines go, each with its newline.
class Sink {
  public:
    virtual ~Sink() = default;
    virtual void write(std::string line) = 0;
};

/// Writes to a file descriptor from a thread of its own, so that a full pipe never stalls a call. Up to 1 MiB waits;
/// more is dropped, counted, and told of in a line of its own when there is room again.
class DescriptorSink final : public Sink {
  public:
    explicit DescriptorSink(int descriptor);
    /// Writes what waits, at most for two seconds.
    ~DescriptorSink() override;
    void write(std::string line) override;
    [[nodiscard]] std::uint64_t dropped() const;

  private:
    struct State;
    std::shared_ptr<State> state_;  // shared with the writing thread, which a stuck pipe may keep longer than us
};

/// Structured logs: one JSON object a line, `ts`, `level`, `event` and the fields given. Cheap to copy; a copy made
/// with with() carries more fields (request id, call id) into every line. Any thread.
class Log {
  public:
    Log(Sink& sink, const Clock& clock, Level least) : sink_(&sink), clock_(&clock), least_(least) {}

    void debug(std::string_view event, Fields fields = {}) const { write(Level::debug, event, fields); }
    void info(std::string_view event, Fields fields = {}) const { write(Level::info, event, fields); }
    void warn(std::string_view event, Fields fields = {}) const { write(Level::warn, event, fields); }
    void error(std::string_view event, Fields fields = {}) const { write(Level::error, event, fields); }

    [[nodiscard]] Log with(Fields fields) const;
    /// Whether lines of this level are written at all.
    [[nodiscard]] bool writes(Level level) const { return level >= least_; }

  private:
    void write(Level level, std::string_view event, Fields fields) const;

    Sink* sink_;
    const Clock* clock_;
    Level least_;
    std::string bound_;  // already printed: ,"request_id":"…"
};

/// "+15551234567" → "+*******4567" wherever a phone number of seven digits or more stands in the text; numbers inside
/// longer words (ids, hashes) are left alone.
[[nodiscard]] std::string redact_phones(std::string_view text);
/// Whether a key names something that is never written.
[[nodiscard]] bool names_secret(std::string_view key);

}  // namespace wib::observe

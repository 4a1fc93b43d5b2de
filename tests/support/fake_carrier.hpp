#pragma once
#include <algorithm>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "origin/runtime/clock.hpp"
#include "origin/voice/ports.hpp"

namespace wib::testing {

/// A telephone company that remembers what it was told. Like Telnyx it knows a command's id for sixty seconds and then
/// would carry it out once more: `phones_rung` counts how often that made a phone ring.
class FakeCarrier final : public voice::CallCarrier {
  public:
    explicit FakeCarrier(const Clock& clock) : clock_(clock) {}

    struct Told {
        std::string what;  ///< "dial", "hangup", "bridge", "speak", "start_stream"
        CommandId command;
        std::string control_id;
        std::string with;  ///< number dialled, leg joined, words spoken or token given
        std::optional<voice::DialCommand> dial{};
    };
    /// The connection breaks: before the carrier got the command, or after.
    enum class Breaks { before, after };
    struct Broken : std::runtime_error {
        Broken() : std::runtime_error("the process ends here") {}
    };

    std::vector<Told> told;
    int phones_rung = 0;
    std::optional<voice::CarrierError> refuses{};  ///< every command, until reset
    std::optional<Breaks> breaks{};                ///< the next dial throws Broken
    std::optional<Breaks> loses{};                 ///< the answer to the next dial never comes

    [[nodiscard]] std::string name() const override { return "telnyx"; }
    [[nodiscard]] std::vector<std::string> whats() const {
        std::vector<std::string> names;
        for (const auto& t : told) names.push_back(t.what);
        return names;
    }
    [[nodiscard]] const Told& last(std::string_view what) const {
        const auto found = std::ranges::find(told.rbegin(), told.rend(), what, &Told::what);
        if (found == told.rend()) throw std::runtime_error("never told to " + std::string{what});
        return *found;
    }

    Task<Result<voice::Dialed, voice::CarrierError>> dial(voice::DialCommand command, Deadline) override {
        const auto breaks_now = std::exchange(breaks, std::nullopt);
        const auto loses_now = std::exchange(loses, std::nullopt);
        if (breaks_now == Breaks::before) throw Broken{};
        if (loses_now != Breaks::before) told.push_back({"dial", command.command, "", command.to, command});
        if (refuses) co_return unexpected(*refuses);
        if (loses_now != Breaks::before && !remembers(command.command)) {
            ++phones_rung;
            known_.push_back({command.command, clock_.now()});
        }
        if (breaks_now) throw Broken{};
        if (loses_now)
            co_return unexpected(voice::CarrierError{voice::CarrierError::Kind::timed_out, true, "no answer"});
        co_return voice::Dialed{
            .control_id = control_id(command.command), .session_id = "session", .leg_id = "leg-" + command.to};
    }
    Task<Result<void, voice::CarrierError>> hang_up(CommandId command, std::string control_id, Deadline) override {
        co_return note({"hangup", command, std::move(control_id), ""});
    }
    Task<Result<void, voice::CarrierError>> bridge(CommandId command, std::string control_id, std::string with,
                                                   Deadline) override {
        co_return note({"bridge", command, std::move(control_id), std::move(with)});
    }
    Task<Result<void, voice::CarrierError>> speak(CommandId command, std::string control_id, std::string text,
                                                  Deadline) override {
        co_return note({"speak", command, std::move(control_id), std::move(text)});
    }
    Task<Result<void, voice::CarrierError>> start_stream(CommandId command, std::string control_id,
                                                         voice::StreamRequest stream, Deadline) override {
        co_return note({"start_stream", command, std::move(control_id), std::move(stream.token)});
    }

    [[nodiscard]] static std::string control_id(CommandId command) { return "v3:" + to_string(command); }

  private:
    struct Known {
        CommandId command;
        Instant at;
    };
    [[nodiscard]] bool remembers(CommandId command) const {
        return std::ranges::any_of(known_, [&](const Known& k) {
            return k.command == command && clock_.now() - k.at <= std::chrono::seconds{60};
        });
    }
    Result<void, voice::CarrierError> note(Told t) {
        told.push_back(std::move(t));
        if (refuses) return unexpected(*refuses);
        return {};
    }

    const Clock& clock_;
    std::vector<Known> known_;
};

}  // namespace wib::testing

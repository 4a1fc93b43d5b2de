#pragma once
// The far sides of a media session, scripted: a carrier's socket, a recogniser, a shelf in memory and a journal in memory.
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "origin/db/tenant_tx.hpp"
#include "origin/live/ports.hpp"
#include "origin/media/dialect.hpp"
#include "origin/media/ports.hpp"
#include "origin/runtime/wakeup.hpp"
#include "origin/runtime/within.hpp"
#include "origin/ws/socket.hpp"
#include "shared/codec/base64.hpp"

namespace wib::testing {

/// A carrier that says what the test puts in its mouth. What it has said is read at once, in order.
class ScriptedSocket final : public ws::Socket {
  public:
    /// Outlives the socket, so that a test can go on talking and see what became of it.
    struct Line {
        explicit Line(boost::asio::any_io_executor executor) : changed(std::move(executor)) {}
        void says(std::string message) {
            waiting.push_back(std::move(message));
            changed.notify();
        }
        void fails(ws::SocketError error) {
            failure = error;
            changed.notify();
        }
        std::deque<std::string> waiting;
        std::optional<ws::SocketError> failure;
        std::optional<ws::CloseCode> closed;
        std::vector<std::string> sent;
        std::size_t read = 0;
        Wakeup changed;
    };
    explicit ScriptedSocket(Line& line) : line_(line) {}

    Task<Result<ws::Message, ws::SocketError>> read(Deadline deadline) override {
        while (line_.waiting.empty()) {
            if (line_.failure) co_return unexpected(*line_.failure);
            if (!co_await line_.changed.wait(deadline)) co_return unexpected(ws::SocketError::late);
        }
        current_ = std::move(line_.waiting.front());
        line_.waiting.pop_front();
        ++line_.read;
        co_return ws::Message{ws::Kind::text, current_};
    }
    bool send(ws::Kind, std::string data, std::chrono::milliseconds) override {
        line_.sent.push_back(std::move(data));
        return true;
    }
    std::size_t clear() override { return 0; }
    Task<Result<void, ws::SocketError>> flush(Deadline) override { co_return Result<void, ws::SocketError>{}; }
    Task<void> close(ws::CloseCode code, Deadline) override {
        line_.closed = code;
        co_return;
    }
    std::size_t queued() const override { return 0; }
    std::chrono::milliseconds queued_time() const override { return {}; }
    std::size_t dropped() const override { return 0; }
    std::uint16_t close_code() const override { return 1006; }
    std::string close_reason() const override { return {}; }

  private:
    Line& line_;
    std::string current_;
};

/// What one listening session does. Words are due when so much audio has been heard.
struct HearingScript {
    std::optional<media::RecogniserError> refuses{};
    struct Step {
        std::chrono::milliseconds after;                        ///< of audio heard
        std::variant<media::Turn, media::RecogniserError> says;
    };
    std::vector<Step> steps{};
    std::vector<media::Turn> at_finish{};
    bool never_finishes = false;
};

/// A recogniser that follows scripts, one a session, by track; further sessions of a track hear and say nothing.
class ScriptedRecogniser final : public media::Recogniser {
  public:
    struct Heard {
        std::chrono::milliseconds audio{0};
        std::vector<std::size_t> chunks;
        bool finished = false;
    };
    explicit ScriptedRecogniser(boost::asio::any_io_executor executor) : changed(std::move(executor)) {}

    std::string name() const override { return "scripted"; }
    Task<Result<std::unique_ptr<media::RecogniserSession>, media::RecogniserError>> listen(std::string, Deadline) override {
        HearingScript script;
        if (!scripts.empty()) {
            script = scripts.front();
            scripts.pop_front();
        }
        ++asked;
        if (script.refuses) co_return unexpected(*script.refuses);
        heard.push_back({});
        co_return std::make_unique<Session>(*this, heard.size() - 1, std::move(script));
    }

    std::deque<HearingScript> scripts;   ///< in the order sessions are opened
    std::deque<Heard> heard;             ///< a session each
    int asked = 0;
    Wakeup changed;

  private:
    class Session final : public media::RecogniserSession {
      public:
        Session(ScriptedRecogniser& owner, std::size_t index, HearingScript script)
            : owner_(owner), index_(index), script_(std::move(script)) {}
        void hear(ByteView mulaw) override {
            auto& so_far = owner_.heard[index_];
            so_far.chunks.push_back(mulaw.size());
            so_far.audio += std::chrono::milliseconds{mulaw.size() / 8};
            owner_.changed.notify();
        }
        Task<Result<std::optional<media::Turn>, media::RecogniserError>> next(Deadline deadline) override {
            for (;;) {
                auto& so_far = owner_.heard[index_];
                if (step_ < script_.steps.size() && script_.steps[step_].after <= so_far.audio) {
                    auto& says = script_.steps[step_++].says;
                    if (auto* error = std::get_if<media::RecogniserError>(&says)) {
                        over_ = true;
                        co_return unexpected(*error);
                    }
                    co_return std::optional{std::get<media::Turn>(says)};
                }
                if (so_far.finished && !script_.never_finishes) {
                    if (last_ < script_.at_finish.size()) co_return std::optional{script_.at_finish[last_++]};
                    over_ = true;
                    owner_.changed.notify();
                    co_return std::optional<media::Turn>{};
                }
                if (cut_) co_return unexpected(media::RecogniserError{media::RecogniserError::Kind::closed, true, "cut"});
                if (!co_await owner_.changed.wait(deadline))
                    co_return unexpected(media::RecogniserError{media::RecogniserError::Kind::late, true, ""});
            }
        }
        Task<void> finish(Deadline deadline) override {
            owner_.heard[index_].finished = true;
            owner_.changed.notify();
            while (!over_ && co_await owner_.changed.wait(deadline)) {
            }
            cut_ = true;
            owner_.changed.notify();
        }

      private:
        ScriptedRecogniser& owner_;
        std::size_t index_;
        HearingScript script_;
        std::size_t step_ = 0;
        std::size_t last_ = 0;
        bool over_ = false;
        bool cut_ = false;
    };
};

/// Recordings as bytes; a disk that fills up after so many of them, or is slow.
class MemoryShelf final : public media::SpoolShelf {
  public:
    struct File {
        Bytes bytes;
        bool finished = false;
    };
    std::unique_ptr<media::SpoolFile> begin(RecordingId recording) override {
        return std::make_unique<Spool>(*this, files[recording]);
    }

    std::map<RecordingId, File> files;
    std::size_t capacity = SIZE_MAX;
    bool stalled = false;

  private:
    class Spool final : public media::SpoolFile {
      public:
        Spool(MemoryShelf& shelf, File& file) : shelf_(shelf), file_(file) {}
        bool has_room() const override { return !shelf_.stalled; }
        void append(Bytes bytes) override {
            const auto taken = std::min(bytes.size(), shelf_.capacity - file_.bytes.size());
            file_.bytes.insert(file_.bytes.end(), bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(taken));
            if (taken < bytes.size()) fault_ = media::RecordingFault::disk_full;
        }
        media::RecordingFault fault() const override { return fault_; }
        void finish() override { file_.finished = true; }

      private:
        MemoryShelf& shelf_;
        File& file_;
        media::RecordingFault fault_ = media::RecordingFault::none;
    };
};

/// Remembers what it was told; can be away for some attempts.
class MemoryJournal final : public media::CallJournal {
  public:
    Task<Instant> recording_began(media::StreamClaim, RecordingId recording, Instant at, Deadline) override {
        attempt();
        began.emplace_back(recording, at);
        co_return zero.value_or(at);
    }
    Task<void> recording_failed(media::StreamClaim, RecordingId, media::RecordingFault fault, Deadline) override {
        attempt();
        failed.push_back(fault);
        co_return;
    }
    Task<void> turn_ended(media::StreamClaim, media::Segment segment, Deadline) override {
        attempt();
        segments.push_back(std::move(segment));
        co_return;
    }
    Task<void> hearing_changed(media::StreamClaim, media::Track track, media::HearingState state, Deadline) override {
        attempt();
        hearing[track].push_back(state);
        co_return;
    }

    std::vector<std::pair<RecordingId, Instant>> began;
    std::vector<media::RecordingFault> failed;
    std::vector<media::Segment> segments;
    std::map<media::Track, std::vector<media::HearingState>> hearing;
    std::optional<Instant> zero;   ///< when the call's first recording began
    int away_for = 0;              ///< attempts that find no database

  private:
    void attempt() {
        if (away_for > 0) {
            --away_for;
            throw db::UnavailableError{"away"};
        }
    }
};

struct MemoryPublisher final : live::Publisher {
    void publish(live::Event event) override { events.push_back(std::move(event)); }
    std::vector<live::Event> of(std::string_view kind) const {
        std::vector<live::Event> found;
        for (const auto& event : events)
            if (event.kind == kind) found.push_back(event);
        return found;
    }
    std::vector<live::Event> events;
};

inline media::Turn a_turn(int order, bool ended, std::initializer_list<std::tuple<const char*, int, int>> words) {
    media::Turn turn{.order = order, .text = {}, .words = {}, .ended = ended};
    for (const auto& [text, start, end] : words) {
        turn.words.push_back({text, std::chrono::milliseconds{start}, std::chrono::milliseconds{end}, 0.9, true});
        if (!turn.text.empty()) turn.text += ' ';
        turn.text += text;
    }
    return turn;
}

}  // namespace wib::testing

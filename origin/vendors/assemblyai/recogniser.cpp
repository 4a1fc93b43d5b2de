#include "origin/vendors/assemblyai/recogniser.hpp"

#include <boost/asio/this_coro.hpp>
#include <deque>

#include "origin/media/audio_map.hpp"
#include "origin/runtime/wakeup.hpp"
#include "origin/vendors/assemblyai/streaming_messages.hpp"
#include "origin/ws/connect.hpp"

namespace wib::assemblyai {
namespace {

using media::RecogniserError;
using media::Turn;
using Kind = RecogniserError::Kind;
using std::chrono::milliseconds;

constexpr std::string_view kTerminate = R"({"type":"Terminate"})";
constexpr std::chrono::seconds kGoodbye{1};

/// A turn of an hour of words stays below this.
constexpr std::size_t kLongestMessage = 1024 * 1024;
/// One second of hearing: a slow recogniser loses the oldest audio, never the call.
constexpr ws::Limits kLimits{.message_bytes = kLongestMessage,
                             .queued_messages = 64,
                             .queued_bytes = 64 * 1024,
                             .queued_time = milliseconds{1000},
                             .when_full = ws::WhenFull::drop_oldest};

class Session final : public media::RecogniserSession {
  public:
    Session(boost::asio::any_io_executor executor, std::unique_ptr<ws::Socket> socket, const Clock& clock)
        : socket_(std::move(socket)), clock_(clock), over_changed_(std::move(executor)) {}

    void hear(ByteView mulaw) override {
        if (over_ || finishing_) return;
        note_written();
        const auto samples = mulaw.size();
        const auto lost_before = socket_->dropped();
        const bool queued = socket_->send(ws::Kind::binary, std::string{as_text(mulaw)}, milliseconds{samples / record::kSamplesPerMs});
        if (queued) queue_.push_back({.samples = samples, .position = given_});
        given_ += samples;
        // Drop-oldest has taken these from the front of the queue: the vendor's clock will not have counted them.
        for (auto lost = socket_->dropped() - lost_before; lost > 0 && !queue_.empty(); --lost) queue_.pop_front();
    }

    Task<Result<std::optional<Turn>, RecogniserError>> next(Deadline deadline) override {
        while (!over_) {
            const auto message = co_await socket_->read(deadline);
            if (!message && message.error() == ws::SocketError::late) co_return unexpected(RecogniserError{Kind::late, true, {}});
            if (!message) co_return end_with(lost(message.error()));
            if (message->kind != ws::Kind::text) continue;
            auto said = read_message(message->data, /*formatted=*/true);
            if (!said) continue;  // one garbled message is no reason to lose the session
            if (auto* turn = std::get_if<Turn>(&*said)) {
                note_written();
                on_our_clock(*turn);
                co_return std::optional{std::move(*turn)};
            }
            if (const auto* failed = std::get_if<Failed>(&*said)) co_return end_with(failed->error);
            if (std::holds_alternative<SessionOver>(*said)) {
                terminated_ = true;
                end();
            }
        }
        if (failure_) co_return unexpected(*failure_);
        co_return std::optional<Turn>{};
    }

    Task<void> finish(Deadline deadline) override {
        if (!over_) {
            finishing_ = true;
            socket_->send(ws::Kind::text, std::string{kTerminate});
            while (!over_ && co_await over_changed_.wait(deadline)) {
            }
        }
        // Without a Termination in time the session is cut: next() then sees it closed.
        co_await socket_->close(ws::CloseCode::normal, terminated_ ? clock_.in(kGoodbye) : deadline);
    }

  private:
    struct Queued {
        std::uint64_t samples;
        std::uint64_t position;   // in what was given to hear()
    };

    /// What has left the queue has been sent, and counts on the vendor's clock.
    void note_written() {
        while (queue_.size() > socket_->queued()) {
            sent_.gave(queue_.front().samples, queue_.front().position, Instant{});
            queue_.pop_front();
        }
    }

    void on_our_clock(Turn& turn) const {
        for (auto& word : turn.words) {
            word.start = sent_.on_time_line(word.start);
            word.end = std::max(word.start, sent_.on_time_line(word.end));
        }
    }

    RecogniserError lost(ws::SocketError error) const {
        if (error == ws::SocketError::closed) return meaning_of_close(socket_->close_code(), socket_->close_reason());
        return {Kind::closed, true, "connection lost"};
    }

    std::unexpected<RecogniserError> end_with(RecogniserError error) {
        failure_ = error;
        end();
        return unexpected(std::move(error));
    }

    void end() {
        over_ = true;
        over_changed_.notify();
    }

    std::unique_ptr<ws::Socket> socket_;
    const Clock& clock_;
    std::deque<Queued> queue_;
    std::uint64_t given_ = 0;
    media::AudioMap sent_;        // from the vendor's clock to what was given to hear()
    std::optional<RecogniserError> failure_;
    bool finishing_ = false;
    bool terminated_ = false;
    bool over_ = false;
    Wakeup over_changed_;
};

RecogniserError meaning_of(const ws::ConnectError& error) {
    using E = ws::ConnectError::Kind;
    switch (error.kind) {
        case E::bad_url: return {Kind::unreachable, false, error.detail};
        case E::untrusted: return {Kind::unreachable, false, error.detail};
        case E::unreachable:
        case E::late: return {Kind::unreachable, true, error.detail};
        case E::refused: return meaning_of_status(error.status, error.detail);
    }
    return {Kind::unreachable, false, {}};
}

}  // namespace

Task<Result<std::unique_ptr<media::RecogniserSession>, RecogniserError>> StreamingRecogniser::listen(std::string language,
                                                                                                    Deadline deadline) {
    if (config_.api_key.empty()) co_return unexpected(RecogniserError{Kind::not_configured, false, "ASSEMBLYAI_API_KEY is not set"});
    const auto url = session_url(config_.url, {.speech_model = config_.speech_model, .language = std::move(language)});
    auto socket = co_await ws::connect(dialer_, url, {{"Authorization", config_.api_key.reveal()}}, kLimits, deadline);
    if (!socket) co_return unexpected(meaning_of(socket.error()));

    // Only Begin says that the key is good and the session counts.
    for (;;) {
        const auto message = co_await (*socket)->read(deadline);
        if (!message && message.error() == ws::SocketError::closed)
            co_return unexpected(meaning_of_close((*socket)->close_code(), (*socket)->close_reason()));
        if (!message) co_return unexpected(RecogniserError{Kind::unreachable, true, "no Begin"});
        const auto said = read_message(message->data, /*formatted=*/true);
        if (said && std::holds_alternative<Began>(*said)) break;
        if (said && std::holds_alternative<Failed>(*said)) co_return unexpected(std::get<Failed>(*said).error);
    }
    co_return converse(co_await boost::asio::this_coro::executor, std::move(*socket), clock_);
}

std::unique_ptr<media::RecogniserSession> converse(boost::asio::any_io_executor executor, std::unique_ptr<ws::Socket> socket,
                                                   const Clock& clock) {
    return std::make_unique<Session>(std::move(executor), std::move(socket), clock);
}

}  // namespace wib::assemblyai

#pragma once
// The far sides of the media path, as light as they can be, and messages as the carrier words them.
#include <memory>
#include <string>

#include "origin/media/ear.hpp"
#include "origin/media/ports.hpp"
#include "origin/runtime/wakeup.hpp"
#include "shared/codec/base64.hpp"
#include "tests/support/spools.hpp"

namespace wib::bench {

inline std::string media_message(record::Track track, std::uint32_t chunk) {
    return R"({"event":"media","sequence_number":")" + std::to_string(chunk + 2) +
           R"(","stream_id":"32DE0DEA-53CB-4B21-89A4-9E1819C043BC","media":{"track":")" +
           (track == record::Track::consumer ? "inbound" : "outbound") + R"(","chunk":")" + std::to_string(chunk) +
           R"(","timestamp":")" + std::to_string(chunk * 20) + R"(","payload":")" +
           codec::base64(testing::audio_of(track, chunk)) + R"("}})";
}

/// Understands nothing and remembers how much it heard, in samples.
class CountingRecogniser final : public media::Recogniser {
  public:
    [[nodiscard]] std::string name() const override { return "counting"; }
    Task<Result<std::unique_ptr<media::RecogniserSession>, media::RecogniserError>> listen(std::string,
                                                                                           Deadline) override {
        std::unique_ptr<media::RecogniserSession> session =
            std::make_unique<Session>(co_await boost::asio::this_coro::executor, heard);
        co_return session;
    }
    std::uint64_t heard = 0;

  private:
    class Session final : public media::RecogniserSession {
      public:
        Session(boost::asio::any_io_executor executor, std::uint64_t& heard)
            : finished_(std::move(executor)), heard_(heard) {}
        void hear(ByteView mulaw) override { heard_ += mulaw.size(); }
        Task<Result<std::optional<media::Turn>, media::RecogniserError>> next(Deadline deadline) override {
            while (!over_)
                if (!co_await finished_.wait(deadline) && !over_)
                    co_return unexpected(media::RecogniserError{media::RecogniserError::Kind::late, true, {}});
            co_return std::nullopt;
        }
        Task<void> finish(Deadline) override {
            over_ = true;
            finished_.notify();
            co_return;
        }

      private:
        bool over_ = false;
        Wakeup finished_;
        std::uint64_t& heard_;
    };
};

struct NullListener final : media::EarListener {
    void partial(media::Track, media::Partial) override {}
    void turn(media::Track, std::uint32_t, media::Turn) override {}
    void hearing(media::Track, media::HearingState) override {}
};

}  // namespace wib::bench

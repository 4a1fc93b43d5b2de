// The product's media path as a program of its own, with nothing left out but the database and the recogniser's vendor:
// the server and its admission (single-use stream tokens, checked as the origin checks them), the carrier's dialect,
// ordering, the spool on disk with its hash chain, levels and voice activity, both ears. Two things are the bench's
// own: an *echo tap*, which plays every frame of the consumer's track back through the dialect and the socket's
// outgoing queue (the origin has no such feature: a voice agent will speak there), and sinks where the path ends (a
// recogniser that counts what it hears, a journal and live events that count news).
//
//   bench_media_server STARTS-FILE SPOOL-DIR [STREAMS]
//
// Writes so many stream tokens to the file, as the load generator reads them (bench/loadgen/README.md, --starts), then
// prints
// {"event":"listening","port":…}; one io thread. SIGTERM ends it in good order; {"event":"ended",…} says what went
// through.
#include <sys/resource.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <unordered_set>

#include "origin/http/router.hpp"
#include "origin/http/server.hpp"
#include "origin/media/acceptor.hpp"
#include "origin/record/disk_shelf.hpp"
#include "origin/runtime/threads.hpp"
#include "origin/runtime/wakeup.hpp"
#include "origin/vendors/telnyx/media_messages.hpp"
#include "shared/api/routes.hpp"
#include "shared/crypto/hash.hpp"
#include "shared/identity/stream_token.hpp"

namespace wib {
namespace {

using namespace std::chrono_literals;

/// Admits as voice::StreamDoor does, with a set in memory where that asks the database.
class TokenGate final : public media::StreamGate {
  public:
    TokenGate(const Clock& clock, Random& random) : clock_(clock), random_(random) {
        std::array<std::uint8_t, 32> octets{};
        random.fill(octets);
        key_ = Secret{std::string(reinterpret_cast<const char*>(octets.data()), octets.size())};
    }

    [[nodiscard]] std::string issue() {
        std::array<std::uint8_t, 16> nonce{};
        random_.fill(nonce);
        const identity::StreamTicket ticket{.call = random_.id<CallId>(),
                                            .leg = random_.id<LegId>(),
                                            .expires = clock_.now() + identity::kStreamTokenLife};
        const auto token = identity::issue_stream_token(ticket, nonce, key_);
        return std::string{token.reveal()};
    }

    Task<Result<media::StreamClaim, media::ClaimRefusal>> claim_stream(std::string token, Deadline) override {
        const auto ticket = identity::check_stream_token(token, clock_.now(), key_);
        if (!ticket) co_return unexpected(media::ClaimRefusal::forged);
        if (!used_.insert(crypto::sha256_hex(token)).second) co_return unexpected(media::ClaimRefusal::used);
        co_return media::StreamClaim{
            .organization = organization_, .call = ticket->call, .leg = ticket->leg, .language = "en"};
    }

  private:
    const Clock& clock_;
    Random& random_;
    Secret key_;
    OrgId organization_ = random_.id<OrgId>();
    std::unordered_set<std::string> used_;  // one io thread
};

struct Heard {
    std::uint64_t bytes = 0;
    std::uint64_t chunks = 0;
};

class CountingEars final : public media::RecogniserSession {
  public:
    CountingEars(boost::asio::any_io_executor executor, Heard& heard) : finished_(std::move(executor)), heard_(heard) {}
    void hear(ByteView mulaw) override {
        heard_.bytes += mulaw.size();
        ++heard_.chunks;
    }
    Task<Result<std::optional<media::Turn>, media::RecogniserError>> next(Deadline deadline) override {
        if (!over_ && !co_await finished_.wait(deadline))
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
    Heard& heard_;
};

class CountingRecogniser final : public media::Recogniser {
  public:
    explicit CountingRecogniser(Heard& heard) : heard_(heard) {}
    [[nodiscard]] std::string name() const override { return "counting"; }
    Task<Result<std::unique_ptr<media::RecogniserSession>, media::RecogniserError>> listen(std::string,
                                                                                           Deadline) override {
        std::unique_ptr<media::RecogniserSession> session =
            std::make_unique<CountingEars>(co_await boost::asio::this_coro::executor, heard_);
        co_return session;
    }

  private:
    Heard& heard_;
};

class CountingJournal final : public media::CallJournal {
  public:
    Task<Instant> recording_began(media::StreamClaim, RecordingId, Instant at, Deadline) override {
        ++recordings;
        co_return at;
    }
    Task<void> recording_failed(media::StreamClaim, RecordingId, media::RecordingFault, Deadline) override {
        ++failed;
        co_return;
    }
    Task<void> turn_ended(media::StreamClaim, media::Segment, Deadline) override { co_return; }
    Task<void> hearing_changed(media::StreamClaim, media::Track, media::HearingState, Deadline) override { co_return; }

    std::uint64_t recordings = 0;
    std::uint64_t failed = 0;
};

class CountingPublisher final : public live::Publisher {
  public:
    void publish(live::Event) override { ++events; }
    std::uint64_t events = 0;
};

/// Where a stream's tap finds its socket, for as long as the session holds it.
struct Tap {
    ws::Socket* socket = nullptr;
    std::uint64_t refused = 0;
};

/// The carrier's dialect; what the consumer says is played back as soon as it is understood.
class EchoTap final : public media::StreamDialect {
  public:
    EchoTap(std::shared_ptr<Tap> tap, std::uint64_t& refused)
        : inner_(telnyx::open_media_dialect()), tap_(std::move(tap)), refused_(refused) {}

    Result<media::StreamNews, media::NotUnderstood> read(std::string_view message, Instant received_at) override {
        auto news = inner_->read(message, received_at);
        const auto* came = news ? std::get_if<media::FrameCame>(&*news) : nullptr;
        if (came == nullptr || came->frame.track != media::Track::consumer || tap_->socket == nullptr) return news;
        const auto audio = came->frame.payload;
        const std::chrono::milliseconds lasts{audio.size() / (record::kSampleRate / 1000)};
        if (!tap_->socket->send(ws::Kind::text, inner_->play(audio), lasts)) ++refused_;
        return news;
    }
    [[nodiscard]] std::string play(ByteView audio) const override { return inner_->play(audio); }
    [[nodiscard]] std::string mark(std::string_view name) const override { return inner_->mark(name); }
    [[nodiscard]] std::string clear() const override { return inner_->clear(); }

  private:
    std::unique_ptr<media::StreamDialect> inner_;
    std::shared_ptr<Tap> tap_;
    std::uint64_t& refused_;
};

Task<Result<ws::Admitted, api::Problem>> admit_with_tap(media::MediaParts& parts, media::StreamGate& gate,
                                                        std::uint64_t& refused, ws::Upgrade upgrade) {
    const auto tap = std::make_shared<Tap>();  // shared by the session's start and its dialect
    auto admitted = co_await media::admit_streams(
        parts, gate, [tap, &refused] { return std::make_unique<EchoTap>(tap, refused); })(std::move(upgrade));
    if (!admitted) co_return admitted;
    admitted->session = [tap, session = std::move(admitted->session)](std::unique_ptr<ws::Socket> socket) {
        tap->socket = socket.get();
        return session(std::move(socket));
    };
    co_return admitted;
}

Task<http::Reply> not_here(http::RequestContext&) {
    co_return http::Reply::json(404, "{}");
}

http::Router no_routes() {
    http::Router router;
    for (const auto& route : api::routes()) router.on(route.name, not_here);
    return router;
}

class StandardError final : public observe::Sink {
  public:
    void write(std::string line) override { std::fwrite(line.data(), 1, line.size(), stderr); }
};

/// As many sockets and spools as the machine allows.
void raise_descriptor_limit() {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
}

/// What the carrier tells of a stream before its audio, with the end of the line.
constexpr std::string_view kStart =
    R"(","start":{"user_id":"3E6F995F-85F7-4705-9741-53B116D28237","call_control_id":"v2:T02llQxIyaRkhfRKxgAP8nY511EhFLiz",)"
    R"("call_session_id":"ff55a038-6f5d-11ef-9692-02420aeffb1f","from":"+13122010094","to":"+13122123456","tags":[],)"
    R"("client_state":"aGF2ZSBhIG5pY2UgZGF5ID1d","media_format":{"encoding":"PCMU","sample_rate":8000,"channels":1}}})"
    "\n";

class MediaServer {
  public:
    MediaServer(const std::string& starts_file, const std::string& spool_directory, int streams)
        : threads_(1),
          gate_(clock_, random_),
          recogniser_(heard_),
          shelf_(std::make_unique<record::DiskShelf>(
              spool_directory,
              [this, spool_directory](record::ClosedSpool closed) {
                  // Nobody will fetch it: what a call leaves behind is the archive's work, after the call.
                  std::error_code ignored;
                  spooled_ +=
                      std::filesystem::file_size(spool_directory + '/' + record::spool_name(closed.recording), ignored);
                  std::filesystem::remove(spool_directory + '/' + record::spool_name(closed.recording), ignored);
              })),
          media_metrics_(metrics_),
          log_(sink_, clock_, observe::Level::warn),
          media_{recogniser_, *shelf_, journal_, live_, clock_, random_, log_, media_metrics_},
          router_(no_routes()),
          server_({}, {.threads = threads_,
                       .router = router_,
                       .keys = {},
                       .acceptors = {{"/media/telnyx",
                                      [this](ws::Upgrade upgrade) {
                                          return admit_with_tap(media_, gate_, refused_, std::move(upgrade));
                                      }}},
                       .idempotency = nullptr,
                       .clock = clock_,
                       .random = random_,
                       .log = log_,
                       .metrics = metrics_}) {
        std::ofstream out{starts_file};
        for (int stream = 0; stream < streams; ++stream)
            out << R"({"target":"/media/telnyx?token=)" << gate_.issue() << kStart;
        if (!out.flush()) throw std::runtime_error{starts_file + " cannot be written"};
    }

    void serve() {
        sigset_t signals;
        sigemptyset(&signals);
        sigaddset(&signals, SIGTERM);
        sigaddset(&signals, SIGINT);
        ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
        threads_.start();
        const auto port = server_.start();
        if (!port) throw std::runtime_error{port.error().reason};
        std::printf("{\"event\":\"listening\",\"port\":%u}\n", unsigned{*port});
        std::fflush(stdout);
        int received = 0;
        ::sigwait(&signals, &received);
        boost::asio::co_spawn(threads_.executor(0), server_.stop(clock_.in(5s)), boost::asio::use_future).get();
        threads_.stop();
        threads_.join();
        shelf_.reset();  // what was said is on disk before anything is told of it
    }

    void tell() const {
        std::printf(
            "{\"event\":\"ended\",\"recordings\":%llu,\"recordings_failed\":%llu,\"spooled_bytes\":%llu,"
            "\"frames\":%llu,\"lost\":%llu,\"unrecorded\":%llu,\"heard_bytes\":%llu,\"heard_chunks\":%llu,"
            "\"live_events\":%llu,\"echo_refused\":%llu}\n",
            number(journal_.recordings), number(journal_.failed), number(spooled_.load()),
            number(media_metrics_.frames.value()), number(media_metrics_.lost.value()),
            number(media_metrics_.overload.value()), number(heard_.bytes), number(heard_.chunks), number(live_.events),
            number(refused_));
    }

  private:
    static unsigned long long number(std::uint64_t value) { return value; }

    SystemClock clock_;
    SystemRandom random_;
    StandardError sink_;
    observe::Metrics metrics_;
    Threads threads_;
    TokenGate gate_;
    Heard heard_;
    std::uint64_t refused_ = 0;
    std::atomic<std::uint64_t> spooled_ = 0;
    CountingRecogniser recogniser_;
    std::unique_ptr<record::DiskShelf> shelf_;
    CountingJournal journal_;
    CountingPublisher live_;
    media::MediaMetrics media_metrics_;
    observe::Log log_;
    media::MediaParts media_;
    http::Router router_;
    http::Server server_;
};

}  // namespace
}  // namespace wib

int main(int count, char** words) {
    if (count < 3) {
        std::fprintf(stderr, "usage: bench_media_server STARTS-FILE SPOOL-DIR [STREAMS]\n");
        return 2;
    }
    std::signal(SIGPIPE, SIG_IGN);
    try {
        wib::raise_descriptor_limit();
        wib::MediaServer server{words[1], words[2], count > 3 ? std::atoi(words[3]) : 4000};
        server.serve();
        server.tell();
    } catch (const std::exception& error) {
        std::fprintf(stderr, "bench_media_server: %s\n", error.what());
        return 1;
    }
}

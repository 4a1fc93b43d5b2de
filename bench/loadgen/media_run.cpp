#include "bench/loadgen/media_run.hpp"

#include <algorithm>
#include <memory>
#include <stdexcept>

#include "bench/loadgen/frames.hpp"
#include "bench/loadgen/pace.hpp"
#include "bench/loadgen/ws_wire.hpp"
#include "shared/codec/reflect.hpp"

namespace wib::loadgen {

namespace {

using namespace std::chrono_literals;

constexpr Nanos kDrain = 1s;  // for the last echoes
constexpr Nanos kHandshakePatience = 5s;
constexpr Nanos kLongestWait = 20ms;
constexpr Nanos kShortestSleep = 500us;
constexpr std::size_t kReadSize = 32 << 10;

struct WireStart {
    std::string target;
    codec::RawJson start;
};
BOOST_DESCRIBE_STRUCT(WireStart, (), (target, start))

std::string stream_id(std::size_t number) {
    auto id = std::to_string(number);
    return "32DE0DEA-53CB-4B21-89A4-" + std::string(12 - std::min<std::size_t>(12, id.size()), '0') + id;
}

constexpr std::string_view kPlainStart =
    R"({"user_id":"3E6F995F-85F7-4705-9741-53B116D28237","call_control_id":"v3:loadgen","call_session_id":"ff55a038-6f5d-11ef-9692-02420aeffb1f","from":"+13122010094","to":"+13122123456","media_format":{"encoding":"PCMU","sample_rate":8000,"channels":1}})";

struct Stream {
    Socket socket;
    WsReader reader;
    TelnyxWords words;
    EchoBook book;
    std::uint64_t sequence = 1;
    bool closed = false;
};

class MediaRun {
  public:
    MediaRun(const MediaPlan& plan, const std::vector<Watched>& watched)
        : plan_(plan),
          watched_(watched),
          schedule_(static_cast<double>(plan.streams) * kFramesPerSecond),
          first_counted_(frames_in(plan.warmup)),
          frames_(first_counted_ + frames_in(plan.seconds)) {
        if (!plan.starts.empty() && plan.starts.size() < plan.streams)
            throw std::invalid_argument("there are fewer starts than streams");
        for (std::size_t at = 0; at < plan.streams; ++at) open(at);
    }

    Measured run() {
        clock_ = Stopwatch{};
        const auto due_in_all = std::uint64_t{frames_} * plan_.streams;
        const auto last_due = schedule_.due(due_in_all - 1);
        for (std::uint64_t next = 0;;) {
            auto now = clock_.now();
            if (!measuring_ && now >= plan_.warmup) begin_measuring();
            for (; next < due_in_all && schedule_.due(next) <= now; ++next) {
                send(next, now);
                now = clock_.now();
                if (!measuring_ && now >= plan_.warmup) begin_measuring();  // though it is behind its timetable
            }
            if (next == due_in_all && (all_heard() || now > last_due + kDrain)) break;
            const auto until =
                next < due_in_all ? std::min(now + kLongestWait, schedule_.due(next)) : now + kLongestWait;
            // A sleep this short would end late (timer slack, waking up): the generator has a core of its own and looks
            // again.
            const auto patience = until - now < kShortestSleep ? Nanos{0} : until - now - kShortestSleep;
            for (const auto tag : poller_.wait(patience)) happened(tag);
        }
        return finish();
    }

  private:
    static std::uint32_t frames_in(Nanos time) {
        return static_cast<std::uint32_t>(time / (Nanos{1s} / kFramesPerSecond));
    }

    std::string target_of(std::size_t at) const {
        if (!plan_.starts.empty()) return plan_.starts[at].target;
        auto path = plan_.target.path;
        if (const auto mark = path.find("{n}"); mark != std::string::npos) path.replace(mark, 3, std::to_string(at));
        return path;
    }

    void open(std::size_t at) {
        auto& stream = *streams_.emplace_back(
            std::make_unique<Stream>(Socket{plan_.target}, WsReader{}, TelnyxWords{stream_id(at)}, EchoBook{frames_}));
        shake_hands(stream, target_of(at));
        if (plan_.wire == Wire::telnyx) {
            std::string greeting;
            append_ws_message(greeting, WsKind::text, TelnyxWords::connected(), mask());
            append_ws_message(
                greeting, WsKind::text,
                stream.words.start(plan_.starts.empty() ? kPlainStart : std::string_view{plan_.starts[at].start}),
                mask());
            (void)stream.socket.write(greeting);
        }
        poller_.add(stream.socket.fd(), at);
    }

    void shake_hands(Stream& stream, const std::string& target) {
        // The key is RFC 6455's own example; the answer to it is not proven here, only that there is one.
        (void)stream.socket.write("GET " + target + " HTTP/1.1\r\nHost: " + plan_.target.authority() +
                                  "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                                  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
        auto& in = stream.reader.in;
        while (in.left().find("\r\n\r\n") == std::string_view::npos) {
            if (!stream.socket.wait_readable(kHandshakePatience))
                throw std::runtime_error("no answer to the handshake");
            const auto got = stream.socket.read(in.space(kReadSize), kReadSize);
            if (got && *got == 0) throw std::runtime_error("the handshake was refused: " + std::string{in.left()});
            in.got(got.value_or(0));
        }
        if (!in.left().starts_with("HTTP/1.1 101"))
            throw std::runtime_error("the handshake was refused: " + std::string{in.left().substr(0, 300)});
        in.consume(in.left().find("\r\n\r\n") + 4);
    }

    std::uint32_t mask() { return mask_ = mask_ * 1664525u + 1013904223u; }

    void begin_measuring() {
        measuring_ = true;
        begun_at_ = clock_.now();
        before_ = measure(watched_);
        cpu_before_ = own_cpu_s();
    }

    void send(std::uint64_t event, Nanos now) {
        auto& stream = *streams_[event % plan_.streams];
        const auto number = static_cast<std::uint32_t>(event / plan_.streams);
        if (stream.closed) return;
        out_.clear();
        append_frame(stream, Track::inbound, number);
        if (plan_.both_tracks) append_frame(stream, Track::outbound, number);
        stream.book.sent();
        ++sent_in_all_;
        if (number >= first_counted_) {
            ++tally_.sent;
            tally_.late.record(now - schedule_.due(event));
            tally_.bytes_out += out_.size();
            if (plan_.expect == Expect::none) ++tally_.answered;
        }
        if (!stream.socket.write(out_)) closed(stream, "the connection broke in sending");
    }

    void append_frame(Stream& stream, Track track, std::uint32_t number) {
        if (plan_.wire == Wire::raw) {
            append_ws_message(out_, WsKind::binary, frame_audio(track, number), mask());
            return;
        }
        message_.clear();
        stream.words.append_media(message_, track, number, ++stream.sequence);
        append_ws_message(out_, WsKind::text, message_, mask());
    }

    void happened(std::size_t at) {
        auto& stream = *streams_[at];
        if (stream.closed) return;
        if (!stream.socket.flush()) return closed(stream, "the connection broke in sending");
        for (;;) {
            const auto got = stream.socket.read(stream.reader.in.space(kReadSize), kReadSize);
            if (!got) return;
            if (*got == 0) return closed(stream, "the server closed the stream");
            if (measuring_) tally_.bytes_in += *got;
            stream.reader.in.got(*got);
            WsReader::Message message{};
            for (;;) {
                const auto state = stream.reader.next(message);
                if (state == WsReader::State::more) break;
                if (state == WsReader::State::broken) return closed(stream, "a message that is none");
                if (message.kind == WsKind::close) return closed(stream, "the server closed the stream");
                take(stream, at, message);
            }
            if (*got < kReadSize) return;
        }
    }

    void take(Stream& stream, std::size_t at, const WsReader::Message& message) {
        if (message.kind == WsKind::ping) {
            std::string pong;
            append_ws_message(pong, WsKind::pong, message.payload, mask());
            (void)stream.socket.write(pong);
            return;
        }
        std::optional<std::uint32_t> number;
        if (message.kind == WsKind::text) number = TelnyxWords::echoed_number(message.payload);
        if (message.kind == WsKind::binary) number = frame_number(message.payload);
        if (!number || (*number & kOutboundMark) != 0) return;
        const auto news = stream.book.heard(*number);
        if (news == EchoBook::News::first) ++heard_in_all_;
        if (*number < first_counted_) return;
        switch (news) {
            case EchoBook::News::first:
                ++tally_.answered;
                tally_.latency.record(clock_.now() - schedule_.due(std::uint64_t{*number} * plan_.streams + at));
                return;
            case EchoBook::News::again:
                tally_.error("echoed_twice", std::to_string(*number));
                return;
            case EchoBook::News::never_sent:
                tally_.error("never_sent", std::to_string(*number));
                return;
        }
    }

    void closed(Stream& stream, std::string_view why) {
        stream.closed = true;
        stream.socket.close();
        tally_.error("stream_closed", why);
    }

    [[nodiscard]] bool all_heard() const { return plan_.expect == Expect::none || heard_in_all_ == sent_in_all_; }

    Measured finish() {
        const auto ended = clock_.now();
        auto after = measure(watched_);
        if (plan_.expect == Expect::echo) {
            std::uint64_t never = 0;
            for (const auto& stream : streams_) never += stream->book.missing(first_counted_);
            tally_.never_answered(never);
        }
        const auto cpu = own_cpu_s() - cpu_before_;
        say_goodbye();
        return {.run = {.mode = "media",
                        .omission_safe = true,
                        .target_rate = static_cast<double>(plan_.streams) * kFramesPerSecond,
                        .duration = ended - begun_at_,
                        .core = 0,
                        .connections = plan_.streams,
                        .generator_cpu_s = cpu,
                        .first_process = {}},
                .tally = std::move(tally_),
                .before = std::move(before_),
                .after = std::move(after)};
    }

    void say_goodbye() {
        for (const auto& stream : streams_) {
            if (stream->closed) continue;
            out_.clear();
            if (plan_.wire == Wire::telnyx)
                append_ws_message(out_, WsKind::text, stream->words.stop(++stream->sequence), mask());
            append_ws_message(out_, WsKind::close, "\x03\xe8", mask());
            (void)stream->socket.write(out_);
        }
    }

    const MediaPlan& plan_;
    const std::vector<Watched>& watched_;
    Schedule schedule_;
    std::uint32_t first_counted_;
    std::uint32_t frames_;
    std::vector<std::unique_ptr<Stream>> streams_;
    Poller poller_;
    Stopwatch clock_;
    Tally tally_;
    std::uint64_t sent_in_all_ = 0;
    std::uint64_t heard_in_all_ = 0;
    std::string out_, message_;
    std::uint32_t mask_ = 0x2545F491;
    bool measuring_ = false;
    std::map<std::string, Usage> before_;
    double cpu_before_ = 0;
    Nanos begun_at_{0};
};

}  // namespace

std::vector<StreamStart> parse_stream_starts(std::string_view json_lines) {
    std::vector<StreamStart> starts;
    for (std::size_t line = 1; !json_lines.empty(); ++line) {
        const auto end = json_lines.find('\n');
        const auto text = json_lines.substr(0, end);
        json_lines.remove_prefix(end == std::string_view::npos ? json_lines.size() : end + 1);
        if (text.empty()) continue;
        auto wire = codec::parse<WireStart>(text);
        if (!wire)
            throw std::invalid_argument("stream " + std::to_string(line) + ": " + wire.error().faults.front().path +
                                        " " + wire.error().faults.front().message);
        starts.push_back({std::move(wire->target), std::move(wire->start.text)});
    }
    return starts;
}

Measured run_media(const MediaPlan& plan, const std::vector<Watched>& watched) {
    return MediaRun{plan, watched}.run();
}

}  // namespace wib::loadgen

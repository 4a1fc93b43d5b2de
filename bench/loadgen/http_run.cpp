#include "bench/loadgen/http_run.hpp"

#include <sodium.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "bench/loadgen/http_wire.hpp"
#include "bench/loadgen/pace.hpp"

namespace wib::loadgen {

namespace {

using namespace std::chrono_literals;

constexpr Nanos kDrain = 5s;          // for the last answers
constexpr Nanos kLongestWait = 50ms;  // so that the clock is looked at now and then
constexpr auto kSealAgain = 5s;       // in quiet moments
constexpr auto kSealAtLatest = 20s;   // envelopes live 30
constexpr Nanos kQuiet = 200us;       // a pause long enough to seal in
constexpr std::size_t kReadSize = 64 << 10;

Instant wall_clock() {
    return std::chrono::floor<Instant::duration>(std::chrono::system_clock::now());
}

Uuid random_id() {
    std::array<std::uint8_t, 16> octets{};
    ::randombytes_buf(octets.data(), octets.size());
    return uuid_v4(octets);
}

struct Connection {
    Socket socket;
    ReplyReader reader;
    std::optional<Departure> waiting;  // what it was sent and has not answered
    std::size_t request = 0;
};

class HttpRun {
  public:
    HttpRun(const HttpPlan& plan, const std::vector<Watched>& watched)
        : plan_(plan), watched_(watched), end_(plan.warmup + plan.seconds), pace_(pace_of(plan)) {
        for (const auto& request : plan.requests) requests_.emplace_back(request, plan.target.authority());
        if (std::ranges::any_of(requests_, &PreparedRequest::is_sealed) && !plan.envelope_key)
            throw std::invalid_argument("envelopes are to be sealed: give --envelope-key");
        if (plan.once) pace_.at_most(requests_.size());
        for (auto& request : requests_) seal(request);
        connections_.resize(plan.connections);
        for (std::size_t at = 0; at < connections_.size(); ++at) connect(at);
    }

    Measured run() {
        clock_ = Stopwatch{};
        for (;;) {
            auto now = clock_.now();
            if (!measuring_ && now >= plan_.warmup) begin_measuring();
            if (pace_.all_left(now) && waiting_ == 0) break;
            if (now >= end_ + kDrain) break;
            while (const auto departure = pace_.next(now)) {
                send(*departure);
                now = clock_.now();
            }
            for (const auto tag : poller_.wait(pause(clock_.now()))) happened(tag);
        }
        return finish();
    }

  private:
    static Pace pace_of(const HttpPlan& plan) {
        const auto end = plan.warmup + plan.seconds;
        return plan.rate ? Pace::open(*plan.rate, plan.connections, end) : Pace::closed(plan.connections, end);
    }

    [[nodiscard]] bool counts(const Departure& departure) const { return departure.due >= plan_.warmup; }

    void begin_measuring() {
        measuring_ = true;
        before_ = measure(watched_);
        cpu_before_ = own_cpu_s();
        last_answer_ = begun_at_ = clock_.now();
    }

    Nanos pause(Nanos now) {
        auto until = now + kLongestWait;
        if (!measuring_) until = std::min(until, plan_.warmup);
        if (const auto due = pace_.next_due(); due && !pace_.all_left(now)) until = std::min(until, *due);
        if (until - now > kQuiet) seal_in_a_quiet_moment();
        return until - clock_.now();
    }

    void seal(PreparedRequest& request) {
        if (request.is_sealed()) request.seal(*plan_.envelope_key, wall_clock(), random_id());
    }
    // One at a time, so that nothing due has to wait for long.
    void seal_in_a_quiet_moment() {
        auto& request = requests_[next_to_seal_++ % requests_.size()];
        if (request.sealed_at() && wall_clock() - *request.sealed_at() > kSealAgain) seal(request);
    }

    void connect(std::size_t at) {
        connections_[at].socket = Socket{plan_.target};
        connections_[at].reader.clear();
        poller_.add(connections_[at].socket.fd(), at);
    }

    void send(const Departure& departure) {
        auto& connection = connections_[departure.connection];
        connection.request = departure.number % requests_.size();
        auto& request = requests_[connection.request];
        if (request.is_sealed() && (!request.is_safe() || wall_clock() - *request.sealed_at() > kSealAtLatest))
            seal(request);
        if (counts(departure)) {
            ++tally_.sent;
            tally_.late.record(departure.late);
            tally_.bytes_out += request.bytes().size();
        }
        connection.waiting = departure;
        ++waiting_;
        if (!connection.socket.write(request.bytes())) lost(departure.connection, "the connection broke in sending");
    }

    void happened(std::size_t at) {
        auto& connection = connections_[at];
        if (!connection.socket.is_open()) return;
        if (!connection.socket.flush()) return lost(at, "the connection broke in sending");
        for (;;) {
            const auto got = connection.socket.read(connection.reader.in.space(kReadSize), kReadSize);
            if (!got) return;
            if (*got == 0) return lost(at, "the server closed the connection");
            if (measuring_) tally_.bytes_in += *got;
            connection.reader.in.got(*got);
            ReplyReader::Reply reply;
            auto state = connection.reader.next(reply);
            if (state == ReplyReader::State::done) {
                answered(at, reply);
                if (!connection.socket.is_open()) return;
                state = connection.reader.next(reply);
                if (state == ReplyReader::State::done) state = ReplyReader::State::broken;  // nobody asked
            }
            if (state == ReplyReader::State::broken || (!connection.waiting && !connection.reader.in.left().empty()))
                return lost(at, "an answer that is none");
            if (*got < kReadSize) return;
        }
    }

    void answered(std::size_t at, const ReplyReader::Reply& reply) {
        auto& connection = connections_[at];
        if (!connection.waiting) return;
        const auto departure = *std::exchange(connection.waiting, std::nullopt);
        --waiting_;
        const auto now = clock_.now();
        if (counts(departure)) {
            const auto& expected = requests_[connection.request].expect();
            if (const auto kind = unlike(expected, reply.status, reply.body)) {
                tally_.error(*kind, reply.body);
            } else {
                ++tally_.answered;
                tally_.latency.record(now - departure.due);
            }
            last_answer_ = now;
        }
        if (!reply.keep_alive) reopen(at);
        pace_.freed(at, now);
    }

    void lost(std::size_t at, std::string_view why) {
        auto& connection = connections_[at];
        const auto departure = std::exchange(connection.waiting, std::nullopt);
        reopen(at);
        if (!departure) return;
        --waiting_;
        if (counts(*departure)) tally_.error("connection", why);
        pace_.freed(at, clock_.now());
    }

    void reopen(std::size_t at) {
        connections_[at].socket.close();
        ++tally_.reconnects;
        connect(at);
    }

    Measured finish() {
        if (!measuring_) begin_measuring();
        const auto now = clock_.now();
        std::uint64_t never = pace_.waiting(now);
        for (const auto& connection : connections_)
            if (connection.waiting && counts(*connection.waiting)) ++never;
        tally_.never_answered(never);
        const auto ended = never > 0 ? now : std::max(last_answer_, plan_.once ? last_answer_ : end_);
        return {.run = {.mode = plan_.rate ? "open" : "closed",
                        .omission_safe = plan_.rate.has_value(),
                        .target_rate = plan_.rate.value_or(0),
                        .duration = ended - begun_at_,
                        .core = 0,
                        .connections = connections_.size(),
                        .generator_cpu_s = own_cpu_s() - cpu_before_,
                        .first_process = {}},
                .tally = std::move(tally_),
                .before = std::move(before_),
                .after = measure(watched_)};
    }

    const HttpPlan& plan_;
    const std::vector<Watched>& watched_;
    Nanos end_;
    Pace pace_;
    std::vector<PreparedRequest> requests_;
    std::vector<Connection> connections_;
    Poller poller_;
    Stopwatch clock_;
    Tally tally_;
    std::uint64_t waiting_ = 0;
    std::size_t next_to_seal_ = 0;
    bool measuring_ = false;
    std::map<std::string, Usage> before_;
    double cpu_before_ = 0;
    Nanos begun_at_{0};
    Nanos last_answer_{0};
};

}  // namespace

Measured run_http(const HttpPlan& plan, const std::vector<Watched>& watched) {
    return HttpRun{plan, watched}.run();
}

}  // namespace wib::loadgen

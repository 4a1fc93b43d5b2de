#include "origin/media/ear.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/experimental/awaitable_operators.hpp>

namespace wib::media {
namespace {

using namespace boost::asio::experimental::awaitable_operators;
using std::chrono::milliseconds;

/// Nothing is sent in smaller pieces: recognisers refuse them.
constexpr std::size_t kLeastChunk = 50 * record::kSamplesPerMs;
/// A session that lasted this long was a good one: what came after it is a first failure.
constexpr std::chrono::seconds kSteadySession{10};

using ByteTable = std::array<std::byte, 256>;

const ByteTable& alaw_to_mulaw() {
    static const ByteTable table = [] {
        ByteTable made{};
        for (std::size_t code = 0; code < made.size(); ++code)
            made[code] = std::byte{record::encode_sample(record::Codec::pcmu, record::decode_table(record::Codec::pcma)[code])};
        return made;
    }();
    return table;
}

void translate(std::span<std::byte> audio, record::Codec codec) {
    if (codec == record::Codec::pcma)
        for (auto& code : audio) code = alaw_to_mulaw()[std::to_integer<std::size_t>(code)];
}

}  // namespace

Ear::Ear(boost::asio::any_io_executor executor, Track track, Recogniser& recogniser, std::string language, EarSettings settings,
         EarListener& listener, const Clock& clock, Random& random)
    : executor_(executor),
      track_(track),
      recogniser_(recogniser),
      language_(std::move(language)),
      settings_(settings),
      listener_(listener),
      clock_(clock),
      random_(random),
      changed_(executor) {}

void Ear::hear(ByteView audio, record::Codec codec, record::SampleCount position, Instant received_at) {
    if (ended_) return;
    if (deaf_) {
        dropped_ += audio.size();
        return;
    }
    if (session_ && !session_over_ && codec == record::Codec::pcmu) return give(audio, position, received_at);
    Waiting now{.mulaw = Bytes(audio.begin(), audio.end()), .position = position, .received_at = received_at};
    translate(now.mulaw, codec);
    if (session_ && !session_over_) return give(now.mulaw, position, received_at);

    pre_roll_bytes_ += now.mulaw.size();
    pre_roll_.push_back(std::move(now));
    const auto most = static_cast<std::size_t>(settings_.pre_roll.count()) * record::kSamplesPerMs;
    while (pre_roll_bytes_ > most) {
        pre_roll_bytes_ -= pre_roll_.front().mulaw.size();
        dropped_ += pre_roll_.front().mulaw.size();
        pre_roll_.pop_front();
    }
    changed_.notify();
}

void Ear::give(ByteView mulaw, record::SampleCount position, Instant received_at) {
    map_.gave(mulaw.size(), position, received_at);
    chunk_.insert(chunk_.end(), mulaw.begin(), mulaw.end());
    if (chunk_.size() >= static_cast<std::size_t>(settings_.chunk.count()) * record::kSamplesPerMs) hand_over();
}

void Ear::hand_over() {
    session_->hear(chunk_);
    chunk_.clear();
}

void Ear::hand_over_rest() {
    if (chunk_.empty()) return;
    if (chunk_.size() < kLeastChunk) {
        map_.padded(kLeastChunk - chunk_.size());
        chunk_.resize(kLeastChunk, record::silence(record::Codec::pcmu));
    }
    hand_over();
}

void Ear::end() {
    if (ended_) return;
    ended_ = true;
    if (session_ && !session_over_) hand_over_rest();
    changed_.notify();
}

Task<void> Ear::listen() {
    try {
        co_await listen_until_ended();
    } catch (const std::exception&) {
        // Told to stop, or the recogniser's adapter is at fault: neither may cost the call its recording.
        if (session_ && !ended_) tell(HearingState::lost);
    }
    deaf_ = true;
    keep_unfinished();
    session_.reset();
}

Task<void> Ear::listen_until_ended() {
    int failures = 0;
    for (;;) {
        // A vendor's session costs money and ends when nobody speaks for long: none without something to hear.
        while (pre_roll_.empty() && !ended_) co_await changed_.wait();
        if (pre_roll_.empty()) co_return;
        const auto since = clock_.steady();
        if (co_await one_session() != Ending::lost || ended_) co_return;
        failures = clock_.steady() - since > kSteadySession ? 1 : failures + 1;
        co_await pause(failures);
    }
}

Task<void> Ear::pause(int failures) {
    auto longest = settings_.first_pause * (1 << std::min(failures - 1, 10));
    longest = std::min<milliseconds>(longest, settings_.longest_pause);
    const auto until =
        clock_.in(milliseconds{static_cast<std::int64_t>(static_cast<double>(longest.count()) * (0.5 + random_.fraction() / 2))});
    // Audio that arrives meanwhile wakes us too.
    for (bool early = true; early && !ended_;) early = co_await changed_.wait(until);
}

void Ear::tell(HearingState state) {
    if (told_ != state) listener_.hearing(track_, state);
    told_ = state;
}

Task<Ear::Ending> Ear::one_session() {
    auto opened = co_await recogniser_.listen(language_, clock_.in(settings_.open_patience));
    if (!opened) {
        const auto& error = opened.error();
        tell(error.kind == RecogniserError::Kind::not_configured ? HearingState::not_configured : HearingState::lost);
        co_return error.retryable ? Ending::lost : Ending::hopeless;
    }
    tell(told_ ? HearingState::back : HearingState::listening);
    session_ = std::move(*opened);
    session_over_ = false;
    ++sessions_;
    map_ = {};
    for (const auto& audio : pre_roll_) give(audio.mulaw, audio.position, audio.received_at);
    pre_roll_.clear();
    pre_roll_bytes_ = 0;
    if (ended_) hand_over_rest();  // the stream ended while we were connecting: what waited is all there is

    auto how = Ending::ended;
    co_await (take_turns(how) && finish_when_ended());
    keep_unfinished();
    dropped_ += chunk_.size();
    chunk_.clear();
    session_.reset();
    if (how == Ending::ended && !ended_) how = Ending::lost;  // nobody had asked it to end
    if (how != Ending::ended) tell(HearingState::lost);
    co_return how;
}

Task<void> Ear::take_turns(Ending& how) {
    for (;;) {
        auto news = co_await session_->next(clock_.in(std::chrono::minutes{1}));
        if (news && *news) {
            told(std::move(**news));
        } else if (news || news.error().kind != RecogniserError::Kind::late) {
            if (!news) how = news.error().retryable ? Ending::lost : Ending::hopeless;
            break;
        }
    }
    session_over_ = true;
    changed_.notify();
}

Task<void> Ear::finish_when_ended() {
    while (!ended_ && !session_over_) co_await changed_.wait();
    if (!session_over_) co_await session_->finish(clock_.in(settings_.finish_patience));
}

void Ear::on_time_line(Turn& turn) const {
    for (auto& word : turn.words) {
        word.start = map_.on_time_line(word.start);
        word.end = std::max(word.start, map_.on_time_line(word.end));
    }
}

void Ear::told(Turn turn) {
    if (turn.words.empty()) return;
    const auto last_end = turn.words.back().end;
    on_time_line(turn);
    if (turn.ended) {
        unfinished_.reset();
        return listener_.turn(track_, sessions_ - 1, std::move(turn));
    }
    Partial partial{.text = {}, .start = turn.words.front().start, .last_audio_received = map_.received(last_end)};
    for (const auto& word : turn.words) {
        if (!partial.text.empty()) partial.text += ' ';
        partial.text += word.text;
    }
    unfinished_ = std::move(turn);
    listener_.partial(track_, std::move(partial));
}

/// A session that is gone tells nothing more: the final words of its last turn are a turn.
void Ear::keep_unfinished() {
    if (!unfinished_) return;
    auto turn = std::move(*unfinished_);
    unfinished_.reset();
    std::erase_if(turn.words, [](const Word& word) { return !word.is_final; });
    if (turn.words.empty()) return;
    turn.text.clear();
    for (const auto& word : turn.words) {
        if (!turn.text.empty()) turn.text += ' ';
        turn.text += word.text;
    }
    turn.ended = true;
    listener_.turn(track_, sessions_ - 1, std::move(turn));
}

}  // namespace wib::media

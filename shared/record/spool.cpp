#include "shared/record/spool.hpp"

#include <algorithm>
#include <cstring>

#include "shared/core/ensure.hpp"

namespace wib::record {
namespace {

constexpr std::string_view kMagic = "wibspool";
constexpr std::size_t kPrefix = 8;  // size and crc
constexpr std::size_t kLongestBody = kLongestPayload + 64;

enum class Kind : std::uint8_t { header = 1, frame, gap, paused, resumed, checkpoint, end };

/// Appends little-endian fields.
class Put {
  public:
    explicit Put(Bytes& out) : out_(out) {}
    template <class T>
    void number(T value) {
        std::array<std::byte, sizeof(T)> bytes;
        for (std::size_t i = 0; i < sizeof(T); ++i) bytes[i] = static_cast<std::byte>((value >> (8 * i)) & 0xff);
        raw(bytes);
    }
    void kind(Kind value) { number(static_cast<std::uint8_t>(value)); }
    void instant(Instant value) { number(static_cast<std::uint64_t>(unix_micros(value))); }
    void id(const Uuid& value) { raw(std::as_bytes(std::span{value.octets})); }
    void raw(ByteView bytes) { out_.insert(out_.end(), bytes.begin(), bytes.end()); }

  private:
    Bytes& out_;
};

/// Takes little-endian fields; goes bad, and stays bad, when there is less than asked for.
class Take {
  public:
    explicit Take(ByteView from) : left_(from) {}
    template <class T>
    T number() {
        const auto bytes = raw(sizeof(T));
        T value = 0;
        for (std::size_t i = 0; i < bytes.size(); ++i)
            value = static_cast<T>(value | static_cast<T>(std::to_integer<T>(bytes[i]) << (8 * i)));
        return value;
    }
    template <class E>
    E choice(std::uint8_t highest) {
        const auto value = number<std::uint8_t>();
        if (value > highest) bad_ = true;
        return static_cast<E>(value);
    }
    Instant instant() { return from_unix_micros(static_cast<std::int64_t>(number<std::uint64_t>())); }
    template <class Id>
    Id id() {
        Id value;
        const auto bytes = raw(value.value.octets.size());
        for (std::size_t i = 0; i < bytes.size(); ++i) value.value.octets[i] = std::to_integer<std::uint8_t>(bytes[i]);
        return value;
    }
    Digest digest() {
        Digest value{};
        const auto bytes = raw(value.size());
        std::ranges::copy(bytes, value.begin());
        return value;
    }
    ByteView raw(std::size_t size) {
        if (size > left_.size()) {
            bad_ = true;
            return {};
        }
        const auto taken = left_.first(size);
        left_ = left_.subspan(size);
        return taken;
    }
    ByteView rest() { return raw(left_.size()); }
    [[nodiscard]] bool good() const { return !bad_ && left_.empty(); }

  private:
    ByteView left_;
    bool bad_ = false;
};

struct Encode {
    Put put;
    void operator()(const Header& h) {
        put.kind(Kind::header);
        put.number(kSpoolVersion);
        put.id(h.organization.value);
        put.id(h.call.value);
        put.id(h.leg.value);
        put.id(h.recording.value);
        put.number(static_cast<std::uint8_t>(h.codec));
        put.number(kSampleRate);
        put.instant(h.started_at);
    }
    void operator()(const Frame& f) {
        put.kind(Kind::frame);
        put.number(static_cast<std::uint8_t>(f.track));
        put.number(static_cast<std::uint8_t>(f.arrival));
        put.number(f.chunk);
        put.number(f.timestamp_ms);
        put.instant(f.received_at);
        put.raw(f.payload);
    }
    void operator()(const Gap& g) {
        put.kind(Kind::gap);
        put.number(static_cast<std::uint8_t>(g.track));
        put.number(static_cast<std::uint8_t>(g.cause));
        put.number(g.first_chunk);
        put.number(g.missing);
        put.number(g.timestamp_ms);
    }
    void operator()(const Paused& p) {
        put.kind(Kind::paused);
        put.number(p.timestamp_ms);
        put.instant(p.at);
    }
    void operator()(const Resumed& r) {
        put.kind(Kind::resumed);
        put.number(r.timestamp_ms);
        put.instant(r.at);
    }
    void operator()(const Checkpoint& c) {
        put.kind(Kind::checkpoint);
        put.raw(c.head);
        put.number(c.records);
        put.instant(c.at);
    }
    void operator()(const End& e) {
        put.kind(Kind::end);
        put.number(static_cast<std::uint8_t>(e.reason));
        put.number(e.timestamp_ms);
        put.instant(e.at);
        put.raw(e.head);
    }
};

std::optional<Record> header(Take& take) {
    Header h;
    if (take.number<std::uint16_t>() != kSpoolVersion) return std::nullopt;
    h.organization = take.id<OrgId>();
    h.call = take.id<CallId>();
    h.leg = take.id<LegId>();
    h.recording = take.id<RecordingId>();
    const auto codec = take.number<std::uint8_t>();
    if (codec != static_cast<std::uint8_t>(Codec::pcmu) && codec != static_cast<std::uint8_t>(Codec::pcma))
        return std::nullopt;
    h.codec = static_cast<Codec>(codec);
    if (take.number<std::uint32_t>() != kSampleRate) return std::nullopt;
    h.started_at = take.instant();
    return h;
}

Record frame(Take& take) {
    Frame f;
    f.track = take.choice<Track>(1);
    f.arrival = take.choice<Arrival>(1);
    f.chunk = take.number<std::uint32_t>();
    f.timestamp_ms = take.number<std::uint32_t>();
    f.received_at = take.instant();
    f.payload = take.rest();
    return f;
}

Record gap(Take& take) {
    Gap g;
    g.track = take.choice<Track>(1);
    g.cause = take.choice<GapCause>(1);
    g.first_chunk = take.number<std::uint32_t>();
    g.missing = take.number<std::uint32_t>();
    g.timestamp_ms = take.number<std::uint32_t>();
    return g;
}

template <class P>
Record pause(Take& take) {
    P p;
    p.timestamp_ms = take.number<std::uint32_t>();
    p.at = take.instant();
    return p;
}

Record checkpoint(Take& take) {
    Checkpoint c;
    c.head = take.digest();
    c.records = take.number<std::uint64_t>();
    c.at = take.instant();
    return c;
}

Record end(Take& take) {
    End e;
    e.reason = take.choice<EndReason>(3);
    e.timestamp_ms = take.number<std::uint32_t>();
    e.at = take.instant();
    e.head = take.digest();
    return e;
}

std::optional<Record> decode(ByteView body) {
    Take take{body};
    std::optional<Record> record;
    switch (static_cast<Kind>(take.number<std::uint8_t>())) {
        case Kind::header:
            record = header(take);
            break;
        case Kind::frame:
            record = frame(take);
            break;
        case Kind::gap:
            record = gap(take);
            break;
        case Kind::paused:
            record = pause<Paused>(take);
            break;
        case Kind::resumed:
            record = pause<Resumed>(take);
            break;
        case Kind::checkpoint:
            record = checkpoint(take);
            break;
        case Kind::end:
            record = end(take);
            break;
    }
    if (!take.good()) return std::nullopt;
    return record;
}

std::uint32_t u32_at(ByteView bytes, std::size_t at) {
    return Take{bytes.subspan(at, 4)}.number<std::uint32_t>();
}

std::uint32_t crc_of(ByteView size, ByteView body) {
    return crc32c(body, crc32c(size));
}

}  // namespace

SpoolWriter::SpoolWriter(const Header& header, Bytes& out) : checkpoint_at_(header.started_at) {
    const auto from = out.size();
    Put{out}.raw(as_bytes(kMagic));
    chain_.add(ByteView{out}.subspan(from));
    write(header, out);
}

void SpoolWriter::write(const Record& record, Bytes& out) {
    const auto from = out.size();
    out.resize(from + kPrefix);
    std::visit(Encode{Put{out}}, record);
    const auto size = static_cast<std::uint32_t>(out.size() - from - kPrefix);
    ensure(size <= kLongestBody, "a spool record is bounded");
    for (std::size_t i = 0; i < 4; ++i) out[from + i] = static_cast<std::byte>((size >> (8 * i)) & 0xff);
    const auto written = ByteView{out}.subspan(from);
    const auto crc = crc_of(written.first(4), written.subspan(kPrefix));
    for (std::size_t i = 0; i < 4; ++i) out[from + 4 + i] = static_cast<std::byte>((crc >> (8 * i)) & 0xff);
    chain_.add(ByteView{out}.subspan(from));
    ++records_;
}

void SpoolWriter::checkpoint_if_due(Instant at, Bytes& out) {
    if (at < checkpoint_at_ + kCheckpointEvery) return;
    checkpoint_at_ = at;
    write(Checkpoint{.head = chain_.seal(), .records = records_, .at = at}, out);
}

void SpoolWriter::append(const Frame& frame, Bytes& out) {
    checkpoint_if_due(frame.received_at, out);
    write(frame, out);
}

void SpoolWriter::append(const Gap& gap, Bytes& out) {
    write(gap, out);
}

void SpoolWriter::append(const Paused& paused, Bytes& out) {
    checkpoint_if_due(paused.at, out);
    write(paused, out);
}

void SpoolWriter::append(const Resumed& resumed, Bytes& out) {
    checkpoint_if_due(resumed.at, out);
    write(resumed, out);
}

void SpoolWriter::end(EndReason reason, std::uint32_t timestamp_ms, Instant at, Bytes& out) {
    write(End{.reason = reason, .timestamp_ms = timestamp_ms, .at = at, .head = chain_.seal()}, out);
}

void SpoolReader::feed(ByteView bytes) {
    buffer_.erase(buffer_.begin(), buffer_.begin() + static_cast<std::ptrdiff_t>(at_));
    at_ = 0;
    buffer_.insert(buffer_.end(), bytes.begin(), bytes.end());
}

std::optional<Record> SpoolReader::stop(SpoolFault fault) {
    fault_ = fault;
    return std::nullopt;
}

void SpoolReader::advance(std::size_t bytes) {
    chain_.add(ByteView{buffer_}.subspan(at_, bytes));
    at_ += bytes;
    valid_bytes_ += bytes;
}

std::optional<Record> SpoolReader::next() {
    if (fault_ != SpoolFault::none) return std::nullopt;
    auto left = ByteView{buffer_}.subspan(at_);
    if (!magic_seen_) {
        const auto seen = std::min(left.size(), kMagic.size());
        if (as_text(left.first(seen)) != kMagic.substr(0, seen)) return stop(SpoolFault::not_a_spool);
        if (left.size() < kMagic.size()) return std::nullopt;
        magic_seen_ = true;
        advance(kMagic.size());
        left = left.subspan(kMagic.size());
    }
    if (left.empty()) return std::nullopt;
    if (ended_) return stop(SpoolFault::record_after_end);
    if (left.size() < kPrefix) return std::nullopt;
    const auto size = u32_at(left, 0);
    if (size == 0 || size > kLongestBody) return stop(SpoolFault::damaged_record);
    if (left.size() < kPrefix + size) return std::nullopt;
    const auto body = left.subspan(kPrefix, size);
    if (u32_at(left, 4) != crc_of(left.first(4), body)) return stop(SpoolFault::damaged_record);
    auto record = decode(body);
    if (!record || std::holds_alternative<Header>(*record) == header_seen_)
        return stop(header_seen_ ? SpoolFault::damaged_record : SpoolFault::not_a_spool);

    if (const auto* first = std::get_if<Header>(&*record)) {
        header_seen_ = true;
        checkpoint_at_ = first->started_at;
    } else if (const auto* point = std::get_if<Checkpoint>(&*record)) {
        if (point->head != chain_.peek() || point->records != records_) return stop(SpoolFault::broken_chain);
        chain_.seal();
        checkpoint_at_ = point->at;
    } else if (const auto* last = std::get_if<End>(&*record)) {
        if (last->head != chain_.peek()) return stop(SpoolFault::broken_chain);
        chain_.seal();
        ended_ = true;
    }
    advance(kPrefix + size);
    ++records_;
    return record;
}

}  // namespace wib::record

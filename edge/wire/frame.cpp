#include "edge/wire/frame.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

#include "shared/core/ensure.hpp"

namespace wib::edge::wire {
namespace {

using Fields = std::vector<std::string_view>;

template <class Number>
void put_number(std::string& out, Number value) {
    std::array<char, sizeof value> bytes;
    for (std::size_t byte = 0; byte < sizeof value; ++byte)
        bytes[byte] = static_cast<char>((static_cast<std::uint64_t>(value) >> (8 * byte)) & 0xff);
    out.append(bytes.data(), bytes.size());
}

std::uint32_t take_number(ByteView& bytes, std::size_t size) {
    std::uint32_t value = 0;
    for (std::size_t byte = 0; byte < size; ++byte) value |= std::to_integer<std::uint32_t>(bytes[byte]) << (8 * byte);
    bytes = bytes.subspan(size);
    return value;
}

bool is_known(std::uint8_t kind) {
    return (kind >= 1 && kind <= 4) || kind == 16 || kind == 17 || (kind >= 32 && kind <= 48) ||
           (kind >= 64 && kind <= 66);
}

// Everything a frame's fields say is read through here, in order: a field that is missing or no number is noted once.
class FieldReader {
  public:
    explicit FieldReader(const Fields& fields) : fields_(fields) {}

    std::string_view text() {
        if (at_ >= fields_.size()) {
            ok_ = false;
            return {};
        }
        return fields_[at_++];
    }
    std::int64_t number(std::int64_t min = 0, std::int64_t max = std::numeric_limits<std::int64_t>::max()) {
        const auto digits = text();
        std::int64_t value = 0;
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
        if (error != std::errc{} || end != digits.data() + digits.size() || value < min || value > max) ok_ = false;
        return ok_ ? value : min;
    }
    api::Headers headers() {
        api::Headers headers;
        if ((fields_.size() - at_) % 2 != 0) ok_ = false;
        headers.reserve((fields_.size() - at_) / 2);
        while (ok_ && at_ < fields_.size()) {
            const auto name = text();
            headers.add(std::string{name}, std::string{text()});
        }
        return headers;
    }
    [[nodiscard]] bool all_read() const { return ok_ && at_ == fields_.size(); }

  private:
    const Fields& fields_;
    std::size_t at_ = 0;
    bool ok_ = true;
};

constexpr std::int64_t kMaxMillis = std::int64_t{1} << 40;
constexpr std::int64_t kMaxMicros = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t kMaxSize = std::int64_t{1} << 31;
constexpr std::int64_t kMaxAmount = 1'000'000;
constexpr std::size_t kSignatureSize = 64;

Duration millis(std::int64_t count) {
    return std::chrono::milliseconds{count};
}
std::string print(Duration duration) {
    return std::to_string(std::chrono::ceil<std::chrono::milliseconds>(duration).count());
}
std::string print(Instant at) {
    return std::to_string(unix_micros(at));
}

void add(Fields& fields, const api::Headers& headers) {
    fields.reserve(fields.size() + 2 * headers.size());
    for (const auto& [name, value] : headers) {
        fields.push_back(name);
        fields.push_back(value);
    }
}

constexpr std::string_view kPayloads[] = {"none", "gathered", "streamed"};

struct Encoder {
    std::string& out;

    void operator()(const Log& e) const { put_frame(out, Kind::log, {e.line}, {}); }
    void operator()(const Count& e) const { put_frame(out, Kind::count, {e.what, e.route, e.result}, {}); }
    void operator()(const ReadBody& e) const {
        put_frame(out, Kind::read_body, {std::to_string(e.limit), print(e.patience)}, {});
    }
    void operator()(const KvGet& e) const { put_frame(out, Kind::kv_get, {e.key}, {}); }
    void operator()(const KvPut& e) const {
        put_frame(out, Kind::kv_put, {e.key, std::to_string(e.life.count())}, e.value);
    }
    void operator()(const KvDelete& e) const { put_frame(out, Kind::kv_delete, {e.key}, {}); }
    void operator()(const Limit& e) const { put_frame(out, Kind::limit, {e.key}, {}); }
    void operator()(const Persist& e) const {
        put_frame(out, Kind::persist, {e.key, kPayloads[static_cast<std::size_t>(e.payload)]}, e.bytes);
    }
    void operator()(const Retrieve& e) const { put_frame(out, Kind::retrieve, {e.key}, {}); }
    void operator()(const Remove& e) const { put_frame(out, Kind::remove, {e.key}, {}); }
    void operator()(const ListKept& e) const {
        put_frame(out, Kind::list_kept, {e.prefix, std::to_string(e.limit), e.after}, {});
    }
    void operator()(const Enqueue& e) const { put_frame(out, Kind::enqueue, {e.queue}, e.message); }
    void operator()(const Purge& e) const { put_frame(out, Kind::purge, {e.path}, {}); }
    void operator()(const AskOrigin& e) const { put_exchange(Kind::ask_origin, e); }
    void operator()(const FetchVendor& e) const { put_exchange(Kind::fetch_vendor, e); }
    void operator()(const ReadAsset& e) const {
        put_frame(out, Kind::read_asset, {e.path, print(e.patience), std::to_string(e.limit)}, {});
    }
    void operator()(const VerifyEd25519& e) const {
        put_frame(out, Kind::verify_ed25519, {e.key}, e.signature + e.message);
    }
    void operator()(const VerifyRs256& e) const {
        put_frame(out, Kind::verify_rs256, {e.modulus, e.exponent, std::to_string(e.signature.size())},
                  e.signature + e.message);
    }
    void operator()(const Spend& e) const {
        put_frame(out, Kind::spend,
                  {e.key, std::to_string(e.label), std::to_string(e.amount), std::to_string(e.life.count())}, {});
    }
    void operator()(const Respond& e) const {
        const auto status = std::to_string(e.status);
        Fields fields{status, e.from == BodyFrom::passed ? "passed" : "own"};
        add(fields, e.headers);
        put_frame(out, Kind::respond, fields, e.body);
    }
    void operator()(const ForwardToOrigin& e) const {
        const auto patience = print(e.patience);
        const auto limit = std::to_string(e.limit);
        Fields fields{e.method, e.target, patience, kPayloads[static_cast<std::size_t>(e.payload)], limit};
        add(fields, e.headers);
        put_frame(out, Kind::forward_to_origin, fields, e.context);
    }
    void operator()(const ServeAsset& e) const {
        Fields fields{e.method, e.path};
        add(fields, e.headers);
        put_frame(out, Kind::serve_asset, fields, e.context);
    }

    template <class Exchange>
    void put_exchange(Kind kind, const Exchange& e) const {
        const auto patience = print(e.patience);
        const auto limit = std::to_string(e.limit);
        Fields fields{e.method, e.target, patience, limit};
        add(fields, e.headers);
        put_frame(out, kind, fields, e.body);
    }
};

std::optional<Payload> parse_payload(std::string_view text) {
    if (text == "none") return Payload::none;
    if (text == "gathered") return Payload::gathered;
    if (text == "streamed") return Payload::streamed;
    return std::nullopt;
}

template <class Exchange>
Exchange read_exchange(FieldReader& in, std::string body) {
    Exchange e;
    e.method = in.text();
    e.target = in.text();
    e.patience = millis(in.number(0, kMaxMillis));
    e.limit = static_cast<std::size_t>(in.number(0, kMaxSize));
    e.headers = in.headers();
    e.body = std::move(body);
    return e;
}

std::optional<Effect> read_effect(Kind kind, FieldReader& in, std::string body) {
    const auto text = [&] { return std::string{in.text()}; };
    switch (kind) {
        case Kind::log:
            return Log{text()};
        case Kind::count: {
            Count e;
            e.what = in.text();
            e.route = in.text();
            e.result = in.text();
            return e;
        }
        case Kind::read_body: {
            ReadBody e;
            e.limit = static_cast<std::size_t>(in.number(0, kMaxSize));
            e.patience = millis(in.number(0, kMaxMillis));
            return e;
        }
        case Kind::kv_get:
            return KvGet{text()};
        case Kind::kv_put: {
            KvPut e;
            e.key = in.text();
            e.life = std::chrono::seconds{in.number(0, kMaxSize)};
            e.value = std::move(body);
            return e;
        }
        case Kind::kv_delete:
            return KvDelete{text()};
        case Kind::limit:
            return Limit{text()};
        case Kind::persist: {
            Persist e;
            e.key = in.text();
            const auto payload = parse_payload(in.text());
            if (!payload) return std::nullopt;
            e.payload = *payload;
            e.bytes = std::move(body);
            return e;
        }
        case Kind::retrieve:
            return Retrieve{text()};
        case Kind::remove:
            return Remove{text()};
        case Kind::list_kept: {
            ListKept e;
            e.prefix = in.text();
            e.limit = static_cast<std::size_t>(in.number(0, kMaxSize));
            e.after = in.text();
            return e;
        }
        case Kind::enqueue:
            return Enqueue{text(), std::move(body)};
        case Kind::purge:
            return Purge{text()};
        case Kind::ask_origin:
            return read_exchange<AskOrigin>(in, std::move(body));
        case Kind::fetch_vendor:
            return read_exchange<FetchVendor>(in, std::move(body));
        case Kind::read_asset: {
            ReadAsset e;
            e.path = in.text();
            e.patience = millis(in.number(0, kMaxMillis));
            e.limit = static_cast<std::size_t>(in.number(0, kMaxSize));
            return e;
        }
        case Kind::verify_ed25519: {
            if (body.size() < kSignatureSize) return std::nullopt;
            VerifyEd25519 e;
            e.key = in.text();
            e.signature = body.substr(0, kSignatureSize);
            e.message = body.substr(kSignatureSize);
            return e;
        }
        case Kind::verify_rs256: {
            VerifyRs256 e;
            e.modulus = in.text();
            e.exponent = in.text();
            const auto size = static_cast<std::size_t>(in.number(0, kMaxSize));
            if (size > body.size()) return std::nullopt;
            e.signature = body.substr(0, size);
            e.message = body.substr(size);
            return e;
        }
        case Kind::spend: {
            Spend e;
            e.key = in.text();
            e.label = in.number();
            e.amount = static_cast<int>(in.number(-kMaxAmount, kMaxAmount));
            e.life = std::chrono::seconds{in.number(0, kMaxSize)};
            return e;
        }
        case Kind::respond: {
            Respond e;
            e.status = static_cast<int>(in.number(0, 999));
            const auto from = in.text();
            if (from != "own" && from != "passed") return std::nullopt;
            e.from = from == "passed" ? BodyFrom::passed : BodyFrom::own;
            e.headers = in.headers();
            e.body = std::move(body);
            return e;
        }
        case Kind::forward_to_origin: {
            ForwardToOrigin e;
            e.method = in.text();
            e.target = in.text();
            e.patience = millis(in.number(0, kMaxMillis));
            const auto payload = parse_payload(in.text());
            if (!payload) return std::nullopt;
            e.payload = *payload;
            e.limit = static_cast<std::size_t>(in.number(0, kMaxSize));
            e.headers = in.headers();
            e.context = std::move(body);
            return e;
        }
        case Kind::serve_asset: {
            ServeAsset e;
            e.method = in.text();
            e.path = in.text();
            e.headers = in.headers();
            e.context = std::move(body);
            return e;
        }
        case Kind::event:
        case Kind::outcome:
        case Kind::settings:
        case Kind::context:
            return std::nullopt;
    }
    return std::nullopt;
}

// The one frame of this kind that `bytes` must be.
Result<Frame, WireError> sole_frame(ByteView bytes, Kind kind) {
    auto frame = take_frame(bytes);
    if (!frame) return frame;
    if (frame->kind != kind) return unexpected(WireError::unknown_kind);
    if (!bytes.empty()) return unexpected(WireError::bad_fields);
    return frame;
}

constexpr auto kEndings = static_cast<std::int64_t>(Ending::unavailable);

}  // namespace

Result<Frame, WireError> take_frame(ByteView& bytes) {
    if (bytes.size() < kHeadSize) return unexpected(WireError::truncated);
    auto rest = bytes;
    if (take_number(rest, 1) != kVersion) return unexpected(WireError::unknown_version);
    const auto kind = static_cast<std::uint8_t>(take_number(rest, 1));
    if (!is_known(kind)) return unexpected(WireError::unknown_kind);
    const std::size_t count = take_number(rest, 2);
    const std::size_t text_size = take_number(rest, 4);
    const std::size_t body_size = take_number(rest, 4);
    if (text_size > kMaxFrame || body_size > kMaxFrame) return unexpected(WireError::too_large);
    if (rest.size() < text_size + body_size) return unexpected(WireError::truncated);

    Frame frame{.kind = static_cast<Kind>(kind)};
    frame.fields.reserve(std::min(count, text_size));
    auto text = as_text(rest.first(text_size));
    while (!text.empty()) {
        const auto end = text.find('\0');
        if (end == std::string_view::npos) return unexpected(WireError::bad_fields);
        frame.fields.push_back(text.substr(0, end));
        text.remove_prefix(end + 1);
    }
    if (frame.fields.size() != count) return unexpected(WireError::bad_fields);
    frame.body = as_text(rest.subspan(text_size, body_size));
    bytes = rest.subspan(text_size + body_size);
    return frame;
}

void put_frame(std::string& out, Kind kind, const Fields& fields, std::string_view body) {
    std::size_t text_size = 0;
    for (const auto field : fields) {
        ensure(field.find('\0') == std::string_view::npos, "no field of a frame holds a NUL");
        text_size += field.size() + 1;
    }
    ensure(fields.size() <= 0xffff && text_size <= kMaxFrame && body.size() <= kMaxFrame,
           "a frame stays below its limit");
    out.reserve(out.size() + kHeadSize + text_size + body.size());
    put_number(out, kVersion);
    put_number(out, static_cast<std::uint8_t>(kind));
    put_number(out, static_cast<std::uint16_t>(fields.size()));
    put_number(out, static_cast<std::uint32_t>(text_size));
    put_number(out, static_cast<std::uint32_t>(body.size()));
    for (const auto field : fields) {
        out += field;
        out += '\0';
    }
    out += body;
}

Result<Event, WireError> decode_event(ByteView bytes) {
    const auto frame = sole_frame(bytes, Kind::event);
    if (!frame) return unexpected(frame.error());
    FieldReader in{frame->fields};
    Event event;
    event.now = from_unix_micros(in.number(0, kMaxMicros));
    event.method = in.text();
    event.scheme = in.text();
    event.host = in.text();
    event.target = in.text();
    event.has_body = in.number(0, 1) == 1;
    event.headers = in.headers();
    if (!in.all_read() || frame->body.size() != event.random.size()) return unexpected(WireError::bad_fields);
    std::ranges::copy(frame->body, event.random.begin());
    return event;
}

Result<Outcome, WireError> decode_outcome(ByteView bytes) {
    const auto frame = sole_frame(bytes, Kind::outcome);
    if (!frame) return unexpected(frame.error());
    FieldReader in{frame->fields};
    Outcome outcome;
    outcome.ending = static_cast<Ending>(in.number(0, kEndings));
    outcome.now = from_unix_micros(in.number(0, kMaxMicros));
    outcome.status = static_cast<int>(in.number(0, 999));
    outcome.headers = in.headers();
    if (!in.all_read()) return unexpected(WireError::bad_fields);
    outcome.body = frame->body;
    return outcome;
}

Result<Finish, WireError> decode_finish(ByteView bytes) {
    const auto context = take_frame(bytes);
    if (!context) return unexpected(context.error());
    if (context->kind != Kind::context || !context->fields.empty()) return unexpected(WireError::bad_fields);
    auto head = decode_outcome(bytes);
    if (!head) return unexpected(head.error());
    return Finish{context->body, std::move(*head)};
}

Result<std::vector<std::pair<std::string, std::string>>, WireError> decode_settings(ByteView bytes) {
    const auto frame = sole_frame(bytes, Kind::settings);
    if (!frame) return unexpected(frame.error());
    if (frame->fields.size() % 2 != 0) return unexpected(WireError::bad_fields);
    std::vector<std::pair<std::string, std::string>> settings;
    for (std::size_t i = 0; i < frame->fields.size(); i += 2)
        settings.emplace_back(frame->fields[i], frame->fields[i + 1]);
    return settings;
}

Result<Turn, WireError> decode_turn(ByteView bytes) {
    Turn turn;
    while (!bytes.empty()) {
        const auto frame = take_frame(bytes);
        if (!frame) return unexpected(frame.error());
        FieldReader in{frame->fields};
        auto effect = read_effect(frame->kind, in, std::string{frame->body});
        if (!effect || !in.all_read()) return unexpected(WireError::bad_fields);
        turn.push_back(std::move(*effect));
    }
    return turn;
}

std::string encode(const Event& event) {
    const auto now = print(event.now);
    Fields fields{now, event.method, event.scheme, event.host, event.target, event.has_body ? "1" : "0"};
    add(fields, event.headers);
    std::string out;
    put_frame(out, Kind::event, fields, {reinterpret_cast<const char*>(event.random.data()), event.random.size()});
    return out;
}

std::string encode(const Outcome& outcome) {
    const auto ending = std::to_string(static_cast<int>(outcome.ending));
    const auto now = print(outcome.now);
    const auto status = std::to_string(outcome.status);
    Fields fields{ending, now, status};
    add(fields, outcome.headers);
    std::string out;
    put_frame(out, Kind::outcome, fields, outcome.body);
    return out;
}

std::string encode_settings(const std::vector<std::pair<std::string, std::string>>& settings) {
    Fields fields;
    for (const auto& [name, value] : settings) {
        fields.push_back(name);
        fields.push_back(value);
    }
    std::string out;
    put_frame(out, Kind::settings, fields, {});
    return out;
}

std::string encode_finish(std::string_view context, const Outcome& head) {
    std::string out;
    put_frame(out, Kind::context, {}, context);
    return out + encode(head);
}

std::string encode(const Turn& turn) {
    std::string out;
    for (const auto& effect : turn) std::visit(Encoder{out}, effect);
    return out;
}

}  // namespace wib::edge::wire

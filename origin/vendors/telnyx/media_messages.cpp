#include "origin/vendors/telnyx/media_messages.hpp"

#include <simdjson.h>

#include <charconv>
#include <cstring>
#include <limits>
#include <optional>

#include "shared/codec/base64.hpp"
#include "shared/codec/reflect.hpp"

namespace wib::telnyx {
namespace {

using media::NotUnderstood;
using media::StreamNews;
using simdjson::dom::object;
using Element = simdjson::simdjson_result<simdjson::dom::element>;

constexpr std::size_t kLongestMessage = std::size_t{64} * 1024;
/// parse(…, realloc_if_needed): the buffer brings its padding.
constexpr bool kPadded = false;

using Read = Result<StreamNews, NotUnderstood>;

std::optional<std::string_view> text(const Element& value) {
    std::string_view found;
    if (value.get(found) != simdjson::SUCCESS) return std::nullopt;
    return found;
}

/// A decimal string, as documented, or a plain number.
std::optional<std::uint32_t> number(const Element& value) {
    std::uint64_t plain = 0;
    if (value.get(plain) == simdjson::SUCCESS) {
        if (plain > std::numeric_limits<std::uint32_t>::max()) return std::nullopt;
        return static_cast<std::uint32_t>(plain);
    }
    const auto digits = text(value);
    if (!digits) return std::nullopt;
    std::uint32_t parsed = 0;
    const auto [end, error] = std::from_chars(digits->data(), digits->data() + digits->size(), parsed);
    if (error != std::errc{} || end != digits->data() + digits->size()) return std::nullopt;
    return parsed;
}

class MediaDialect final : public media::StreamDialect {
  public:
    Read read(std::string_view message, Instant received_at) override {
        if (message.size() > kLongestMessage) return unexpected(NotUnderstood::too_long);
        // simdjson reads past the end of what it is given, up to its padding.
        padded_.resize(message.size() + simdjson::SIMDJSON_PADDING);
        std::memcpy(padded_.data(), message.data(), message.size());
        std::memset(padded_.data() + message.size(), 0, simdjson::SIMDJSON_PADDING);

        // The whole-document interface: it picks the machine's vector instructions when it starts, and has checked all of the
        // message before it answers (the lazy one is bound to the compiler's target and touches broken documents).
        object body;
        if (parser_.parse(padded_.data(), message.size(), kPadded).get(body) != simdjson::SUCCESS)
            return unexpected(NotUnderstood::not_json);
        const auto event = text(body["event"]);
        if (!event) return unexpected(NotUnderstood::missing_field);
        if (*event == "media") return frame(body, received_at);
        if (*event == "start") return start(body);
        if (*event == "stop") return StreamNews{media::StreamEnded{}};
        if (*event == "mark") return mark(body);
        if (*event == "dtmf") return digit(body);
        if (*event == "error") return complaint(body);
        return StreamNews{media::Unremarkable{}};  // "connected", and what Telnyx may yet invent
    }

    std::string play(ByteView audio) const override {
        constexpr std::string_view kBefore = R"({"event":"media","media":{"payload":")", kAfter = R"("}})";
        const auto payload = codec::base64(audio);
        std::string out;
        out.reserve(kBefore.size() + payload.size() + kAfter.size());
        return std::move(out.append(kBefore).append(payload).append(kAfter));
    }
    std::string mark(std::string_view name) const override {
        std::string out = R"({"event":"mark","mark":{"name":)";
        codec::write_string(out, name);
        return out + "}}";
    }
    std::string clear() const override { return R"({"event":"clear"})"; }

  private:
    Read frame(const object& body, Instant received_at) {
        object fields;
        if (body["media"].get(fields) != simdjson::SUCCESS)
            return unexpected(NotUnderstood::missing_field);
        media::FrameCame came;
        const auto track = text(fields["track"]);
        if (!track) return unexpected(NotUnderstood::missing_field);
        if (*track == "inbound")
            came.frame.track = record::Track::consumer;
        else if (*track == "outbound")
            came.frame.track = record::Track::heard;
        else
            return unexpected(NotUnderstood::missing_field);
        const auto chunk = number(fields["chunk"]);
        const auto timestamp = number(fields["timestamp"]);
        if (!chunk || !timestamp) return unexpected(NotUnderstood::bad_number);
        const auto payload = text(fields["payload"]);
        if (!payload) return unexpected(NotUnderstood::missing_field);
        auto audio = codec::parse_base64(*payload);
        if (!audio || audio->empty()) return unexpected(NotUnderstood::bad_audio);
        if (audio->size() > record::kLongestPayload) return unexpected(NotUnderstood::too_long);

        audio_ = std::move(*audio);
        came.frame.chunk = *chunk;
        came.frame.timestamp_ms = *timestamp;
        came.frame.received_at = received_at;
        came.frame.payload = audio_;
        return StreamNews{came};
    }

    static Read start(const object& body) {
        object fields;
        if (body["start"].get(fields) != simdjson::SUCCESS)
            return unexpected(NotUnderstood::missing_field);
        media::StreamBegun begun;
        const auto control_id = text(fields["call_control_id"]);
        if (!control_id) return unexpected(NotUnderstood::missing_field);
        begun.control_id = *control_id;
        object format;
        if (fields["media_format"].get(format) != simdjson::SUCCESS)
            return unexpected(NotUnderstood::missing_field);
        const auto encoding = text(format["encoding"]);
        const auto rate = number(format["sample_rate"]);
        if (!encoding || !rate) return unexpected(NotUnderstood::missing_field);
        if (*rate != record::kSampleRate) return unexpected(NotUnderstood::unsupported_codec);
        if (*encoding == "PCMU")
            begun.codec = record::Codec::pcmu;
        else if (*encoding == "PCMA")
            begun.codec = record::Codec::pcma;
        else
            return unexpected(NotUnderstood::unsupported_codec);
        return StreamNews{std::move(begun)};
    }

    static Read mark(const object& body) {
        object fields;
        if (body["mark"].get(fields) != simdjson::SUCCESS) return unexpected(NotUnderstood::missing_field);
        const auto name = text(fields["name"]);
        if (!name) return unexpected(NotUnderstood::missing_field);
        return StreamNews{media::MarkReached{.name = std::string{*name}}};
    }

    static Read digit(const object& body) {
        object fields;
        if (body["dtmf"].get(fields) != simdjson::SUCCESS) return unexpected(NotUnderstood::missing_field);
        const auto pressed = text(fields["digit"]);
        if (!pressed || pressed->size() != 1) return unexpected(NotUnderstood::missing_field);
        return StreamNews{media::DigitPressed{.digit = pressed->front()}};
    }

    static Read complaint(const object& body) {
        object fields;
        if (body["payload"].get(fields) != simdjson::SUCCESS)
            return unexpected(NotUnderstood::missing_field);
        media::CarrierComplained complained{};
        if (fields["code"].get(complained.code) != simdjson::SUCCESS) complained.code = 0;
        complained.title = text(fields["title"]).value_or("");
        return StreamNews{std::move(complained)};
    }

    simdjson::dom::parser parser_;
    std::string padded_;
    Bytes audio_;
};

}  // namespace

std::unique_ptr<media::StreamDialect> open_media_dialect() {
    return std::make_unique<MediaDialect>();
}

}  // namespace wib::telnyx

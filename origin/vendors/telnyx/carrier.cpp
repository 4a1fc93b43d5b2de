#include "origin/vendors/telnyx/carrier.hpp"

#include <vector>

#include "shared/codec/reflect.hpp"
#include "shared/codec/url.hpp"

namespace wib::telnyx {

namespace {

using voice::CarrierError;
using Kind = CarrierError::Kind;

// Bodies, in Telnyx' words (vendors/wire: POST /calls and its actions). Fields that are absent are not sent.

struct DialBody {
    std::string connection_id, to, from;
    std::string client_state, command_id;
    std::int64_t timeout_secs, time_limit_secs;
    codec::Field<std::string> link_to, webhook_url;
    codec::Field<std::string> stream_url, stream_track, stream_codec, stream_bidirectional_mode,
        stream_bidirectional_codec, stream_auth_token;
};
BOOST_DESCRIBE_STRUCT(DialBody, (),
                      (connection_id, to, from, client_state, command_id, timeout_secs, time_limit_secs, link_to,
                       webhook_url, stream_url, stream_track, stream_codec, stream_bidirectional_mode,
                       stream_bidirectional_codec, stream_auth_token))

struct StreamBody {
    std::string command_id;
    std::string stream_url, stream_track, stream_codec, stream_bidirectional_mode, stream_bidirectional_codec,
        stream_auth_token;
};
BOOST_DESCRIBE_STRUCT(StreamBody, (),
                      (command_id, stream_url, stream_track, stream_codec, stream_bidirectional_mode,
                       stream_bidirectional_codec, stream_auth_token))

struct HangUpBody {
    std::string command_id;
};
BOOST_DESCRIBE_STRUCT(HangUpBody, (), (command_id))

struct BridgeBody {
    std::string command_id, call_control_id;
};
BOOST_DESCRIBE_STRUCT(BridgeBody, (), (command_id, call_control_id))

struct SpeakBody {
    std::string command_id, payload, payload_type, voice, language;
};
BOOST_DESCRIBE_STRUCT(SpeakBody, (), (command_id, payload, payload_type, voice, language))

// Answers.

struct DialedData {
    std::string call_control_id, call_leg_id, call_session_id;
};
BOOST_DESCRIBE_STRUCT(DialedData, (), (call_control_id, call_leg_id, call_session_id))
struct DialAnswer {
    DialedData data;
};
BOOST_DESCRIBE_STRUCT(DialAnswer, (), (data))

struct Error {
    std::string code;
    std::optional<std::string> title;
};
BOOST_DESCRIBE_STRUCT(Error, (), (code, title))
struct Errors {
    std::vector<Error> errors;
};
BOOST_DESCRIBE_STRUCT(Errors, (), (errors))

constexpr codec::Reading kTheirs{.unknown = codec::Unknown::ignored};
const std::string kTrack = "both_tracks";
const std::string kCodec = "PCMU";     // whatever the call itself speaks, we record and transcribe G.711
const std::string kRawFrames = "rtp";  // the default would be whole MP3 files, one a second
const std::string kVoice = "Telnyx.KokoroTTS.af";

/// The token travels in the address as well: how Telnyx presents stream_auth_token on the handshake is not documented.
std::string stream_address(const voice::StreamRequest& stream) {
    return stream.url + (stream.url.contains('?') ? "&" : "?") + "token=" + codec::percent_encode(stream.token);
}

CarrierError read_failure(const http::ClientError& error) {
    using Of = http::ClientError::Kind;
    switch (error.kind) {
        case Of::late:
            return {Kind::timed_out, true, error.detail};
        case Of::unreachable:
        case Of::untrusted:
        case Of::broken:
        case Of::busy:
            return {Kind::unreachable, true, error.detail};
        // Telnyx said something we cannot read: it may well have done as it was told.
        case Of::too_large:
        case Of::garbled:
            return {Kind::timed_out, true, error.detail};
        case Of::bad_url:
            return {Kind::not_configured, false, error.detail};
    }
    return {Kind::unreachable, true, error.detail};
}

}  // namespace

CarrierError read_refusal(int status, std::string_view body) {
    std::string code, detail = std::to_string(status);
    if (const auto errors = codec::parse<Errors>(body, kTheirs); errors && !errors->errors.empty()) {
        code = errors->errors.front().code;
        detail += " " + code + " " + errors->errors.front().title.value_or("");
    }
    const bool channel_limit = code == "90041" || code == "90042" || code == "90043";
    if (status == 429 || channel_limit) return {Kind::rate_limited, true, detail};
    if (status == 402) return {Kind::payment_required, false, detail};
    if (status == 408) return {Kind::timed_out, true, detail};
    if (status >= 500) return {Kind::unreachable, true, detail};
    // 90018: the call has ended; 90015 and 404: Telnyx does not know it, or no longer.
    if (code == "90018" || code == "90015" || status == 404) return {Kind::call_ended, false, detail};
    // 90034: not answered yet. Our command overtook the event that allows it.
    if (code == "90034") return {Kind::refused, true, detail};
    return {Kind::refused, false, detail};
}

Carrier::Carrier(Config config, Send send) : config_(std::move(config)), send_(std::move(send)) {}

Task<Result<std::string, CarrierError>> Carrier::post(std::string path, std::string body, Deadline deadline) {
    if (config_.api_key.empty() || config_.connection_id.empty())
        co_return unexpected(CarrierError{Kind::not_configured, false, "no key or connection id"});
    http::ClientRequest request{.method = "POST", .url = config_.base_url + path, .body = std::move(body)};
    request.headers.add("Authorization", "Bearer " + config_.api_key.reveal());
    request.headers.add("Content-Type", "application/json");
    request.headers.add("Accept", "application/json");
    request.resend = http::Resend::once_if_broken;  // the command id makes the second one harmless
    const auto answer = co_await send_(std::move(request), deadline);
    if (!answer) co_return unexpected(read_failure(answer.error()));
    if (answer->status < 200 || answer->status > 299) co_return unexpected(read_refusal(answer->status, answer->body));
    co_return answer->body;
}

Task<Result<void, CarrierError>> Carrier::act(std::string control_id, std::string action, std::string body,
                                              Deadline deadline) {
    const auto answer =
        co_await post("/calls/" + codec::percent_encode(control_id) + "/actions/" + action, std::move(body), deadline);
    if (!answer) co_return unexpected(answer.error());
    co_return Result<void, CarrierError>{};
}

Task<Result<voice::Dialed, CarrierError>> Carrier::dial(voice::DialCommand command, Deadline deadline) {
    DialBody body{.connection_id = config_.connection_id,
                  .to = command.to,
                  .from = command.from,
                  .client_state = command.client_state,
                  .command_id = to_string(command.command),
                  .timeout_secs = command.ring_for.count(),
                  .time_limit_secs = command.longest.count()};
    if (!command.link_to.empty()) body.link_to = command.link_to;
    if (!config_.webhook_url.empty()) body.webhook_url = config_.webhook_url;
    if (command.stream) {
        body.stream_url = stream_address(*command.stream);
        body.stream_auth_token = command.stream->token;
        body.stream_track = kTrack;
        body.stream_codec = kCodec;
        body.stream_bidirectional_mode = kRawFrames;
        body.stream_bidirectional_codec = kCodec;
    }
    const auto answer = co_await post("/calls", codec::print(body), deadline);
    if (!answer) co_return unexpected(answer.error());
    auto dialed = codec::parse<DialAnswer>(*answer, kTheirs);
    // Taken, but under which name we cannot tell: the webhook that carries our client state will.
    if (!dialed) co_return unexpected(CarrierError{Kind::timed_out, true, "an answer without a call_control_id"});
    co_return voice::Dialed{.control_id = std::move(dialed->data.call_control_id),
                            .session_id = std::move(dialed->data.call_session_id),
                            .leg_id = std::move(dialed->data.call_leg_id)};
}

Task<Result<void, CarrierError>> Carrier::hang_up(CommandId command, std::string control_id, Deadline deadline) {
    co_return co_await act(std::move(control_id), "hangup", codec::print(HangUpBody{to_string(command)}), deadline);
}

Task<Result<void, CarrierError>> Carrier::bridge(CommandId command, std::string control_id, std::string with_control_id,
                                                 Deadline deadline) {
    co_return co_await act(std::move(control_id), "bridge",
                           codec::print(BridgeBody{to_string(command), std::move(with_control_id)}), deadline);
}

Task<Result<void, CarrierError>> Carrier::speak(CommandId command, std::string control_id, std::string text,
                                                Deadline deadline) {
    const SpeakBody body{.command_id = to_string(command),
                         .payload = std::move(text),
                         .payload_type = "text",
                         .voice = kVoice,
                         .language = "en-US"};
    co_return co_await act(std::move(control_id), "speak", codec::print(body), deadline);
}

Task<Result<void, CarrierError>> Carrier::start_stream(CommandId command, std::string control_id,
                                                       voice::StreamRequest stream, Deadline deadline) {
    const StreamBody body{.command_id = to_string(command),
                          .stream_url = stream_address(stream),
                          .stream_track = kTrack,
                          .stream_codec = kCodec,
                          .stream_bidirectional_mode = kRawFrames,
                          .stream_bidirectional_codec = kCodec,
                          .stream_auth_token = stream.token};
    co_return co_await act(std::move(control_id), "streaming_start", codec::print(body), deadline);
}

}  // namespace wib::telnyx

#include "origin/vendors/assemblyai/batch_messages.hpp"

#include <algorithm>
#include <boost/describe.hpp>
#include <charconv>

#include "shared/codec/reflect.hpp"
#include "shared/webhooks/assemblyai.hpp"

namespace wib::assemblyai {
namespace {

using std::chrono::milliseconds;
using transcripts::BatchError;
using transcripts::BatchReport;
using transcripts::Heard;

// Bodies, in AssemblyAI's words (api spec of 2026-03-23: TranscriptParams, Transcript, TranscriptList, UploadedFile).

struct JobOfLanguage {
    std::string audio_url;
    std::vector<std::string> speech_models;
    std::string language_code;
    bool multichannel = true;
};
BOOST_DESCRIBE_STRUCT(JobOfLanguage, (), (audio_url, speech_models, language_code, multichannel))

struct JobOfAnyLanguage {
    std::string audio_url;
    std::vector<std::string> speech_models;
    bool language_detection = true;
    bool multichannel = true;
};
BOOST_DESCRIBE_STRUCT(JobOfAnyLanguage, (), (audio_url, speech_models, language_detection, multichannel))

struct ToldWhere {
    std::string webhook_url, webhook_auth_header_name, webhook_auth_header_value;
};
BOOST_DESCRIBE_STRUCT(ToldWhere, (), (webhook_url, webhook_auth_header_name, webhook_auth_header_value))

struct Uploaded {
    codec::Text<1, 2000> upload_url;
};
BOOST_DESCRIBE_STRUCT(Uploaded, (), (upload_url))

struct Begun {
    codec::Text<1, 200> id;
};
BOOST_DESCRIBE_STRUCT(Begun, (), (id))

struct WireWord {
    std::string text;
    std::int64_t start;
    std::int64_t end;
    double confidence;
};
BOOST_DESCRIBE_STRUCT(WireWord, (), (text, start, end, confidence))

struct WireUtterance {
    std::optional<std::string> channel;
    std::string text;
    std::int64_t start;
    std::int64_t end;
    double confidence;
    std::vector<WireWord> words;
};
BOOST_DESCRIBE_STRUCT(WireUtterance, (), (channel, text, start, end, confidence, words))

struct WireJob {
    std::string id;
    std::string status;
    std::optional<std::string> error;
    std::optional<std::string> speech_model_used;
    std::optional<std::string> language_code;
    std::optional<std::vector<WireUtterance>> utterances;
};
BOOST_DESCRIBE_STRUCT(WireJob, (), (id, status, error, speech_model_used, language_code, utterances))

struct WireEntry {
    codec::Text<1, 200> id;
    std::string status;
    std::string audio_url;
};
BOOST_DESCRIBE_STRUCT(WireEntry, (), (id, status, audio_url))

struct WireList {
    std::vector<WireEntry> transcripts;
};
BOOST_DESCRIBE_STRUCT(WireList, (), (transcripts))

struct WireError {
    std::optional<std::string> error;
};
BOOST_DESCRIBE_STRUCT(WireError, (), (error))

/// Newer members are the vendor's right; ten hours of words stay below the size.
constexpr codec::Reading kTheirs{.unknown = codec::Unknown::ignored, .max_bytes = std::size_t{64} << 20};

/// No sound they take is longer (ten hours); a stamp beyond is nonsense that must not reach anybody's arithmetic.
constexpr std::int64_t kLongestMs = 24 * 3600 * std::int64_t{1000};

milliseconds placed(std::int64_t ms, std::int64_t from = 0) {
    return milliseconds{std::clamp(ms, from, kLongestMs)};
}

// "1", "2" …; a job of one channel names none.
int channel_of(const std::optional<std::string>& text) {
    int channel = 1;
    if (text) std::from_chars(text->data(), text->data() + text->size(), channel);
    return std::clamp(channel, 1, 32);
}

Heard heard_of(WireUtterance&& wire) {
    Heard heard{.channel = channel_of(wire.channel),
                .text = std::move(wire.text),
                .start = placed(wire.start),
                .end = placed(wire.end, std::clamp<std::int64_t>(wire.start, 0, kLongestMs)),
                .confidence = std::clamp(wire.confidence, 0.0, 1.0),
                .words = {}};
    heard.words.reserve(wire.words.size());
    for (auto& word : wire.words)
        heard.words.push_back({.text = std::move(word.text),
                               .start = placed(word.start),
                               .end = placed(word.end, std::clamp<std::int64_t>(word.start, 0, kLongestMs)),
                               .confidence = std::clamp(word.confidence, 0.0, 1.0)});
    return heard;
}

}  // namespace

std::string job_request(const BatchOrder& order, std::string_view audio_url) {
    auto body =
        order.language.empty()
            ? codec::print(JobOfAnyLanguage{.audio_url = std::string{audio_url}, .speech_models = order.models})
            : codec::print(JobOfLanguage{
                  .audio_url = std::string{audio_url}, .speech_models = order.models, .language_code = order.language});
    if (order.webhook_url.empty() || order.webhook_secret.empty()) return body;
    const auto told = codec::print(ToldWhere{.webhook_url = order.webhook_url,
                                             .webhook_auth_header_name = std::string{webhooks::kAssemblyAiSecretHeader},
                                             .webhook_auth_header_value = order.webhook_secret.reveal()});
    body.back() = ',';
    body.append(told, 1);
    return body;
}

std::optional<std::string> read_upload(std::string_view body) {
    auto wire = codec::parse<Uploaded>(body, kTheirs);
    if (!wire) return std::nullopt;
    return wire->upload_url.value();
}

std::optional<std::string> read_job_id(std::string_view body) {
    auto wire = codec::parse<Begun>(body, kTheirs);
    if (!wire) return std::nullopt;
    return wire->id.value();
}

std::optional<BatchReport> read_job(std::string_view body) {
    auto wire = codec::parse<WireJob>(body, kTheirs);
    if (!wire) return std::nullopt;
    using Progress = BatchReport::Progress;
    if (wire->status == "queued" || wire->status == "processing") return BatchReport{};
    if (wire->status == "error")
        return BatchReport{.progress = Progress::failed, .failure = wire->error.value_or("without a reason")};
    if (wire->status != "completed") return std::nullopt;
    BatchReport report{.progress = Progress::completed,
                       .model = wire->speech_model_used.value_or("unnamed"),
                       .language = wire->language_code.value_or("")};
    if (wire->utterances)
        for (auto& utterance : *wire->utterances) report.heard.push_back(heard_of(std::move(utterance)));
    return report;
}

std::optional<std::string> read_job_of(std::string_view body, std::string_view audio_url) {
    const auto wire = codec::parse<WireList>(body, kTheirs);
    if (!wire) return std::nullopt;
    for (const auto& entry : wire->transcripts)
        if (entry.audio_url == audio_url && entry.status != "error") return entry.id.value();
    return std::string{};
}

BatchError read_batch_refusal(const api::Response& answer) {
    const auto said = codec::parse<WireError>(answer.body, kTheirs);
    auto detail = std::to_string(answer.status) + " " + (said ? said->error.value_or("") : "").substr(0, 300);
    if (answer.status == 429) {
        const auto text = answer.headers.get("retry-after");
        int seconds = 0;
        const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), seconds);
        BatchError error{BatchError::Kind::rate_limited, true, std::move(detail)};
        if (!text.empty() && fault == std::errc{} && end == text.data() + text.size() && seconds >= 0)
            error.wait = std::chrono::seconds{std::min(seconds, 3600)};
        return error;
    }
    if (answer.status >= 500 || answer.status == 408) return {BatchError::Kind::unreachable, true, std::move(detail)};
    return {BatchError::Kind::refused, false, std::move(detail)};
}

}  // namespace wib::assemblyai

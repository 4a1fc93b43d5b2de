#include "origin/vendors/assemblyai/streaming_messages.hpp"

#include <algorithm>
#include <boost/describe.hpp>

#include "shared/codec/reflect.hpp"
#include "shared/codec/url.hpp"

namespace wib::assemblyai {
namespace {

using media::RecogniserError;
using Kind = RecogniserError::Kind;

struct TypeOnly {
    std::string type;
};
BOOST_DESCRIBE_STRUCT(TypeOnly, (), (type))

struct WireWord {
    std::int64_t start;
    std::int64_t end;
    std::string text;
    double confidence;
    bool word_is_final;
};
BOOST_DESCRIBE_STRUCT(WireWord, (), (start, end, text, confidence, word_is_final))

struct WireTurn {
    std::int32_t turn_order;
    std::optional<bool> turn_is_formatted;
    bool end_of_turn;
    std::string transcript;
    std::vector<WireWord> words;
};
BOOST_DESCRIBE_STRUCT(WireTurn, (), (turn_order, turn_is_formatted, end_of_turn, transcript, words))

struct WireError {
    std::optional<std::int32_t> error_code;
    std::optional<std::string> error;
};
BOOST_DESCRIBE_STRUCT(WireError, (), (error_code, error))

/// Newer members are the vendor's right.
constexpr codec::Reading kVendor{.unknown = codec::Unknown::ignored};

/// Day and account limits pass; a wrong key or an empty account does not.
struct CodeMeaning {
    Kind kind;
    bool retryable;
};

CodeMeaning meaning_of(std::int32_t code, std::string_view reason) {
    switch (code) {
        case 1000: return {Kind::closed, true};
        case 1008:
            // Authorisation, or (as the concurrency page has it) too many sessions at once: only the words tell.
            if (reason.find("session") != std::string_view::npos || reason.find("concurren") != std::string_view::npos)
                return {Kind::refused, true};
            return {Kind::refused, false};
        case 4000:  // bad sample rate
        case 4001:  // not authorised
        case 4002:  // insufficient funds
        case 4003:  // paid only
        case 4004:  // not found
            return {Kind::refused, false};
        default: return {Kind::closed, true};
    }
}

/// Streams end long before; a stamp beyond it is nonsense that must not reach anybody's arithmetic.
constexpr std::int64_t kLongestStreamMs = 24 * 3600 * std::int64_t{1000};

std::optional<media::Turn> turn(std::string_view text, bool formatted) {
    auto wire = codec::parse<WireTurn>(text, kVendor);
    if (!wire) return std::nullopt;
    media::Turn turn{.order = wire->turn_order,
                     .text = std::move(wire->transcript),
                     .words = {},
                     .ended = wire->end_of_turn && (!formatted || wire->turn_is_formatted.value_or(true))};
    turn.words.reserve(wire->words.size());
    for (auto& word : wire->words) {
        const auto start = std::clamp<std::int64_t>(word.start, 0, kLongestStreamMs);
        turn.words.push_back({.text = std::move(word.text),
                              .start = std::chrono::milliseconds{start},
                              .end = std::chrono::milliseconds{std::clamp(word.end, start, kLongestStreamMs)},
                              .confidence = std::clamp(word.confidence, 0.0, 1.0),
                              .is_final = word.word_is_final});
    }
    return turn;
}

}  // namespace

std::optional<Said> read_message(std::string_view text, bool formatted) {
    const auto head = codec::parse<TypeOnly>(text, kVendor);
    if (!head) return std::nullopt;
    if (head->type == "Turn") {
        auto said = turn(text, formatted);
        if (!said) return std::nullopt;
        return Said{std::move(*said)};
    }
    if (head->type == "Begin") return Said{Began{}};
    if (head->type == "Termination") return Said{SessionOver{}};
    if (head->type == "Error") {
        const auto error = codec::parse<WireError>(text, kVendor);
        const auto code = error ? error->error_code.value_or(3005) : 3005;
        const auto reason = error ? error->error.value_or("") : "";
        const auto meaning = meaning_of(code, reason);
        return Said{Failed{{meaning.kind, meaning.retryable, std::to_string(code) + " " + reason}}};
    }
    return Said{Beside{}};
}

RecogniserError meaning_of_close(std::uint16_t code, std::string_view reason) {
    const auto meaning = meaning_of(code, reason);
    return {meaning.kind, meaning.retryable, std::to_string(code) + " " + std::string{reason}};
}

RecogniserError meaning_of_status(int status, std::string_view detail) {
    const bool passes = status == 408 || status == 429 || status >= 500;
    return {Kind::refused, passes, std::to_string(status) + " " + std::string{detail}};
}

std::string session_url(std::string_view base, const StreamingQuery& query) {
    const bool english = query.language.empty() || query.language == "en" || query.language.starts_with("en-");
    // The English model hears nothing else; its sibling hears the languages the product speaks.
    const bool needs_sibling = query.speech_model == "universal-streaming-english" && !english;
    const std::string_view model = needs_sibling ? "universal-streaming-multilingual" : std::string_view{query.speech_model};
    std::string url{base};
    url += url.find('?') == std::string::npos ? '?' : '&';
    url += "sample_rate=8000&encoding=pcm_mulaw&format_turns=true&speech_model=";
    url += codec::percent_encode(model);
    return url;
}

}  // namespace wib::assemblyai

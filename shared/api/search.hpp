#pragma once
#include <array>
#include <boost/describe.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/api/transcripts.hpp"
#include "shared/codec/about.hpp"
#include "shared/codec/reflect.hpp"
#include "shared/codec/text.hpp"
#include "shared/codec/whole.hpp"
#include "shared/core/strong_id.hpp"
#include "shared/core/time.hpp"

/// Question and reply of /api/search: what was said, found by its words.
namespace wib::api {

enum class SearchType { transcript };
BOOST_DESCRIBE_ENUM(SearchType, transcript)

/// The two sides of a call.
enum class SearchSpeaker { agent, consumer };
BOOST_DESCRIBE_ENUM(SearchSpeaker, agent, consumer)

/// Where a page of results ended: when its last call began, in microseconds, and which utterance of which version it
/// was. To callers one opaque word.
class SearchCursor {
  public:
    SearchCursor(Instant call_at, TranscriptVersionId version, std::int32_t utterance)
        : call_at_(call_at), version_(version), utterance_(utterance) {}
    [[nodiscard]] static std::optional<SearchCursor> parse(std::string_view text);
    [[nodiscard]] static constexpr std::string_view expects() { return "must be a next_cursor of an earlier answer"; }
    [[nodiscard]] static constexpr std::string_view pattern() {
        return "^[0-9]{1,16}\\.[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\\.[0-9]{1,9}$";
    }
    [[nodiscard]] Instant call_at() const { return call_at_; }
    [[nodiscard]] TranscriptVersionId version() const { return version_; }
    [[nodiscard]] std::int32_t utterance() const { return utterance_; }
    bool operator==(const SearchCursor&) const = default;

  private:
    Instant call_at_;
    TranscriptVersionId version_;
    std::int32_t utterance_;
};
[[nodiscard]] std::string to_string(const SearchCursor& cursor);

inline constexpr std::int32_t kSearchPageSize = 25;
inline constexpr std::int32_t kLargestSearchPage = 100;

/// GET /api/search
struct SearchQuery {
    codec::Text<1, 200> q;
    std::optional<SearchType> type;
    std::optional<SearchSpeaker> speaker;
    std::optional<Instant> from;
    std::optional<Instant> to;
    std::optional<bool> superseded;
    std::optional<SearchCursor> cursor;
    codec::Whole<1, kLargestSearchPage, kSearchPageSize, codec::Above::cut> limit;

    static constexpr std::array about{
        codec::About{"q",
                     "Words that one utterance holds, in any of their forms and whatever their accents; \"words in "
                     "quotes\" stand "
                     "as they are and together, -word excludes, or chooses"},
        codec::About{"type", "What to look in; transcripts are all there is yet", codec::kNames<SearchType>},
        codec::About{"speaker", "Whose words", codec::kNames<SearchSpeaker>},
        codec::About{"from", "Calls that began then or later"},
        codec::About{"to", "Calls that began earlier"},
        codec::About{"superseded", "Whether versions count whose place a newer one took"},
        codec::About{"cursor", "The next_cursor of the page before"}};
};
BOOST_DESCRIBE_STRUCT(SearchQuery, (), (q, type, speaker, from, to, superseded, cursor, limit))

/// A call as far as one needs it to know which it was.
struct FoundCall {
    CallId id;
    std::string direction;
    std::string from_number;
    std::string to_number;
    std::optional<UserId> user_id;
    std::optional<std::string> user_name;
    std::optional<Instant> started_at;
    Instant created_at;

    static constexpr std::array about{codec::About{"from_number", "E.164; empty when the caller hid it"},
                                      codec::About{"user_name", "The person whose call it is"}};
};
BOOST_DESCRIBE_STRUCT(FoundCall, (),
                      (id, direction, from_number, to_number, user_id, user_name, started_at, created_at))

struct FoundPart {
    std::string text;
    bool hit;
    bool operator==(const FoundPart&) const = default;
};
BOOST_DESCRIBE_STRUCT(FoundPart, (), (text, hit))

struct FoundUtterance {
    FoundCall call;
    RecordingId recording_id;
    TranscriptVersionId version_id;
    std::int32_t version;
    bool is_authoritative;
    bool is_current;
    std::optional<std::string> produced_by_model;
    std::int32_t utterance_index;
    std::string speaker;
    std::string language;
    std::int64_t start_ms;
    std::int64_t end_ms;
    std::vector<FoundPart> parts;

    static constexpr std::array about{
        codec::About{"is_current", "Whether no newer version took this one's place"},
        codec::About{"utterance_index", "Which of its version's utterances, from 0"},
        codec::About{"speaker", "agent or consumer, by the channel; unknown where nobody can tell"},
        codec::About{"language", "Whose word forms were looked for; empty: the words as they stand"},
        codec::About{"start_ms", "From the beginning of the recording"},
        codec::About{"parts",
                     "What was said, one after another; `hit` where a word answers the query. A long utterance is cut "
                     "around its first hit, with … where something is left out"}};
};
BOOST_DESCRIBE_STRUCT(FoundUtterance, (),
                      (call, recording_id, version_id, version, is_authoritative, is_current, produced_by_model,
                       utterance_index, speaker, language, start_ms, end_ms, parts))

struct SearchReply {
    bool success;
    std::vector<FoundUtterance> results;
    std::optional<SearchCursor> next_cursor;

    static constexpr std::array about{
        codec::About{"results", "The newest call first, and in a call as it was spoken"},
        codec::About{"next_cursor", "Ask with it for what comes next; null: that was all"}};
};
BOOST_DESCRIBE_STRUCT(SearchReply, (), (success, results, next_cursor))

}  // namespace wib::api

#include "origin/transcripts/search.hpp"

#include <boost/describe.hpp>
#include <iterator>
#include <utility>

#include "generated/sql/transcripts.hpp"
#include "origin/http/tenant.hpp"
#include "origin/transcripts/hits.hpp"
#include "shared/codec/reflect.hpp"
#include "shared/codec/text.hpp"

namespace wib::transcripts {
namespace {

/// What the audit log keeps of a search: how it was asked and what came of it. Not the words: they are as likely as not
/// somebody's name or number, and stand there for ever.
struct Searched {
    std::string type;
    std::int64_t characters;
    std::optional<api::SearchSpeaker> speaker;
    std::optional<Instant> from;
    std::optional<Instant> to;
    bool superseded;
    bool first_page;
    std::int64_t results;
};
BOOST_DESCRIBE_STRUCT(Searched, (), (type, characters, speaker, from, to, superseded, first_page, results))

std::optional<std::string> name_of(std::optional<api::SearchSpeaker> speaker) {
    if (!speaker) return std::nullopt;
    return std::string{codec::enum_name(*speaker)};
}

api::FoundUtterance read_found(const db::Row& row) {
    return {.call = {.id = row["call_id"].as<CallId>(),
                     .direction = row["direction"].as<std::string>(),
                     .from_number = std::string{row["from_number"].text()},
                     .to_number = std::string{row["to_number"].text()},
                     .user_id = row["user_id"].maybe<UserId>(),
                     .user_name = row["user_name"].maybe<std::string>(),
                     .started_at = row["started_at"].maybe<Instant>(),
                     .created_at = row["created_at"].as<Instant>()},
            .recording_id = row["recording_id"].as<RecordingId>(),
            .version_id = row["version_id"].as<api::TranscriptVersionId>(),
            .version = row["version"].as<std::int32_t>(),
            .is_authoritative = row["is_authoritative"].as<bool>(),
            .is_current = row["is_current"].as<bool>(),
            .produced_by_model = row["produced_by_model"].maybe<std::string>(),
            .utterance_index = row["utterance_index"].as<std::int32_t>(),
            .speaker = row["speaker"].as<std::string>(),
            .language = row["language"].as<std::string>(),
            .start_ms = row["start_ms"].as<std::int64_t>(),
            .end_ms = row["end_ms"].as<std::int64_t>(),
            .parts = parts_of(row["content"].text(), row["marked"].text())};
}

}  // namespace

Task<http::Answer<api::Search>> search(http::Ask<api::Search>& ask, db::TenantTx& tx) {
    const auto& query = ask.query;
    if (query.from && query.to && *query.to <= *query.from)
        co_return unexpected(api::invalid("to", "must be later than from"));
    const auto& after = query.cursor;
    const auto limit = query.limit.value();
    // One more than is shown tells whether there is more.
    const auto rows =
        co_await tx.exec(sql::search_transcripts, query.q.value(), name_of(query.speaker), query.from, query.to,
                         query.superseded.value_or(false), after ? std::optional{after->call_at()} : std::nullopt,
                         after ? std::optional{after->version()} : std::nullopt,
                         after ? std::optional{after->utterance()} : std::nullopt, limit + 1);
    if (!rows.front()["names_words"].as<bool>())
        co_return unexpected(api::invalid("q", "must name a word to look for"));

    api::SearchReply reply{.success = true, .results = {}, .next_cursor = {}};
    for (const auto row : rows) {
        if (row["call_id"].is_null()) break;
        if (std::cmp_equal(reply.results.size(), limit)) {
            const auto& last = reply.results.back();
            reply.next_cursor = api::SearchCursor{last.call.created_at, last.version_id, last.utterance_index};
            break;
        }
        reply.results.push_back(read_found(row));
    }
    auto entry = http::audit_of(ask.request, "transcript:searched", "transcript", std::nullopt);
    entry.new_value =
        codec::print(Searched{.type = "transcript",
                              .characters = static_cast<std::int64_t>(codec::count_characters(query.q.value())),
                              .speaker = query.speaker,
                              .from = query.from,
                              .to = query.to,
                              .superseded = query.superseded.value_or(false),
                              .first_page = !after.has_value(),
                              .results = std::ssize(reply.results)});
    tx.audit(entry);
    co_return reply;
}

}  // namespace wib::transcripts

#include "origin/live/live_routes.hpp"

#include <boost/asio/this_coro.hpp>
#include <set>

#include "generated/sql/live.hpp"
#include "origin/live/server_sent.hpp"
#include "shared/api/endpoints/live.hpp"

namespace wib::live {
namespace {

using namespace std::chrono_literals;

constexpr auto kLookUp = 5s;                       // patience for one question to the database inside a stream
constexpr int kReplayPage = 500;                   // rows of the past a question brings
constexpr std::size_t kMostBetweenLooks = 20'000;  // events told without a database to compare them with

struct Stream {
    LiveRoutes* live;
    db::Tenant tenant;
    std::optional<CallId> call;
    std::optional<std::int64_t> after;  // replay what came later than this
    std::int64_t begins;                // without a replay: everything up to here is the past
    EventBus::Subscription subscription;
};

std::optional<std::int64_t> last_event_id(const http::RequestContext& request) {
    return parse_event_id(request.headers.get("last-event-id"));
}

// Sends what the database has after `stream.after`; returns the highest sequence sent.
// Commits of one organisation may reach this process's listeners a moment out of order, so a replay begins a few
// seconds before the last event seen; browsers merge by sequence.
Task<std::int64_t> replay(const Stream& stream, http::BodyWriter& out) {
    std::int64_t last = *stream.after;
    for (bool first = true;; first = false) {
        auto tx = co_await stream.live->database.begin(stream.tenant, stream.live->clock.in(kLookUp));
        const auto rows = co_await tx->exec(sql::list_events_after, stream.call, last, first, kReplayPage);
        co_await tx->commit();
        std::string page;
        for (const auto row : rows) {
            last = std::max(last, row["seq"].as<std::int64_t>());
            page += frame(row["event_type"].text(), row["event_data"].text(), row["seq"].as<std::int64_t>());
        }
        if (!page.empty()) co_await out.write(page);
        if (rows.size() < kReplayPage) co_return last;
    }
}

// What a stream has told: everything up to `floor`, and these beyond it.
struct Told {
    std::int64_t floor;
    std::set<std::int64_t> beyond{};

    /// Whether this is news; it counts as told from now on.
    bool is_news(std::int64_t sequence) { return sequence > floor && beyond.insert(sequence).second; }
};

// Tells what was committed and never told, because the answer to its commit was lost on the way or the process that
// made it died. Sequences are drawn in the order of commits: whatever is below one that can be read is there to be read
// too. False when the session is no longer welcome.
Task<bool> catch_up(const Stream& stream, Told& told, http::BodyWriter& out) {
    for (;;) {
        db::Rows rows;
        try {
            auto tx = co_await stream.live->database.begin(stream.tenant, stream.live->clock.in(kLookUp));
            rows = co_await tx->exec(sql::list_events_after, stream.call, told.floor, false, kReplayPage);
            co_await tx->commit();
        } catch (const db::RefusedError&) {
            co_return false;
        } catch (const db::UnavailableError&) {
            co_return true;  // which says nothing about the session; asked again at the next heartbeat
        }
        std::string page;
        for (const auto row : rows) {
            const auto sequence = row["seq"].as<std::int64_t>();
            if (!told.beyond.contains(sequence))
                page += frame(row["event_type"].text(), row["event_data"].text(), sequence);
            told.floor = sequence;
        }
        told.beyond.erase(told.beyond.begin(), told.beyond.upper_bound(told.floor));
        if (!page.empty()) co_await out.write(page);
        if (rows.size() < kReplayPage) co_return true;
    }
}

Task<void> pump(std::shared_ptr<Stream> stream, http::BodyWriter& out) {
    co_await out.write(frame("hello", "{\"now\":\"" + to_rfc3339(stream->live->clock.now()) + "\"}", std::nullopt));
    Told told{.floor = stream->begins};
    if (stream->after) told.floor = co_await replay(*stream, out);
    auto& listener = stream->subscription.listener();
    auto next_heartbeat = stream->live->clock.in(stream->live->heartbeat);
    for (;;) {
        const auto event = co_await listener.next(next_heartbeat);
        if (event) {
            if ((*event)->sequence && !told.is_news(*(*event)->sequence)) continue;
            co_await out.write(frame((*event)->kind, (*event)->data, (*event)->sequence));
            if (told.beyond.size() > kMostBetweenLooks) co_return;
            continue;
        }
        if (event.error() == Listener::End::cut || !co_await catch_up(*stream, told, out)) co_return;
        if (event.error() == Listener::End::doubted) continue;
        co_await out.write(heartbeat());
        next_heartbeat = stream->live->clock.in(stream->live->heartbeat);
    }
}

http::Reply stream_of(std::shared_ptr<Stream> stream) {
    http::Reply reply;
    reply.headers = {{"content-type", "text/event-stream"}, {"cache-control", "no-store"}, {"x-accel-buffering", "no"}};
    reply.body = http::BodyStream{[stream = std::move(stream)](http::BodyWriter& out) { return pump(stream, out); }};
    return reply;
}

Task<http::RawAnswer> open_stream(LiveRoutes& live, http::RequestContext& request, std::optional<CallId> call,
                                  std::optional<std::int64_t> after, std::int64_t begins) {
    const Topic topic{.organization = *request.principal.organization, .call = call, .actor = request.principal.actor};
    auto subscription = live.bus.subscribe(topic, co_await boost::asio::this_coro::executor);
    if (!subscription) co_return unexpected(api::Problem{.code = api::Code::capacity});
    co_return stream_of(std::make_shared<Stream>(Stream{// shared: the reply's function must be copyable
                                                        .live = &live,
                                                        .tenant = http::tenant_of(request),
                                                        .call = call,
                                                        .after = after,
                                                        .begins = begins,
                                                        .subscription = std::move(*subscription)}));
}

Task<http::RawAnswer> call_events(LiveRoutes& live, http::Ask<api::CallEvents>& ask) {
    auto& request = ask.request;
    auto tx = co_await live.database.begin(http::tenant_of(request), request.deadline);
    const auto found = co_await tx->exec(sql::find_call_of_tenant, ask.path.id);
    co_await tx->commit();
    if (found.empty()) co_return unexpected(api::Problem{.code = api::Code::not_found});
    co_return co_await open_stream(live, request, ask.path.id, last_event_id(request).value_or(0), 0);
}

Task<http::RawAnswer> all_events(LiveRoutes& live, http::Ask<api::Live>& ask) {
    auto& request = ask.request;
    // The transaction is what refuses a revoked session before the first byte.
    auto tx = co_await live.database.begin(http::tenant_of(request), request.deadline);
    const auto rows = co_await tx->exec(sql::find_last_event);
    co_await tx->commit();
    co_return co_await open_stream(live, request, std::nullopt, last_event_id(request),
                                   rows.front()["seq"].as<std::int64_t>());
}

}  // namespace

void add_endpoints(http::Endpoints& endpoints, LiveRoutes& live) {
    endpoints.on<api::CallEvents>(call_events, live);
    endpoints.on<api::Live>(all_events, live);
}

}  // namespace wib::live

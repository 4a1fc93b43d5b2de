#include "origin/supervision/supervision_routes.hpp"

#include <boost/asio/this_coro.hpp>

#include "generated/sql/supervision.hpp"
#include "shared/api/endpoints/monitors.hpp"
#include "shared/codec/header.hpp"

namespace wib::supervision {
namespace {

using http::Answer;
using http::Ask;

api::Problem no_such_call() {
    return {.code = api::Code::not_found, .message = "There is no such call.", .details = {}, .extra = {}};
}
api::Problem nothing_to_hear() {
    return {.code = api::Code::call_not_active,
            .message = "The call has no sound now: it is not answered yet, or over.",
            .details = {},
            .extra = {}};
}

/// A key acts for itself; whose it is says its row.
std::optional<ApiKeyId> key_of(const Principal& principal) {
    if (principal.kind != ActorKind::api_key || !principal.actor) return std::nullopt;
    return ApiKeyId{*principal.actor};
}

Task<Answer<api::MonitorCall>> monitor_call(ListenParts& parts, Ask<api::MonitorCall>& ask) {
    auto& request = ask.request;
    const auto& who = request.principal;
    if (ask.body.mode != api::MonitorMode::listen) {
        if (!may(who.role, "call_coaching:execute"))
            co_return unexpected(api::Problem{.code = api::Code::forbidden,
                                              .extra = {{"required_permission", "call_coaching:execute"}}});
        co_return unexpected(api::Problem{.code = api::Code::not_served,
                                          .message = "Whispering and barging in are not available yet; listening is."});
    }
    auto tx = co_await parts.database.begin(http::tenant_of(request), request.deadline);
    const auto mode = codec::enum_name(ask.body.mode);
    const auto rows = co_await tx->exec(sql::insert_monitor, ask.path.id, who.user, key_of(who), who.actor, mode);
    if (rows.empty()) co_return unexpected(no_such_call());
    const auto row = rows.front();
    if (row["is_over"].as<bool>() || !parts.broadcasts.find(ask.path.id)) co_return unexpected(nothing_to_hear());
    const auto id = row["id"].as<api::MonitorId>();
    auto entry = http::audit_of(request, "call:monitored", "call", ask.path.id.value);
    entry.new_value = R"({"mode":")" + std::string{mode} + R"(","monitor_id":")" + to_string(id) + "\"}";
    tx->audit(entry);
    co_await tx->commit();
    co_return api::MonitorReply{.success = true,
                                .monitor = {.id = id,
                                            .call_id = ask.path.id,
                                            .mode = ask.body.mode,
                                            .started_at = row["started_at"].as<Instant>()},
                                .path = "/api/calls/" + to_string(ask.path.id) + "/listen?monitor=" + to_string(id),
                                .formats = {"opus", "g711"},
                                .sample_rate = record::kSampleRate,
                                .packet_ms = 20};
}

Task<Answer<api::StopMonitoring>> stop_monitoring(ListenParts& parts, Ask<api::StopMonitoring>& ask) {
    auto& request = ask.request;
    auto tx = co_await parts.database.begin(http::tenant_of(request), request.deadline);
    const auto rows =
        co_await tx->exec(sql::stop_monitors, ask.path.id, request.principal.actor, request.principal.user);
    if (rows.empty()) co_return unexpected(no_such_call());
    std::vector<Uuid> actors;
    for (const auto row : rows)
        if (const auto actor = row["actor"].maybe<Uuid>()) actors.push_back(*actor);
    if (!actors.empty()) {
        auto entry = http::audit_of(request, "call:monitoring_stopped", "call", ask.path.id.value);
        entry.new_value = "{\"stopped\":" + std::to_string(actors.size()) + "}";
        tx->audit(entry);
    }
    co_await tx->commit();
    // Their sockets ask the database again and find themselves stopped; those of another origin at their next
    // heartbeat.
    (void)parts.live.doubt(actors);
    co_return api::MonitorStoppedReply{.success = true, .stopped = static_cast<std::int32_t>(actors.size())};
}

// A function of its own: the task keeps what it works with.
Task<void> run(std::shared_ptr<Listening> listening, std::unique_ptr<ws::Socket> socket) {
    co_await listening->run(std::move(socket));
}

Task<http::RawAnswer> listen_in(ListenParts& parts, Ask<api::ListenIn>& ask) {
    auto& request = ask.request;
    if (!codec::equal_without_case(request.headers.get("upgrade"), "websocket"))
        co_return unexpected(api::invalid("Upgrade", "must be websocket: the call's sound comes over a socket"));
    Listening::Ticket ticket{.monitor = ask.query.monitor,
                             .call = ask.path.id,
                             .format = ask.query.format.value_or(api::ListenFormat::opus),
                             .tenant = http::tenant_of(request)};
    auto tx = co_await parts.database.begin(ticket.tenant, request.deadline);
    const auto rows = co_await tx->exec(sql::claim_monitor, ticket.monitor, ticket.call, request.principal.actor);
    if (rows.empty())
        co_return unexpected(
            api::Problem{.code = api::Code::not_found, .message = "There is no such ticket, or it has been used."});
    // A ticket that brings nothing is not spent: the transaction is left open and rolled back.
    auto broadcast = parts.broadcasts.find(ticket.call);
    if (!broadcast) co_return unexpected(nothing_to_hear());
    auto seat = media::Broadcast::sit(std::move(broadcast));
    if (!seat) co_return unexpected(api::Problem{.code = api::Code::capacity, .message = "As many listen as may."});
    auto attention = parts.live.attend(ticket.tenant.organization, ticket.call, *request.principal.actor,
                                       co_await boost::asio::this_coro::executor);
    if (!attention) co_return unexpected(api::Problem{.code = api::Code::capacity});
    co_await tx->commit();
    // Shared: the reply's function must be copyable.
    auto listening = std::make_shared<Listening>(parts, std::move(ticket), std::move(*seat), std::move(attention));
    http::Reply reply{.status = 101, .headers = {}, .body = {}};
    reply.body =
        ws::Admitted{.session = [listening = std::move(listening)](
                                    std::unique_ptr<ws::Socket> socket) { return run(listening, std::move(socket)); },
                     .limits = Listening::kLimits};
    co_return reply;
}

}  // namespace

void add_endpoints(http::Endpoints& endpoints, ListenParts& parts) {
    endpoints.on<api::MonitorCall>(monitor_call, parts);
    endpoints.on<api::StopMonitoring>(stop_monitoring, parts);
    endpoints.on<api::ListenIn>(listen_in, parts);
}

}  // namespace wib::supervision

#pragma once
#include <atomic>
#include <string>
#include <vector>

#include "origin/intake/failures.hpp"
#include "origin/voice/carrier_webhook.hpp"
#include "origin/voice/end_call.hpp"
#include "origin/voice/start_call.hpp"
#include "origin/voice/stream_door.hpp"
#include "origin/voice/watch.hpp"
#include "shared/codec/reflect.hpp"
#include "shared/webhooks/telnyx.hpp"
#include "tests/db/world.hpp"
#include "tests/support/fake_carrier.hpp"
#include "tests/support/memory_sink.hpp"

namespace wib::testing {

/// Wall time that a test moves; deadlines run on the real clock, as the database does.
class WallClock final : public Clock {
  public:
    [[nodiscard]] Instant now() const override { return now_; }
    [[nodiscard]] Deadline::Clock::time_point steady() const override { return Deadline::Clock::now(); }
    void advance(Duration by) { now_ += by; }

  private:
    Instant now_ = std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
};

/// Keeps live events for a test to read.
class MemoryPublisher final : public live::Publisher {
  public:
    void publish(live::Event event) override { events.push_back(std::move(event)); }
    std::vector<live::Event> events;
};

/// The database as it looks from a process that cannot reach it.
class AbsentDatabase final : public db::Database {
  public:
    Task<std::unique_ptr<db::TenantTx>> begin(db::Tenant, Deadline) override { throw db::UnavailableError{"away"}; }
    Task<db::Rows> door(const db::Statement&, db::Params, Deadline) override { throw db::UnavailableError{"away"}; }
};

/// One process of the origin, as far as calls go. A second one on the same database is what a restart leaves.
struct VoiceProcess {
    VoiceProcess(World& w, const Clock& c, FakeCarrier& carrier)
        : world(w),
          clock(c),
          shop{clock, random, Secret{std::string(32, 's')}, voice::FactCounters{metrics}},
          outbox(w.io.get_executor(), {.media_url = "wss://media.test/media"}, shop, *w.db, carrier, publisher, log),
          starting({.default_caller_id = "+14155550100"}, shop, *w.db, outbox, "telnyx"),
          ending(shop, *w.db, outbox),
          webhook({{"telnyx", &read_event}}, shop, *w.db, outbox, giving_up(), log),
          watch(shop, *w.db, outbox, webhook, log),
          door(shop, *w.db) {}
    ~VoiceProcess() { world.run(outbox.close(soon())); }

    static std::optional<webhooks::CarrierEvent> read_event(std::string_view body, Instant received_at) {
        auto event = webhooks::parse_telnyx_event(body, received_at);
        return event ? std::optional{std::move(*event)} : std::nullopt;
    }

    /// As main.cpp ties the two together.
    voice::GiveUp giving_up() {
        return [this](voice::ExhaustedEvent event, Deadline deadline) {
            return failures.give_up(
                event.id, random.uuid(),
                {.vendor = event.vendor, .body = event.body, .content_type = "application/json", .signed_id = {}},
                event.error, deadline);
        };
    }
    Task<bool> take_again(intake::Received event, Deadline deadline) {
        co_return co_await webhook.take(event.vendor, event.body, deadline) != voice::CarrierWebhook::Taken::no_event;
    }
    intake::Listeners listening() {
        return {
            {"telnyx",
             {.take = [this](intake::Received event,
                             Deadline deadline) { return take_again(std::move(event), deadline); },
              .owner = [this](intake::Received event,
                              Deadline deadline) { return webhook.owner_of(event.vendor, event.body, deadline); }}}};
    }

    World& world;
    const Clock& clock;
    SystemRandom random;
    observe::Metrics metrics;
    MemorySink sink;
    observe::Log log{sink, clock, observe::Level::debug};
    MemoryPublisher publisher;
    voice::Workshop shop;
    voice::Outbox outbox;
    voice::StartCall starting;
    voice::EndCall ending;
    voice::CarrierWebhook webhook;
    voice::Watch watch;
    voice::StreamDoor door;
    intake::Listeners listeners = listening();
    intake::VendorInbox inbox{*world.db, clock};
    intake::Failures failures{*world.db, listeners, inbox, Secret{std::string(32, 'm')}, log};
};

/// A tenant, a database, a carrier and the origin between them.
class VoiceTest : public ::testing::Test {
  protected:
    explicit VoiceTest(Route route = Route::direct) : world(route) {}
    http::RequestContext a_request(const Tenancy& who) const {
        http::RequestContext request{.deadline = soon()};
        request.principal = {.kind = ActorKind::session,
                             .actor = who.session.value,
                             .user = who.user,
                             .organization = who.organization,
                             .role = Role::agent,
                             .plan = "pro",
                             .label = {}};
        request.correlation_id = "wb-test";
        request.client_address = "192.0.2.7";
        request.user_agent = "test";
        return request;
    }
    static api::StartCallRequest to(const char* number) {
        return {.to_number = *E164::parse(number),
                .from_number = std::nullopt,
                .flow_type = std::nullopt,
                .is_test = std::nullopt};
    }
    static api::StartCallRequest bridge(const char* agent, const char* consumer) {
        return {.to_number = *E164::parse(consumer),
                .from_number = E164::parse(agent),
                .flow_type = api::FlowType::bridge,
                .is_test = std::nullopt};
    }
    Result<voice::StartedCall, voice::StartRefusal> start(api::StartCallRequest command) {
        return start(command, world.tenancy);
    }
    Result<voice::StartedCall, voice::StartRefusal> start(api::StartCallRequest command, const Tenancy& who) {
        const auto request = a_request(who);
        return world.run(origin->starting.run(request, std::move(command)));
    }
    Result<void, voice::EndRefusal> end(CallId call) {
        const auto request = a_request(world.tenancy);
        return world.run(origin->ending.run(request, call));
    }
    /// Sends what was handed over and what follows from it.
    void drain() { world.run(origin->outbox.drain(soon())); }

    /// A webhook of the leg that the carrier was last told to dial at this number.
    struct Event {
        const char* type;
        const char* number;
        Instant at;
        std::string extra{};  ///< more payload members, each with its comma before it
        std::string id{};     ///< "" for a new one
        bool with_state = true;
    };
    std::string body_of(const Event& event) {
        const FakeCarrier::Told* dial = nullptr;
        for (const auto& told : carrier.told)
            if (told.what == "dial" && told.with == event.number) dial = &told;
        if (!dial) throw std::runtime_error("nobody dialled that number");
        const auto id = event.id.empty() ? to_string(random.uuid()) : event.id;
        const auto state = event.with_state ? R"(,"client_state":")" + dial->dial->client_state + "\"" : std::string{};
        return R"({"data":{"record_type":"event","event_type":")" + std::string{event.type} + R"(","id":")" + id +
               R"(","occurred_at":")" + to_rfc3339(event.at) + R"(","payload":{"call_control_id":")" +
               FakeCarrier::control_id(dial->command) +
               R"(","call_leg_id":"l","call_session_id":"session","connection_id":"1")" + state + event.extra +
               R"(}},"meta":{"attempt":1}})";
    }
    voice::CarrierWebhook::Taken hear_body(std::string body) {
        return world.run(origin->webhook.take("telnyx", std::move(body), soon()));
    }
    voice::CarrierWebhook::Taken hear(const Event& event) {
        const auto taken = hear_body(body_of(event));
        drain();
        return taken;
    }
    /// The process ends without a word and another one starts.
    void restart() { origin = std::make_unique<VoiceProcess>(world, clock, carrier); }
    /// Lets the database's own clock reach what waits for it.
    void let_time_come() const {
        world.truth(
            "update command_outbox set next_attempt_at = now() - interval '1 s' where status in ('pending', 'sent')");
        world.truth("update calls set watch_at = now() - interval '1 s' where watch_at is not null");
        world.truth(
            "update webhook_inbox set received_at = received_at - interval '4 s', processed_at = null where status = "
            "'received'");
    }
    void look() {
        let_time_come();
        world.run(origin->watch.look(soon()));
        drain();
    }
    std::string call_column(CallId call, const std::string& column) const {
        return world.truth("select " + column + "::text from calls where id = '" + to_string(call) + "'");
    }
    std::string truth(const std::string& sql) const { return world.truth(sql); }

    World world;
    WallClock clock;
    SystemRandom random;
    FakeCarrier carrier{clock};
    std::unique_ptr<VoiceProcess> origin = std::make_unique<VoiceProcess>(world, clock, carrier);
};

}  // namespace wib::testing

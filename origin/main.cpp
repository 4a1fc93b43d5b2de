// The composition root: the only file that knows every concrete type. Parts are made in the order they need each other
// and die in the opposite one; what they are is theirs to say.
#include <unistd.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <string_view>

#include "origin/db/cleartext.hpp"
#include "origin/db/idempotency.hpp"
#include "origin/db/postgres.hpp"
#include "origin/db/telemetry.hpp"
#include "origin/evidence/evidence_routes.hpp"
#include "origin/evidence/log_check.hpp"
#include "origin/evidence/sequencer.hpp"
#include "origin/health/health.hpp"
#include "origin/http/client/client.hpp"
#include "origin/http/edge_orders.hpp"
#include "origin/http/router.hpp"
#include "origin/http/server.hpp"
#include "origin/identity/identity_routes.hpp"
#include "origin/intake/intake_routes.hpp"
#include "origin/jobs/jobs_routes.hpp"
#include "origin/jobs/upkeep.hpp"
#include "origin/live/access_watch.hpp"
#include "origin/live/live_routes.hpp"
#include "origin/media/acceptor.hpp"
#include "origin/notify/mail_facts.hpp"
#include "origin/notify/mail_outbox.hpp"
#include "origin/observe/log.hpp"
#include "origin/observe/metrics.hpp"
#include "origin/observe/reports.hpp"
#include "origin/record/archive.hpp"
#include "origin/record/audio_routes.hpp"
#include "origin/record/call_journal.hpp"
#include "origin/record/disk_shelf.hpp"
#include "origin/record/recording_routes.hpp"
#include "origin/reference/reference.hpp"
#include "origin/rights/rights_routes.hpp"
#include "origin/runtime/config.hpp"
#include "origin/runtime/stop_order.hpp"
#include "origin/runtime/threads.hpp"
#include "origin/runtime/within.hpp"
#include "origin/supervision/supervision_routes.hpp"
#include "origin/transcripts/transcript_routes.hpp"
#include "origin/vendors/assemblyai/batch.hpp"
#include "origin/vendors/assemblyai/recogniser.hpp"
#include "origin/vendors/resend/mailer.hpp"
#include "origin/vendors/resend/news.hpp"
#include "origin/vendors/s3/store.hpp"
#include "origin/vendors/telnyx/carrier.hpp"
#include "origin/vendors/telnyx/media_messages.hpp"
#include "origin/voice/stream_door.hpp"
#include "origin/voice/voice_routes.hpp"
#include "origin/voice/watch.hpp"
#include "shared/core/ensure.hpp"
#include "shared/webhooks/telnyx.hpp"
#include "shared/webhooks/vendor_event.hpp"

namespace wib {
namespace {

using namespace std::chrono_literals;

constexpr auto kStopPatience = 15s;    // from the signal to the end; a supervisor waits 20
constexpr auto kSettlePatience = 30s;  // for looking through what the last process left
constexpr auto kGaugePause = 5s;       // a scrape sees pool figures at most this old
constexpr std::size_t kMostListeners = 10'000;

std::vector<boost::asio::io_context*> contexts_of(Threads& threads) {
    std::vector<boost::asio::io_context*> contexts;
    for (std::size_t lane = 0; lane < threads.size(); ++lane) contexts.push_back(&threads[lane]);
    return contexts;
}

std::vector<api::EnvelopeKey> envelope_keys(const OriginConfig& config) {
    std::vector<api::EnvelopeKey> keys;
    for (const auto& named : config.envelope_keys) keys.push_back({named.id, named.key});
    return keys;
}

db::DatabaseConfig database_config(const OriginConfig& config) {
    const auto named = config.named_statements == NamedStatements::on    ? db::NamedStatements::on
                       : config.named_statements == NamedStatements::off ? db::NamedStatements::off
                                                                         : db::NamedStatements::probe;
    return {.connection = {.url = config.database_url, .named = named},
            .connections = config.database_connections,
            .master_key = config.master_key};
}

std::optional<evidence::LogSigner> log_signer(const OriginConfig& config) {
    if (config.evidence_key.empty()) return std::nullopt;
    return evidence::LogSigner{config.public_url, config.evidence_key, config.former_evidence_keys};
}

s3::S3Config checkpoint_store(const OriginConfig& config) {
    return {.endpoint = config.checkpoint_s3_endpoint,
            .region = config.checkpoint_s3_region,
            .bucket = config.checkpoint_s3_bucket,
            .access_key_id = config.checkpoint_s3_access_key_id,
            .secret_access_key = config.checkpoint_s3_secret_access_key};
}

voice::EventReaders event_readers() {
    return {{"telnyx", [](std::string_view body, Instant received_at) -> std::optional<webhooks::CarrierEvent> {
                 auto event = webhooks::parse_telnyx_event(body, received_at);
                 if (!event) return std::nullopt;
                 return std::move(*event);
             }}};
}

std::optional<transcripts::News> read_transcript_news(std::string_view body, Instant received_at) {
    const auto event = webhooks::parse_assemblyai_event(body, received_at);
    if (!event) return std::nullopt;
    return transcripts::News{.event_id = event->event_id,
                             .event_type = event->event_type,
                             .occurred_at = event->occurred_at,
                             .job = std::string{webhooks::transcript_of(*event)}};
}

/// Every part of a running origin.
class Origin {
  public:
    Origin(const OriginConfig& config, observe::Level level)
        : config_(config),
          sink_(std::make_unique<observe::DescriptorSink>(STDOUT_FILENO)),
          reports_(*sink_, config.error_reports, clock_, random_, metrics_),
          log_(reports_, clock_, level),
          threads_(config.threads),
          blocking_("blocking", 4, 256),
          hashing_("hashing", 2, 32),
          dialer_({.ca_file = config.ca_file}, blocking_),
          client_(dialer_, {}, metrics_),
          telemetry_(metrics_, log_),
          database_(database_config(config), contexts_of(threads_), telemetry_),
          idempotency_(database_),
          bus_(kMostListeners),
          carrier_({.api_key = config.telnyx_api_key,
                    .connection_id = config.telnyx_connection_id,
                    .base_url = config.telnyx_base_url,
                    .webhook_url = config.public_url + "/webhooks/telnyx"},
                   [this](http::ClientRequest request, Deadline deadline) {
                       return client_.send(std::move(request), deadline);
                   }),
          recogniser_(dialer_, clock_,
                      {.url = config.assemblyai_streaming_url,
                       .api_key = config.assemblyai_api_key,
                       .speech_model = config.assemblyai_speech_model}),
          batch_({.base_url = config.assemblyai_base_url,
                  .api_key = config.assemblyai_api_key,
                  .order = {.models = config.assemblyai_batch_models,
                            .language = config.assemblyai_batch_language,
                            .webhook_url = config.public_url + "/webhooks/assemblyai",
                            .webhook_secret = config.assemblyai_webhook_secret}},
                 [this](http::ClientRequest request, Deadline deadline) {
                     return client_.send(std::move(request), deadline);
                 }),
          store_({.endpoint = config.s3_endpoint,
                  .region = config.s3_region,
                  .bucket = config.s3_bucket,
                  .access_key_id = config.s3_access_key_id,
                  .secret_access_key = config.s3_secret_access_key},
                 client_, clock_, random_, blocking_),
          mailer_({.api_key = config.resend_api_key, .base_url = config.resend_base_url, .from = config.mail_from},
                  [this](http::ClientRequest request, Deadline deadline) {
                      return client_.send(std::move(request), deadline);
                  }),
          mail_({.public_url = config.public_url, .key = config.session_key}, database_, mailer_, clock_, random_,
                log_),
          mail_facts_(resend::read_mail_news, database_, clock_),
          passwords_(hashing_),
          edge_(
              config.public_url, envelope_keys(config).front(),
              [this](http::ClientRequest request, Deadline deadline) {
                  return client_.send(std::move(request), deadline);
              },
              clock_, random_, log_),
          identity_{database_,
                    passwords_,
                    clock_,
                    random_,
                    config.session_key,
                    config.public_url,
                    mailer_,
                    [this](std::vector<std::string> names) { return edge_.forget_claims(std::move(names)); }},
          live_{database_, bus_, clock_},
          access_{database_, bus_, clock_, log_},
          shop_{clock_, random_, config.session_key, voice::FactCounters{metrics_}},
          outbox_(home(), {.media_url = config.media_url}, shop_, database_, carrier_, bus_, log_),
          start_call_({.default_caller_id = config.default_caller_id}, shop_, database_, outbox_, carrier_.name()),
          end_call_(shop_, database_, outbox_),
          webhook_(
              event_readers(), shop_, database_, outbox_,
              [this](voice::ExhaustedEvent event, Deadline deadline) { return give_up(std::move(event), deadline); },
              log_),
          voice_{database_, start_call_, end_call_, webhook_},
          watch_(shop_, database_, outbox_, webhook_, log_),
          listeners_(listeners()),
          inbox_(database_, clock_),
          failures_(database_, listeners_, inbox_, config.master_key, log_),
          intake_{listeners_, inbox_, failures_},
          stream_door_(shop_, database_),
          transcription_(home(), {.database = database_,
                                  .store = store_,
                                  .recogniser = batch_,
                                  .enqueue =
                                      [this](std::vector<api::TranscriptionMessage> messages) {
                                          return enqueue(std::move(messages));
                                      },
                                  .read_news = read_transcript_news,
                                  .live = bus_,
                                  .clock = clock_,
                                  .random = random_,
                                  .log = log_}),
          transcripts_{transcription_, database_},
          archive_(home(), {database_, store_, bus_, blocking_, clock_, random_, log_, metrics_, &transcription_},
                   {.directory = config.spool_dir}),
          shelf_(config.spool_dir, [this](record::ClosedSpool closed) { archive_.take(closed); }),
          journal_(database_, bus_),
          recordings_{database_, store_, clock_},
          leftovers_(home(), {store_, clock_, log_, metrics_}, {}),
          audio_{database_,
                 store_,
                 store_,
                 leftovers_,
                 clock_,
                 random_,
                 metrics_.counter("wib_upload_received_bytes_total", "Bytes of uploads as they came in, kept or not.")},
          media_metrics_(metrics_),
          media_{recogniser_, shelf_, journal_, bus_, clock_, random_, log_, media_metrics_, {}, &broadcasts_},
          listen_metrics_(metrics_),
          listening_{database_, bus_, broadcasts_, clock_, log_, listen_metrics_},
          log_signer_(log_signer(config)),
          sequencer_(database_, log_signer_, clock_, evidence::LogMeters{metrics_}, log_),
          checkpoint_store_(checkpoint_store(config), client_, clock_, random_, blocking_),
          checkpoint_copies_(database_, config.checkpoint_s3_endpoint.empty() ? nullptr : &checkpoint_store_, clock_,
                             metrics_, log_),
          log_check_(database_, log_signer_, checkpoint_copies_, log_),
          evidence_{log_signer_},
          purge_(open_purge()),
          upkeep_(database_, purge_.get()),
          job_book_(database_),
          scheduled_(home(), job_book_, scheduled_work(), clock_, random_, jobs::JobMeters{metrics_}, log_),
          scheduled_routes_{job_book_, scheduled_, clock_},
          health_{database_, log_, clock_},
          router_(handlers()),
          server_(
              {.address = config.listen.host, .port = config.listen.port},
              {.threads = threads_,
               .router = router_,
               .keys = envelope_keys(config),
               .acceptors = {{"/media/telnyx", media::admit_streams(media_, stream_door_, telnyx::open_media_dialect)}},
               .idempotency = &idempotency_,
               .clock = clock_,
               .random = random_,
               .log = log_,
               .metrics = metrics_}),
          jobs_(home(), 16, [this](std::string_view task, std::exception_ptr failure) { report(task, failure); }) {}

    /// Serves until told to stop; the process's exit status.
    int run() {
        threads_.start();
        const auto port = server_.start();
        if (!port) {
            log_.error("not_started", {{"reason", port.error().reason}});
            return end(1);
        }
        announce(*port);
        const int signal = on_home(serve_until_stopped()).get();
        log_.info("stopping", {{"signal", signal}});
        const auto missed = on_home(stop()).get();
        for (const auto& step : missed) log_.warn("stop_step_missed", {{"step", step.step}, {"reason", step.reason}});
        log_.info("stopped");
        return end(missed.empty() ? 0 : 1);
    }

  private:
    boost::asio::any_io_executor home() { return threads_.executor(0); }

    template <class T>
    std::future<T> on_home(Task<T> task) {
        return boost::asio::co_spawn(home(), std::move(task), boost::asio::use_future);
    }

    Task<bool> enqueue(std::vector<api::TranscriptionMessage> messages) {
        std::vector<std::string> printed;
        for (const auto& message : messages) printed.push_back(codec::print(message));
        co_return co_await edge_.enqueue("transcription", std::move(printed));
    }

    // Whoever applies a vendor's events, for those that come back from people's hands.
    intake::Listeners listeners() {
        return {
            {"assemblyai",
             {.take = [this](intake::Received event,
                             Deadline deadline) { return transcription_.take(event.vendor, event.body, deadline); },
              .owner = nobodys}},
            {"resend",
             {.take =
                  [this](intake::Received event, Deadline deadline) {
                      return mail_facts_.take(event.vendor, event.body, event.signed_id, deadline);
                  },
              .owner = [this](
                           intake::Received event,
                           Deadline deadline) { return mail_facts_.owner_of(event.body, event.signed_id, deadline); }}},
            {"telnyx",
             {.take = [this](intake::Received event, Deadline deadline) { return take_again(event, deadline); },
              .owner = [this](intake::Received event,
                              Deadline deadline) { return webhook_.owner_of(event.vendor, event.body, deadline); }}}};
    }
    static Task<std::optional<OrgId>> nobodys(intake::Received, Deadline) { co_return std::nullopt; }
    Task<bool> take_again(intake::Received event, Deadline deadline) {
        const auto taken = co_await webhook_.take(event.vendor, event.body, deadline);
        co_return taken != voice::CarrierWebhook::Taken::no_event;
    }

    Task<void> give_up(voice::ExhaustedEvent event, Deadline deadline) {
        return failures_.give_up(
            event.id, random_.uuid(),
            {.vendor = event.vendor, .body = event.body, .content_type = "application/json", .signed_id = {}},
            event.error, deadline);
    }

    // As the role that deletes; nobody where its address is not set. One connection, on the thread where jobs run.
    std::unique_ptr<db::PostgresDatabase> open_purge() {
        if (config_.purge_database_url.empty()) return nullptr;
        auto as_purge = database_config(config_);
        as_purge.connection.url = config_.purge_database_url;
        as_purge.connections = 1;
        return std::make_unique<db::PostgresDatabase>(std::move(as_purge), std::vector{&threads_[0]}, telemetry_);
    }

    // Who does what is due on a schedule (shared/jobs/table.cpp).
    jobs::Work scheduled_work() {
        return {{"outbox_sweep", [this](Deadline deadline) { return outbox_.sweep(deadline); }},
                {"email_sweep", [this](Deadline deadline) { return mail_.sweep(deadline); }},
                {"webhook_sweep", [this](Deadline deadline) { return webhook_.sweep(deadline); }},
                {"call_watch", [this](Deadline deadline) { return watch_.look_at_calls(deadline); }},
                {"retry_transcriptions", [this](Deadline deadline) { return transcription_.sweep(deadline); }},
                {"chain_check", [this](Deadline deadline) { return log_check_.step(deadline); }},
                {"cleanup_sessions", [this](Deadline deadline) { return upkeep_.cleanup_sessions(deadline); }},
                {"expire_answers", [this](Deadline deadline) { return upkeep_.expire_answers(deadline); }},
                {"expire_links", [this](Deadline deadline) { return upkeep_.expire_links(deadline); }},
                {"purge_failures", [this](Deadline deadline) { return upkeep_.purge_failures(deadline); }}};
    }

    http::Router handlers() {
        http::Router router;
        http::Endpoints endpoints{router, database_};
        health::add_endpoints(endpoints, health_);
        reference::add_endpoints(endpoints, document_);
        identity::add_endpoints(endpoints, identity_);
        rights::add_endpoints(endpoints, database_);
        voice::add_endpoints(endpoints, voice_);
        intake::add_endpoints(endpoints, intake_);
        live::add_endpoints(endpoints, live_);
        evidence::add_endpoints(endpoints, evidence_);
        record::add_endpoints(endpoints, recordings_);
        record::add_endpoints(endpoints, audio_);
        transcripts::add_endpoints(endpoints, transcripts_);
        supervision::add_endpoints(endpoints, listening_);
        jobs::add_endpoints(endpoints, scheduled_routes_);
        return router;
    }

    void announce(std::uint16_t port) {
        log_.info("listening", {{"port", port}, {"threads", threads_.size()}});
        if (config_.port_file.empty()) return;
        const auto unfinished = config_.port_file + ".new";
        std::ofstream{unfinished} << port;
        std::rename(unfinished.c_str(), config_.port_file.c_str());
    }

    void report(std::string_view task, std::exception_ptr failure) {
        try {
            std::rethrow_exception(failure);
        } catch (const std::exception& error) {
            log_.error("job_failed", {{"job", task}, {"reason", error.what()}});
        }
    }

    Task<int> serve_until_stopped() {
        bool started = jobs_.start("outbox", outbox_.run());
        started = jobs_.start("archive", archive_.run()) && started;
        started = jobs_.start("leftovers", leftovers_.run()) && started;
        started = jobs_.start("transcription", transcription_.run()) && started;
        started = jobs_.start("watch", watch()) && started;
        started = jobs_.start("mail", mail_.run()) && started;
        started = jobs_.start("access", access_.run()) && started;
        started = jobs_.start("audit log", sequencer_.run()) && started;
        started = jobs_.start("checkpoints", checkpoint_copies_.run()) && started;
        started = jobs_.start("monitors", supervision::sweep_lost(database_, clock_, log_)) && started;
        started = jobs_.start("reports", reports_.run(post_report())) && started;
        started = jobs_.start("gauges", keep_gauges()) && started;
        started = jobs_.start("schedule", scheduled_.run()) && started;
        ensure(started, "the jobs scope has room for every job");
        co_return co_await stop_signal();
    }

    // What the last process left is settled first; should the database be away, the watch itself tries again.
    Task<void> watch() {
        co_await watch_.settle_on_start(clock_.in(kSettlePatience));
        co_await watch_.run();
    }

    observe::ErrorReports::Post post_report() {
        return [this](const report::Dsn& where, std::string envelope, Deadline deadline) {
            return send_report(where, std::move(envelope), deadline);
        };
    }
    Task<int> send_report(report::Dsn where, std::string envelope, Deadline deadline) {
        http::ClientRequest request{.method = "POST", .url = where.address, .body = std::move(envelope)};
        request.headers.add("Content-Type", std::string{report::kEnvelopeType});
        request.headers.add(std::string{report::kAuthHeader}, report::authorization(where));
        const auto answer = co_await client_.send(std::move(request), deadline);
        co_return answer ? answer->status : 0;
    }

    Task<void> keep_gauges() {
        for (;;) {
            telemetry_.measure(database_.stats());
            co_await sleep_until(clock_.in(kGaugePause));
        }
    }

    Task<std::vector<StopOrder::Missed>> stop() {
        StopOrder order;
        order.then("live streams", [this](Deadline) -> Task<void> {
            bus_.cut_all();
            co_return;
        });
        order.then("requests and media", [this](Deadline deadline) { return server_.stop(deadline); });
        order.then("jobs", [this](Deadline deadline) -> Task<void> { co_await jobs_.close(deadline); });
        order.then("scheduled work", [this](Deadline deadline) { return scheduled_.close(deadline); });
        order.then("outbox", [this](Deadline deadline) { return outbox_.close(deadline); });
        co_return co_await order.run(clock_.in(kStopPatience));
    }

    // Nothing runs any more, so what is still suspended may die with its contexts; after a missed step it may not, and
    // the process ends without asking it.
    int end(int status) {
        threads_.stop();
        threads_.join();
        if (status != 0) {
            sink_.reset();
            ::_exit(status);
        }
        return status;
    }

    const OriginConfig& config_;
    SystemClock clock_;
    SystemRandom random_;
    std::unique_ptr<observe::DescriptorSink>
        sink_;  // a pointer, so that the last lines can be waited for before an abrupt end
    observe::Metrics metrics_;
    observe::ErrorReports reports_;
    observe::Log log_;
    Threads threads_;
    BlockingPool blocking_;
    BlockingPool hashing_;
    http::Dialer dialer_;
    http::Client client_;
    db::Telemetry telemetry_;
    db::PostgresDatabase database_;
    db::PostgresIdempotency idempotency_;
    live::EventBus bus_;
    telnyx::Carrier carrier_;
    assemblyai::StreamingRecogniser recogniser_;
    assemblyai::Batch batch_;
    s3::S3Store store_;

    resend::Mailer mailer_;
    notify::MailOutbox mail_;
    notify::MailFacts mail_facts_;
    identity::Passwords passwords_;
    http::EdgeOrders edge_;
    identity::IdentityRoutes identity_;
    live::LiveRoutes live_;
    live::AccessWatch access_;

    voice::Workshop shop_;
    voice::Outbox outbox_;
    voice::StartCall start_call_;
    voice::EndCall end_call_;
    voice::CarrierWebhook webhook_;
    voice::VoiceRoutes voice_;
    voice::Watch watch_;
    intake::Listeners listeners_;
    intake::VendorInbox inbox_;
    intake::Failures failures_;
    intake::IntakeRoutes intake_;
    voice::StreamDoor stream_door_;

    transcripts::Transcription transcription_;
    transcripts::TranscriptRoutes transcripts_;
    record::Archive archive_;
    record::DiskShelf shelf_;
    record::CallJournal journal_;
    record::RecordingRoutes recordings_;
    media::Broadcasts broadcasts_;
    record::Leftovers leftovers_;
    record::AudioRoutes audio_;
    media::MediaMetrics media_metrics_;
    media::MediaParts media_;
    supervision::ListenMetrics listen_metrics_;
    supervision::ListenParts listening_;

    std::optional<evidence::LogSigner> log_signer_;
    evidence::Sequencer sequencer_;
    s3::S3Store checkpoint_store_;
    evidence::CheckpointCopies checkpoint_copies_;
    evidence::LogCheck log_check_;
    evidence::EvidenceRoutes evidence_;

    std::unique_ptr<db::PostgresDatabase> purge_;
    jobs::Upkeep upkeep_;
    jobs::Book job_book_;
    jobs::Runner scheduled_;
    jobs::JobsRoutes scheduled_routes_;
    health::HealthRoutes health_;

    reference::ApiDocument document_;
    http::Router router_;
    http::Server server_;
    TaskScope jobs_;
};

// A fault of the configuration like the others, found by who understands the database's URLs.
bool is_database_reached_safely(const OriginConfig& config) {
    bool is_safe = true;
    for (const auto& [name, url] : {std::pair{"DATABASE_URL", &config.database_url},
                                    std::pair{"WIB_PURGE_DATABASE_URL", &config.purge_database_url}}) {
        if (url->empty()) continue;
        for (const auto& host : db::reached_in_the_clear(url->reveal())) {
            if (std::ranges::find(config.cleartext_hosts, host) != config.cleartext_hosts.end()) continue;
            std::fprintf(stderr,
                         "%s would be reached in the clear: must say sslmode=verify-full (and sslrootcert), or "
                         "WIB_CLEARTEXT_HOSTS must name its host\n",
                         name);
            is_safe = false;
        }
    }
    return is_safe;
}

}  // namespace
}  // namespace wib

/// `wib-origin` serves; `wib-origin --check` only says what is wrong with the configuration, a line a fault.
int main(int count, char** words) {
    // A reader of our log that has left must not end calls, nor a file that may not grow: both show as failed writes.
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN);
    const bool only_check = count == 2 && std::string_view{words[1]} == "--check";
    const auto config = wib::read_config(wib::process_environment());
    if (!config) {
        for (const auto& fault : config.error())
            std::fprintf(stderr, "%s %s\n", fault.variable.c_str(), fault.wanted.c_str());
        return 1;
    }
    if (!wib::is_database_reached_safely(*config)) return 1;
    if (only_check) return 0;
    try {
        wib::Origin origin{*config, wib::observe::parse_level(config->log_level).value_or(wib::observe::Level::info)};
        return origin.run();
    } catch (const std::exception& error) {
        std::fprintf(stderr, "wib-origin: %s\n", error.what());
        return 1;
    }
}

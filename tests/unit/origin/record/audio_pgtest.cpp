// Sound files that people bring along, against a migrated database and a store in memory.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/json.hpp>

#include "origin/record/audio_file.hpp"
#include "origin/record/audio_routes.hpp"
#include "shared/crypto/hash.hpp"
#include "tests/db/world.hpp"
#include "tests/support/handlers.hpp"
#include "tests/support/manual_clock.hpp"
#include "tests/support/memory_sink.hpp"
#include "tests/support/memory_store.hpp"

namespace wib::record {
namespace {

using namespace std::chrono_literals;
using namespace wib::testing;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// A body in pieces, and how it ends.
class Pieces final : public http::BodyReader {
  public:
    Pieces(std::string body, std::size_t piece) : body_(std::move(body)), piece_(piece) {}
    Task<Result<std::string_view, http::BodyFault>> read() override {
        if (on_read) on_read();
        if (at_ >= body_.size() && fault) co_return unexpected(*fault);
        const auto piece = std::string_view{body_}.substr(at_, piece_);
        at_ += piece.size();
        co_return piece;
    }
    std::optional<http::BodyFault> fault;
    std::function<void()> on_read;

  private:
    std::string body_;
    std::size_t piece_;
    std::size_t at_ = 0;
};

std::string part(std::string_view head, std::string_view content) {
    return "--b\r\n" + std::string{head} + "\r\n\r\n" + std::string{content} + "\r\n";
}
const std::string kWavHead =
    "Content-Disposition: form-data; name=\"file\"; filename=\"a call.wav\"\r\nContent-Type: audio/wav";
std::string form(std::string_view content, std::string_view head = kWavHead) {
    return part(head, content) + "--b--\r\n";
}
std::string noise(std::size_t size) {
    std::string bytes(size, '\0');
    std::uint32_t state = 1;
    for (auto& byte : bytes) byte = static_cast<char>((state = state * 1664525 + 1013904223) >> 24);
    return bytes;
}

struct Audio : ::testing::Test {
    http::RequestContext request(std::string method) {
        http::RequestContext made{.deadline = soon()};
        made.principal = {.kind = ActorKind::session,
                          .actor = world.tenancy.session.value,
                          .user = world.tenancy.user,
                          .organization = world.tenancy.organization,
                          .role = Role::agent,
                          .plan = "pro",
                          .label = {}};
        made.method = std::move(method);
        made.correlation_id = "c-1";
        made.client_address = "127.0.0.1";
        return made;
    }
    boost::json::object upload(Pieces& body, std::string type = "multipart/form-data; boundary=b") {
        auto context = request("POST");
        context.headers.add("content-type", std::move(type));
        context.incoming = &body;
        const auto reply = world.run(handlers.ask("upload_audio", context));
        status = reply.status;
        return boost::json::parse(std::get<std::string>(reply.body)).as_object();
    }
    boost::json::object upload(std::string body) {
        Pieces pieces{std::move(body), 50'000};
        return upload(pieces);
    }
    http::Reply stream(std::string key, std::string range = {}) {
        auto context = request("GET");
        const auto last = key.rfind('/');
        context.params["organization_id"] = key.substr(6, last - 6);
        context.params["file"] = key.substr(last + 1);
        if (!range.empty()) context.headers.add("range", range);
        return world.run(handlers.ask("stream_audio", context));
    }
    std::string body(http::Reply& reply) {
        if (const auto* text = std::get_if<std::string>(&reply.body)) return *text;
        struct Gathered final : http::BodyWriter {
            Task<void> write(std::string_view bytes) override {
                body += bytes;
                co_return;
            }
            std::string body;
        } out;
        world.run(std::get<http::BodyStream>(reply.body)(out));
        return out.body;
    }
    /// The clearing away of what is left, until nobody has anything to do.
    void clear_away() {
        boost::asio::cancellation_signal stop;
        bool ended = false;
        boost::asio::co_spawn(
            world.io, leftovers.run(),
            boost::asio::bind_cancellation_slot(stop.slot(), [&](std::exception_ptr) { ended = true; }));
        world.io.restart();
        while (world.io.poll() > 0) {
        }
        stop.emit(boost::asio::cancellation_type::all);
        while (!ended && world.io.run_one_for(20s) > 0) {
        }
    }
    std::string truth(const std::string& sql) { return world.truth(sql); }
    void nothing_is_left() {
        clear_away();
        EXPECT_EQ(truth("select count(*) from audio_files"), "0");
        EXPECT_EQ(truth("select count(*) from audit_logs"), "0");
        EXPECT_THAT(store.objects, IsEmpty());
        EXPECT_THAT(store.parted, IsEmpty());
    }

    World world;
    SystemClock clock;
    SystemRandom random;
    MemoryStore store;
    MemorySink sink;
    observe::Metrics metrics;
    Leftovers leftovers{
        world.io.get_executor(), {store, clock, observe::Log{sink, clock, observe::Level::debug}, metrics}, {}};
    AudioRoutes routes{*world.db, store, store, leftovers, clock, random, metrics.counter("received", "")};
    Handlers handlers{*world.db, add_endpoints, routes};
    int status = 0;
};

TEST_F(Audio, IsStoredInEqualPartsWithItsRowAndItsAudit) {
    const auto content = noise(12'000'000);
    const auto reply = upload(form(content));
    ASSERT_EQ(status, 201) << boost::json::serialize(reply);
    const auto& file = reply.at("audio_file").as_object();
    const std::string key{file.at("file_key").as_string()};
    EXPECT_THAT(key,
                ::testing::MatchesRegex("audio/" + to_string(world.tenancy.organization) + "/[0-9a-f-]{36}\\.wav"));
    EXPECT_TRUE(store.objects.at(key) == content);
    EXPECT_EQ(store.largest_part, kLeastPart);
    EXPECT_EQ(store.puts, 3);
    EXPECT_EQ(file.at("size_bytes"), 12'000'000);
    EXPECT_EQ(file.at("original_name"), "a call.wav");
    EXPECT_EQ(file.at("content_type"), "audio/wav");
    EXPECT_EQ(file.at("media_hash"), crypto::sha256_hex(content).c_str());
    EXPECT_EQ(truth("select file_key || ' ' || size_bytes || ' ' || media_hash from audio_files"),
              key + " 12000000 " + crypto::sha256_hex(content));
    EXPECT_EQ(truth("select action || ' ' || (new_value ->> 'file_key') from audit_logs"), "audio:uploaded " + key);
    clear_away();
    EXPECT_EQ(store.objects.count(key), 1u) << "what a row names stays";
}

TEST_F(Audio, OfOnePartGoesInOnePieceAndOfExactlyTwoInTwo) {
    upload(form(noise(1000)));
    EXPECT_EQ(status, 201);
    EXPECT_EQ(store.undertakings, 0);
    upload(form(noise(2 * kLeastPart)));
    EXPECT_EQ(status, 201);
    EXPECT_EQ(store.puts, 2);
    EXPECT_EQ(truth("select sum(size_bytes) from audio_files"), std::to_string(1000 + 2 * kLeastPart));
}

TEST_F(Audio, OtherPartsOfTheFormAreLeftAlone) {
    upload(part("Content-Disposition: form-data; name=note", "about this") + form("sound"));
    EXPECT_EQ(status, 201);
    EXPECT_EQ(truth("select size_bytes from audio_files"), "5");
}

TEST_F(Audio, IsRefusedWhereItIsNone) {
    struct {
        const char* why;
        std::string body;
        int status;
        const char* says;
    } const cases[]{
        {"no file", part("Content-Disposition: form-data; name=note", "x") + "--b--", 400, "is required"},
        {"two files", part(kWavHead, "a") + form("b"), 400, "must be one file"},
        {"an empty file", form(""), 400, "must not be empty"},
        {"another type", form("x", "Content-Disposition: form-data; name=file\r\nContent-Type: text/html"), 415,
         "audio/"},
        {"no type", form("x", "Content-Disposition: form-data; name=file"), 415, "audio/"},
        {"no form", "hello", 400, "must be a form"},
        {"a form without an end", part(kWavHead, "sound"), 400, "ends before its end"},
        {"a cut form", form(noise(6'000'000)).substr(0, 5'900'000), 400, "ends before its end"},
        {"a broken form", part(kWavHead, noise(6'000'000)) + "--bad", 400, "must be a form"},
    };
    for (const auto& one : cases) {
        const auto reply = upload(one.body);
        EXPECT_EQ(status, one.status) << one.why;
        EXPECT_THAT(boost::json::serialize(reply), HasSubstr(one.says)) << one.why;
    }
    Pieces json{"{}", 2};
    upload(json, "application/json");
    EXPECT_EQ(status, 415);
    Pieces unbounded{form("x"), 100};
    upload(unbounded, "multipart/form-data");
    EXPECT_EQ(status, 415);
    nothing_is_left();
}

TEST_F(Audio, ThatComesToNoEndLeavesNothing) {
    for (const auto fault : {http::BodyFault::gone, http::BodyFault::slow, http::BodyFault::too_large}) {
        Pieces cut{form(noise(11'000'000)).substr(0, 10'900'000), 65'536};
        cut.fault = fault;
        upload(cut);
        EXPECT_EQ(status, api::status(http::problem(fault).code));
    }
    EXPECT_EQ(store.undertakings, 3);
    nothing_is_left();
}

TEST_F(Audio, WhoseRequestIsCancelledLeavesNothing) {
    boost::asio::cancellation_signal leave;
    Pieces body{form(noise(11'000'000)), 65'536};
    int reads = 0;
    body.on_read = [&] {
        if (++reads == 100) leave.emit(boost::asio::cancellation_type::all);
    };
    auto context = request("POST");
    context.headers.add("content-type", "multipart/form-data; boundary=b");
    context.incoming = &body;
    bool ended = false;
    boost::asio::co_spawn(
        world.io, handlers.ask("upload_audio", context),
        boost::asio::bind_cancellation_slot(leave.slot(), [&](std::exception_ptr, auto&&...) { ended = true; }));
    world.io.restart();
    while (!ended && world.io.run_one_for(20s) > 0) {
    }
    ASSERT_TRUE(ended);
    EXPECT_EQ(store.undertakings, 1);
    nothing_is_left();
}

// Whichever of the store's operations fails, and the database's refusal after them.
TEST_F(Audio, WhoseStoreFailsLeavesNothing) {
    for (int step = 0; step < 5; ++step) {
        store.operations = 0;
        store.fail_at = step;
        upload(form(noise(11'000'000)));
        EXPECT_EQ(status, 502) << step;
        store.fail_at = -1;
        nothing_is_left();
    }
    store.fail_at = -1;
    store.operations = 0;
    upload(form(noise(11'000'000)));
    EXPECT_EQ(store.operations, 5) << "begun, three parts, completed: each has failed above";
}

TEST_F(Audio, WhatTheStoreWouldNotClearIsClearedLater) {
    store.on_put = [this] { store.away = true; };
    upload(form(noise(6'000'000)));
    EXPECT_EQ(status, 502);
    clear_away();
    EXPECT_EQ(store.parted.size(), 1u);
    EXPECT_THAT(sink.all(), HasSubstr("upload_leftover_kept"));
    store.away = false;
    clear_away();  // looks around as it begins
    nothing_is_left();
}

TEST_F(Audio, WhatAKilledProcessLeftIsClearedWhenNobodyCanBeAtItAnyMore) {
    world.run(store.begin("audio/o/young.wav", "audio/wav", soon()));
    store.begun = clock.now() - 10min;
    clear_away();
    EXPECT_EQ(store.parted.size(), 1u) << "somebody may be sending";
    store.begun = clock.now() - 2h;
    world.run(store.begin("recordings/o/long.wibspool", "x", soon()));
    clear_away();
    EXPECT_EQ(store.parted.size(), 1u) << "and what others began is theirs";
}

TEST_F(Audio, BeyondThePlansStorageIsRefusedWithAnAlertAndLeavesNothing) {
    // Free: 1 GB.
    world.truth("update organizations set plan = 'free' where id = '" + to_string(world.tenancy.organization) +
                "' returning id");
    world.truth("insert into audio_files (organization_id, file_key, content_type, size_bytes, media_hash) values ('" +
                to_string(world.tenancy.organization) + "', 'audio/" + to_string(world.tenancy.organization) +
                "/old.wav', 'audio/wav', 999999000, repeat('0', 64)) returning id");
    const auto full = upload(form(noise(2000)));
    EXPECT_EQ(status, 402);
    EXPECT_EQ(full.at("code"), "QUOTA_EXCEEDED");
    EXPECT_EQ(full.at("metric"), "storage_bytes");
    clear_away();
    EXPECT_THAT(store.objects, IsEmpty());
    EXPECT_EQ(truth("select string_agg(percent::text, ' ' order by percent) from usage_alerts where metric = "
                    "'storage_bytes'"),
              "80");
    upload(form(noise(1000)));
    EXPECT_EQ(status, 201) << "up to the limit itself";
    EXPECT_EQ(truth("select max(percent) from usage_alerts"), "100");
    Pieces never{form("x"), 10};
    never.on_read = [] { FAIL() << "who has no room is told before the file is read"; };
    upload(never);
    EXPECT_EQ(status, 402);
}

TEST_F(Audio, IsListedNewestFirst) {
    for (const auto* name : {"first", "second", "third"})
        upload(form("sound", "Content-Disposition: form-data; name=file; filename=" + std::string{name} +
                                 ".mp3\r\nContent-Type: audio/mpeg"));
    auto context = request("GET");
    context.query = {{"page", "1"}, {"limit", "2"}};
    const auto reply = world.run(handlers.ask("list_audio", context));
    const auto listed = boost::json::parse(std::get<std::string>(reply.body)).as_object();
    ASSERT_EQ(listed.at("audio_files").as_array().size(), 2u);
    EXPECT_EQ(listed.at("audio_files").at(0).at("original_name"), "third.mp3");
    EXPECT_EQ(listed.at("audio_files").at(0).at("created_by"), to_string(world.tenancy.user).c_str());
    EXPECT_EQ(listed.at("pagination").at("total"), 3);
}

TEST_F(Audio, PlaysByRangesAndEachListeningIsAudited) {
    const auto content = noise(600'000);
    const std::string key{upload(form(content)).at("audio_file").at("file_key").as_string()};
    auto part = stream(key, "bytes=100000-499999");
    EXPECT_EQ(part.status, 206);
    EXPECT_EQ(part.headers.get("content-range"), "bytes 100000-499999/600000");
    EXPECT_EQ(part.headers.get("content-type"), "audio/wav");
    EXPECT_EQ(part.headers.get("cache-control"), "no-store");
    EXPECT_TRUE(body(part) == content.substr(100'000, 400'000));
    EXPECT_EQ(truth("select new_value ->> 'range' from audit_logs where action = 'audio:accessed'"),
              "bytes=100000-499999");
    auto whole = stream(key);
    EXPECT_TRUE(body(whole) == content);
    EXPECT_EQ(stream(key, "bytes=600000-").status, 416);
}

TEST_F(Audio, OfAnotherOrganisationIsThereForNobodyElse) {
    const std::string key{upload(form("sound")).at("audio_file").at("file_key").as_string()};
    const auto other = make_tenancy(world.database.url("wib_owner"), world.database.url(), "beta");
    auto context = request("GET");
    context.principal.organization = other.organization;
    context.principal.actor = other.session.value;
    context.principal.user = other.user;
    const auto last = key.rfind('/');
    context.params["organization_id"] = key.substr(6, last - 6);
    context.params["file"] = key.substr(last + 1);
    EXPECT_EQ(world.run(handlers.ask("stream_audio", context)).status, 404);
    context.params["organization_id"] = to_string(other.organization);
    EXPECT_EQ(world.run(handlers.ask("stream_audio", context)).status, 404);
    EXPECT_EQ(truth("select count(*) from audit_logs where action = 'audio:accessed'"), "0");
}

TEST(AudioFile, IsCalledAsWhereItCameFromWithoutItsFolders) {
    EXPECT_EQ(shown_name("Voicemail (2).mp3"), "Voicemail (2).mp3");
    EXPECT_EQ(shown_name("C:\\fakepath\\a.wav"), "a.wav");
    EXPECT_EQ(shown_name("../../etc/passwd"), "passwd");
    EXPECT_EQ(shown_name("a\r\nb\x7f\xc2\x85.wav"), "ab.wav");
    EXPECT_EQ(shown_name("caf\xc3\xa9 \xff.wav"), "caf\xc3\xa9 .wav");
    EXPECT_EQ(shown_name(std::string(300, 'x')), std::string(255, 'x'));
    for (const auto* none : {"", "/", "\x01", " \t"}) EXPECT_EQ(shown_name(none), std::nullopt);
}

TEST(AudioFile, HasATypeAndAnEnding) {
    EXPECT_TRUE(is_sound("audio/x-m4a"));
    for (const auto* none : {"", "audio/", "video/mp4", "audio/a b", "audio/\"x\"", "text/html"})
        EXPECT_FALSE(is_sound(none));
    EXPECT_EQ(ending_of("audio/mpeg"), "mp3");
    EXPECT_EQ(ending_of("audio/x-unheard-of"), "bin");
    EXPECT_EQ(ending_of("mpeg"), "bin");
}

}  // namespace
}  // namespace wib::record

#include "origin/cli/call.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/json.hpp>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <stdexcept>

#include "origin/cli/arguments.hpp"
#include "origin/cli/word_errors.hpp"
#include "origin/runtime/task.hpp"
#include "shared/codec/base64.hpp"

namespace wib::cli {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
namespace json = boost::json;
using namespace std::chrono_literals;
using asio::use_awaitable;

constexpr auto kPatience = 20s;        // for one answer of the API
constexpr auto kCallPatience = 15min;  // for a whole call, its upload included

struct Failed : std::runtime_error {
    using std::runtime_error::runtime_error;
};

struct Target {
    std::string host, port;
};

Target parse_url(std::string_view url) {
    constexpr std::string_view kScheme = "http://";
    if (!url.starts_with(kScheme)) throw Failed("WIB_URL must begin with http://");
    url.remove_prefix(kScheme.size());
    url = url.substr(0, url.find('/'));
    const auto colon = url.find(':');
    if (colon == std::string_view::npos) return {std::string{url}, "80"};
    return {std::string{url.substr(0, colon)}, std::string{url.substr(colon + 1)}};
}

/// A person at the API: keeps cookies and the CSRF token, as a browser would.
class Visitor {
  public:
    explicit Visitor(Target target) : target_(std::move(target)) {}

    Task<json::object> ask(http::verb method, std::string path, json::object body = {}) {
        auto stream = co_await connect();
        co_await http::async_write(
            stream, request(method, path, method == http::verb::get ? "" : json::serialize(body)), use_awaitable);
        beast::flat_buffer buffer;
        http::response<http::string_body> reply;
        co_await http::async_read(stream, buffer, reply, use_awaitable);
        for (const auto& field : reply)
            if (field.name() == http::field::set_cookie) keep_cookie(field.value());
        boost::system::error_code error;
        auto value = json::parse(reply.body(), error);
        if (error || !value.is_object())
            throw Failed(path + " answered " + std::to_string(reply.result_int()) + " without JSON");
        auto& object = value.as_object();
        if (reply.result_int() >= 300) {
            const auto text = [&](const char* key) {
                return object.contains(key) && object.at(key).is_string() ? std::string{object.at(key).as_string()}
                                                                          : std::string{};
            };
            throw Failed(path + ": " + text("code") + " " + text("error"));
        }
        if (const auto* token = object.if_contains("csrf_token"); token && token->is_string())
            csrf_ = token->as_string().c_str();
        co_return std::move(object);
    }

    /// Reads server-sent events until `on_event(kind, data)` says it has seen enough.
    template <class OnEvent>
    Task<void> follow(std::string path, OnEvent on_event) {
        auto stream = co_await connect();
        co_await http::async_write(stream, request(http::verb::get, path, ""), use_awaitable);
        beast::flat_buffer buffer;
        http::response_parser<http::buffer_body> parser;
        parser.body_limit(boost::none);
        co_await http::async_read_header(stream, buffer, parser, use_awaitable);
        if (parser.get().result_int() != 200)
            throw Failed(path + " answered " + std::to_string(parser.get().result_int()));
        stream.expires_after(kCallPatience);
        std::string pending, kind, data;
        while (!parser.is_done()) {
            std::array<char, 4096> chunk;
            parser.get().body().data = chunk.data();
            parser.get().body().size = chunk.size();
            boost::system::error_code error;
            co_await http::async_read_some(stream, buffer, parser, asio::redirect_error(use_awaitable, error));
            if (error && error != http::error::need_buffer)
                throw Failed("the event stream was cut: " + error.message());
            pending.append(chunk.data(), chunk.size() - parser.get().body().size);
            for (std::size_t end; (end = pending.find('\n')) != std::string::npos; pending.erase(0, end + 1)) {
                const std::string_view line{pending.data(), end};
                if (line.starts_with("event: ")) kind = line.substr(7);
                if (line.starts_with("data: ")) data = line.substr(6);
                if (!line.empty() || data.empty()) continue;
                const auto value = json::parse(data);
                if (on_event(kind, value.as_object())) co_return;
                kind.clear();
                data.clear();
            }
        }
    }

  private:
    Task<beast::tcp_stream> connect() {
        beast::tcp_stream stream{co_await asio::this_coro::executor};
        stream.expires_after(kPatience);
        asio::ip::tcp::resolver resolver{co_await asio::this_coro::executor};
        co_await stream.async_connect(co_await resolver.async_resolve(target_.host, target_.port, use_awaitable),
                                      use_awaitable);
        co_return stream;
    }

    http::request<http::string_body> request(http::verb method, const std::string& path, std::string body) const {
        http::request<http::string_body> r{method, path, 11};
        r.set(http::field::host, target_.host + ":" + target_.port);
        r.set(http::field::user_agent, "wib-call");
        std::string cookies;
        for (const auto& [name, value] : cookies_) cookies += (cookies.empty() ? "" : "; ") + name + "=" + value;
        if (!cookies.empty()) r.set(http::field::cookie, cookies);
        if (!csrf_.empty() && method != http::verb::get) r.set("X-CSRF-Token", csrf_);
        if (method != http::verb::get) r.set(http::field::content_type, "application/json");
        r.body() = std::move(body);
        r.prepare_payload();
        return r;
    }

    void keep_cookie(std::string_view field) {
        const auto pair = field.substr(0, field.find(';'));
        const auto equals = pair.find('=');
        if (equals == std::string_view::npos) return;
        cookies_[std::string{pair.substr(0, equals)}] = pair.substr(equals + 1);
    }

    Target target_;
    std::map<std::string, std::string> cookies_;
    std::string csrf_;
};

struct Options {
    std::string directory, script, to, heard;
    bool bridge = false;
};

Options parse_options(const std::vector<std::string>& arguments) {
    Options options;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const auto value = [&]() -> std::string {
            if (i + 1 >= arguments.size()) throw Failed(arguments[i] + " wants a value");
            return arguments[++i];
        };
        if (arguments[i] == "--directory")
            options.directory = value();
        else if (arguments[i] == "--script")
            options.script = value();
        else if (arguments[i] == "--to")
            options.to = value();
        else if (arguments[i] == "--heard")
            options.heard = value();
        else if (arguments[i] == "--bridge")
            options.bridge = true;
        else
            throw Failed("unknown option: " + arguments[i]);
    }
    return options;
}

std::string environment(const char* name) {
    const char* value = std::getenv(name);
    if (!value || !*value) throw Failed(std::string{name} + " is not set");
    return value;
}

std::string text_of(const json::object& object, std::string_view key) {
    const auto* value = object.if_contains(key);
    return value && value->is_string() ? std::string{value->as_string()} : std::string{};
}

/// What the sandbox's directory says about the numbers of this call.
struct Cast {
    std::string consumer_number, agent_number;
};

Cast cast_for(const Options& options) {
    std::ifstream in(options.directory);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    const auto entries = json::parse(text).as_array();
    Cast cast{.consumer_number = options.to};
    for (const auto& value : entries) {
        const auto& entry = value.as_object();
        const bool is_agent = text_of(entry, "role") == "agent";
        const bool picks_up = text_of(entry, "outcome") == "answers";
        if (is_agent && picks_up && options.bridge && cast.agent_number.empty())
            cast.agent_number = text_of(entry, "number");
        if (is_agent) continue;
        if ((!options.script.empty() && text_of(entry, "name") == options.script) ||
            text_of(entry, "number") == options.to)
            cast.consumer_number = text_of(entry, "number");
    }
    if (cast.consumer_number.empty()) throw Failed("no such script: " + options.script + " (./wib call --list)");
    return cast;
}

std::string clock_of(const json::object& segment) {
    const auto* start = segment.if_contains("start_ms");
    const auto seconds = start && start->is_number() ? start->to_number<long>() / 1000 : 0;
    char text[16];
    std::snprintf(text, sizeof text, "%ld:%02ld", seconds / 60, seconds % 60);
    return text;
}

Task<void> place_and_follow(Options options, int& status) {
    const auto cast = cast_for(options);
    Visitor visitor{parse_url(environment("WIB_URL"))};
    co_await visitor.ask(http::verb::get, "/api/auth/csrf");
    co_await visitor.ask(http::verb::post, "/api/auth/callback/credentials",
                         {{"email", environment("WIB_USER")}, {"password", environment("WIB_PASSWORD")}});

    json::object order{{"to_number", cast.consumer_number}, {"flow_type", options.bridge ? "bridge" : "direct"}};
    if (options.bridge) order["from_number"] = cast.agent_number;
    const auto placed = co_await visitor.ask(http::verb::post, "/api/voice/call", order);
    const auto call = text_of(placed, "call_id");
    std::printf("call %s to %s (%s)\n", call.c_str(), cast.consumer_number.c_str(), text_of(placed, "status").c_str());

    bool ended = false, connected = false, settled = false;
    std::string last_status;
    co_await visitor.follow("/api/calls/" + call + "/events", [&](const std::string& kind, const json::object& data) {
        if (kind == "call") {
            const auto now = text_of(data, "status");
            if (now != last_status) std::printf("  [%s]\n", now.c_str());
            last_status = now;
            connected = connected || now == "in_progress" || now == "bridged";
            ended = now == "completed" || now == "failed" || now == "busy" || now == "no_answer" || now == "canceled";
        }
        if (kind == "turn")
            std::printf("  %5s  %-8s  %s\n", clock_of(data).c_str(), text_of(data, "speaker").c_str(),
                        text_of(data, "content").c_str());
        std::fflush(stdout);
        settled = settled ||
                  (kind == "recording" && (text_of(data, "status") == "stored" || text_of(data, "status") == "failed"));
        return ended && (settled || !connected);
    });

    const auto detail = co_await visitor.ask(http::verb::get, "/api/calls/" + call);
    std::map<std::string, std::string> heard;
    int segments = 0;
    for (int after = -1;;) {
        const auto page =
            co_await visitor.ask(http::verb::get, "/api/calls/" + call + "/transcript?after=" + std::to_string(after));
        const auto& found = page.at("segments").as_array();
        if (found.empty()) break;
        for (const auto& segment : found)
            heard[text_of(segment.as_object(), "speaker")] += text_of(segment.as_object(), "content") + " ";
        segments += static_cast<int>(found.size());
        after = page.at("last_index").to_number<int>();
    }
    const auto timeline = co_await visitor.ask(http::verb::get, "/api/calls/" + call + "/timeline");

    std::printf("\n");
    const auto& kept = detail.at("call").as_object();
    std::printf("status      %s\n", text_of(kept, "status").c_str());
    bool stored = !connected;
    for (const auto& value : kept.at("recordings").as_array()) {
        const auto& recording = value.as_object();
        stored = stored || text_of(recording, "status") == "stored";
        std::printf("recording   %s  %s  sha256 %s\n", text_of(recording, "id").c_str(),
                    text_of(recording, "status").c_str(), text_of(recording, "media_hash").c_str());
    }
    std::printf(
        "transcript  %d segments in call_transcript_segments\ntimeline    %zu events\npage        %s/calls/%s\n",
        segments, timeline.at("events").as_array().size(), environment("WIB_URL").c_str(), call.c_str());
    if (!options.heard.empty()) {
        json::object words;
        for (const auto& [speaker, text] : heard) words[speaker] = text;
        std::ofstream{options.heard} << json::object{{"call", call}, {"heard", std::move(words)}};
    }
    status = stored ? 0 : 1;
}

json::value read_json(const std::string& path) {
    std::ifstream in(path);
    return json::parse(std::string{std::istreambuf_iterator<char>(in), {}});
}

/// Whether this leg of the sandbox was dialled for this call: its client state, base64 text, names it.
bool belongs_to(const json::object& leg, const std::string& call) {
    const auto state = codec::parse_base64(text_of(leg, "client_state"));
    return state && as_text(*state).find(call) != std::string_view::npos;
}

}  // namespace

int run_word_errors(const std::vector<std::string>& arguments) {
    if (arguments.size() != 2) throw UsageError("wants the files of what was heard and of the sandbox's legs");
    const auto told = read_json(arguments[0]).as_object();
    const auto call = text_of(told, "call");
    for (const auto& value : read_json(arguments[1]).as_array()) {
        const auto& leg = value.as_object();
        if (!belongs_to(leg, call)) continue;
        std::string said, cut;
        for (const auto& line : leg.at("said").as_array())
            (line.at("ended_ms").is_null() ? cut : said) += text_of(line.as_object(), "text") + " ";
        const auto speaker = text_of(leg, "role");
        const auto rate = error_rate(spoken_words(said), spoken_words(cut),
                                     spoken_words(text_of(told.at("heard").as_object(), speaker)));
        if (rate.words == 0) continue;
        std::printf(
            "word error rate, %-8s  %.1f %%  (%zu of %zu words said; of our path, not of anybody's recogniser)\n",
            speaker.c_str(), 100.0 * static_cast<double>(rate.errors) / static_cast<double>(rate.words), rate.errors,
            rate.words);
    }
    return 0;
}

int run_call(const std::vector<std::string>& arguments) {
    int status = 1;
    try {
        asio::io_context io{1};
        std::exception_ptr failure;
        asio::co_spawn(io, place_and_follow(parse_options(arguments), status),
                       [&](std::exception_ptr e) { failure = e; });
        io.run();
        if (failure) std::rethrow_exception(failure);
    } catch (const std::exception& e) {
        std::fprintf(stderr, "wib call: %s\n", e.what());
        return 1;
    }
    return status;
}

}  // namespace wib::cli

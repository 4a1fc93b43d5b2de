#include "edge/core/console.hpp"

#include <array>

#include "edge/core/answer.hpp"
#include "edge/core/page.hpp"

namespace wib::edge {
namespace {

constexpr std::string_view kPage = "/index.html";
// The build puts a hash of the content into the names below this folder: such a file never changes.
constexpr std::string_view kHashed = "/assets/";
constexpr Duration kPagePatience = std::chrono::seconds{10};
constexpr std::size_t kMaxPage = 64 * 1024;
constexpr std::array<std::string_view, 5> kConditions{"accept-encoding", "if-modified-since", "if-none-match",
                                                      "if-range", "range"};

bool names_a_file(std::string_view path) {
    return path.substr(path.rfind('/') + 1).contains('.');
}

api::Code why_missing(const Outcome& asset) {
    const bool is_missing = asset.ending == Ending::unavailable || (asset.done() && asset.status == 404);
    return is_missing ? api::Code::not_found : api::Code::internal_error;
}

// What is in the page differs from answer to answer, so that no copy of it is good for another one: it is asked for
// anew each time and has no tag to be compared by.
Part<Effect> serve_page(const Visit& visit, std::string_view path) {
    const auto asset = co_await visit.dialogue.ask(ReadAsset{std::string{kPage}, kPagePatience, kMaxPage});
    if (!asset.done() || asset.status != 200) co_return refuse(visit, kConsole, {why_missing(asset)});
    const auto& check = visit.config.human_check;
    const auto nonce = style_nonce(visit.event);
    Respond page{.status = 200,
                 .headers = {{"content-type", "text/html; charset=utf-8"}, {"cache-control", "no-cache"}},
                 .body = visit.is_head() ? std::string{} : dress(asset.body, nonce, check, path)};
    secure(page.headers, Surface::console, visit.correlation_id);
    page.headers.set("content-security-policy",
                     console_policy(nonce, check && asks_for_a_person(path) ? origin_of(check->widget_url) : "",
                                    loads_wasm(path) ? Wasm::allowed : Wasm::refused));
    co_return page;
}

}  // namespace

Part<Effect> serve_console(const Visit& visit, std::string_view path) {
    visit.dialogue.line().route = kConsole;
    if (visit.event.method != "GET" && visit.event.method != "HEAD")
        co_return refuse(visit, kConsole, {.code = api::Code::not_found, .extra = {{"path", std::string{path}}}});
    if (!names_a_file(path) || path == kPage) co_return co_await serve_page(visit, path);
    ServeAsset effect{.method = visit.event.method, .path = std::string{path}};
    for (const auto name : kConditions)
        if (visit.event.headers.has(name)) effect.headers.add(std::string{name}, std::string{visit.header(name)});
    effect.context = encode(FinishContext{.kind = FinishContext::Kind::asset,
                                          .correlation_id = visit.correlation_id,
                                          .route = effect.path,
                                          .head_only = visit.is_head(),
                                          .line = encode(visit.dialogue.line())});
    co_return effect;
}

Effect finish_asset(Dialogue& dialogue, const FinishContext& context, const Outcome& head) {
    const bool is_found = head.done() && (head.status == 200 || head.status == 206 || head.status == 304);
    if (!is_found) {
        const auto code = why_missing(head);
        dialogue.line().code = api::name(code);
        dialogue.note(Count{"refused", std::string{kConsole}, std::string{api::name(code)}});
        return respond({code}, context.correlation_id, context.head_only);
    }
    Respond answer{.status = head.status, .from = BodyFrom::passed, .headers = passable(head.headers)};
    // The others keep their names when they change; their ETag makes asking again cheap.
    answer.headers.set("cache-control",
                       context.route.starts_with(kHashed) ? "public, max-age=31536000, immutable" : "no-cache");
    secure(answer.headers, Surface::console, context.correlation_id);
    return answer;
}

}  // namespace wib::edge

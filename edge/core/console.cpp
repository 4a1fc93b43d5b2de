#include "edge/core/console.hpp"

#include <array>

#include "edge/core/answer.hpp"

namespace wib::edge {
namespace {

constexpr std::string_view kPage = "/index.html";
// The build puts a hash of the content into the names below this folder: such a file never changes.
constexpr std::string_view kHashed = "/assets/";
constexpr std::array<std::string_view, 5> kConditions{"accept-encoding", "if-modified-since", "if-none-match",
                                                      "if-range", "range"};

bool names_a_file(std::string_view path) {
    return path.substr(path.rfind('/') + 1).contains('.');
}

}  // namespace

Effect serve_console(const Visit& visit, std::string_view path) {
    if (visit.event.method != "GET" && visit.event.method != "HEAD")
        return refuse(visit, "console", {.code = api::Code::not_found, .extra = {{"path", std::string{path}}}});
    ServeAsset effect{.method = visit.event.method, .path = std::string{names_a_file(path) ? path : kPage}};
    for (const auto name : kConditions)
        if (visit.event.headers.has(name)) effect.headers.add(std::string{name}, std::string{visit.header(name)});
    effect.context = encode(FinishContext{.kind = FinishContext::Kind::asset,
                                          .correlation_id = visit.correlation_id,
                                          .route = effect.path,
                                          .head_only = visit.is_head()});
    return effect;
}

Effect finish_asset(Dialogue& dialogue, const FinishContext& context, const Outcome& head) {
    const bool is_found = head.done() && (head.status == 200 || head.status == 206 || head.status == 304);
    if (!is_found) {
        const bool is_missing = head.ending == Ending::unavailable || (head.done() && head.status == 404);
        const auto code = is_missing ? api::Code::not_found : api::Code::internal_error;
        dialogue.note(Count{"refused", "console", std::string{api::name(code)}});
        return respond({code}, context.correlation_id, context.head_only);
    }
    Respond answer{.status = head.status, .from = BodyFrom::passed, .headers = passable(head.headers)};
    // The page names the hashed files, so it must be asked for again each time; its ETag makes that cheap.
    answer.headers.set("cache-control",
                       context.route.starts_with(kHashed) ? "public, max-age=31536000, immutable" : "no-cache");
    secure(answer.headers, Surface::console, context.correlation_id);
    return answer;
}

}  // namespace wib::edge

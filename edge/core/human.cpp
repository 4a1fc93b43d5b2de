#include "edge/core/human.hpp"

#include <algorithm>

#include "edge/core/forward.hpp"
#include "edge/turnstile/siteverify.hpp"
#include "shared/codec/header.hpp"

namespace wib::edge {
namespace {

using turnstile::Answer;

constexpr Duration kPatience = std::chrono::seconds{5};
constexpr std::size_t kMaxAnswer = 8 * 1024;
// What Cloudflare could not tell, or never heard, is asked once more under the same key.
constexpr int kAttempts = 2;

FetchVendor question(const Visit& visit, const HumanCheck& check, std::string_view token, Duration patience) {
    return {.method = "POST",
            .target = check.verify_url,
            .headers = {{"content-type", "application/json"}, {"accept", "application/json"}},
            .body = turnstile::print_question(check.secret, token, visit.client_address(), visit.request),
            .patience = patience,
            .limit = kMaxAnswer};
}

/// Why nobody could tell, where there is no answer.
struct Asked {
    std::optional<Answer> answer;
    std::string_view silence;
};

Part<Asked> ask(const Visit& visit, const HumanCheck& check, std::string_view token) {
    const auto end = std::min(visit.dialogue.now() + kPatience, visit.event.now + kRequestPatience);
    Asked asked{.silence = "late"};
    for (int attempt = 0; attempt < kAttempts && visit.dialogue.now() < end; ++attempt) {
        const auto came = co_await visit.dialogue.ask(question(visit, check, token, end - visit.dialogue.now()));
        if (came.ending == Ending::late) co_return Asked{.silence = "late"};
        asked = {};
        if (came.done()) asked.answer = turnstile::read_answer(came.body);
        // Cloudflare refuses with 200, too; a yes with another status is somebody else's.
        if (asked.answer && asked.answer->verdict == Answer::Verdict::solved && came.status != 200)
            asked.answer.reset();
        asked.silence = came.done() ? "unreadable" : "unreachable";
        if (asked.answer && asked.answer->verdict != Answer::Verdict::try_again) break;
    }
    co_return asked;
}

// What stands against the visitor; "" when nothing does.
std::string objection(const Visit& visit, const api::Route& route, const Answer& answer) {
    if (answer.verdict == Answer::Verdict::refused) return answer.reason;
    if (codec::lower_case(answer.hostname) != codec::lower_case(without_port(visit.event.host))) return "hostname";
    if (answer.action != route.name) return "action";
    return {};
}

}  // namespace

std::string_view without_port(std::string_view host) {
    const auto colon = host.rfind(':');
    if (colon == std::string_view::npos || host.find(']', colon) != std::string_view::npos) return host;
    return host.substr(0, colon);
}

Part<std::optional<api::Problem>> check_human(const Visit& visit, const api::Route& route) {
    if (route.human == api::Human::unasked) co_return std::nullopt;
    const auto count = [&](std::string_view result) {
        visit.dialogue.note(Count{"human", std::string{route.name}, std::string{result}});
    };
    if (!visit.config.human_check) {
        count("not_checked");
        co_return std::nullopt;
    }
    const auto token = visit.header(api::kHumanProofHeader);
    if (token.empty() || token.size() > turnstile::kMaxToken) {
        count(token.empty() ? "missing" : "too_long");
        co_return api::Problem{api::Code::human_check_failed};
    }
    const auto [answer, silence] = co_await ask(visit, *visit.config.human_check, token);
    const bool is_told =
        answer && (answer->verdict == Answer::Verdict::solved || answer->verdict == Answer::Verdict::refused);
    if (!is_told) {
        count(answer ? std::string_view{answer->reason} : silence);
        co_return api::Problem{api::Code::human_check_unavailable};
    }
    if (const auto against = objection(visit, route, *answer); !against.empty()) {
        count(against);
        co_return api::Problem{api::Code::human_check_failed};
    }
    count("proven");
    co_return std::nullopt;
}

}  // namespace wib::edge

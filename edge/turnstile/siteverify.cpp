#include "edge/turnstile/siteverify.hpp"

#include <algorithm>
#include <array>

#include "shared/codec/reflect.hpp"

namespace wib::edge::turnstile {

/// The request's fields, by Cloudflare's names.
struct Siteverify {
    std::string secret;
    std::string response;
    std::optional<std::string> remoteip;
    std::string idempotency_key;
};
BOOST_DESCRIBE_STRUCT(Siteverify, (), (secret, response, remoteip, idempotency_key))

namespace {

using Verdict = Answer::Verdict;

struct Meaning {
    std::string_view code;
    Verdict verdict;
};
// Of several codes the one that says most about us comes first.
constexpr std::array<Meaning, 7> kMeanings{{{"missing-input-secret", Verdict::misasked},
                                            {"invalid-input-secret", Verdict::misasked},
                                            {"bad-request", Verdict::misasked},
                                            {"internal-error", Verdict::try_again},
                                            {"missing-input-response", Verdict::refused},
                                            {"invalid-input-response", Verdict::refused},
                                            {"timeout-or-duplicate", Verdict::refused}}};

std::string_view text_of(const boost::json::object& answer, std::string_view name) {
    const auto* value = answer.if_contains(name);
    const auto* text = value ? value->if_string() : nullptr;
    return text ? std::string_view{text->data(), text->size()} : std::string_view{};
}

bool names(const boost::json::array& codes, std::string_view code) {
    return std::ranges::any_of(codes, [&](const boost::json::value& value) {
        const auto* text = value.if_string();
        return text && std::string_view{text->data(), text->size()} == code;
    });
}

}  // namespace

std::string print_question(const Secret& secret, std::string_view token, std::string_view address,
                           const RequestId& once) {
    Siteverify question{.secret = secret.reveal(), .response = std::string{token}, .idempotency_key = to_string(once)};
    if (!address.empty()) question.remoteip = address;
    return codec::print(question);
}

std::optional<Answer> read_answer(std::string_view body) {
    const codec::Document document{body, {.unknown = codec::Unknown::ignored, .max_depth = 8}};
    const auto* answer = document.error() ? nullptr : document.root().if_object();
    const auto* success = answer ? answer->if_contains("success") : nullptr;
    if (!success || !success->is_bool()) return std::nullopt;
    if (success->get_bool())
        return Answer{.verdict = Verdict::solved,
                      .hostname = std::string{text_of(*answer, "hostname")},
                      .action = std::string{text_of(*answer, "action")},
                      .reason = {}};

    const auto* value = answer->if_contains("error-codes");
    const auto* codes = value ? value->if_array() : nullptr;
    if (codes)
        for (const auto& [code, verdict] : kMeanings)
            if (names(*codes, code)) return Answer{.verdict = verdict, .reason = std::string{code}};
    return Answer{.verdict = Verdict::refused, .reason = "other"};
}

}  // namespace wib::edge::turnstile

#include "edge/core/service.hpp"

#include <algorithm>

#include "shared/codec/header.hpp"
#include "shared/identity/service_token.hpp"
#include "shared/identity/session_token.hpp"

namespace wib::edge {
namespace {

using Found = Result<std::optional<Session>, api::Problem>;
using identity::TokenError;

constexpr Duration kCertsPatience = std::chrono::seconds{3};
constexpr std::size_t kMaxCerts = 64 * 1024;
constexpr std::chrono::seconds kCertsLife = std::chrono::hours{1};
/// What Access signs with now, and that it has been asked: an id it does not know makes us ask again, once a minute.
constexpr std::string_view kCerts = "a:certs:", kAsked = "a:asked:";

/// One proof, step by step: what is asked of the host, and what its answer means. Nothing here waits.
class Proof {
  public:
    Proof(const Visit& visit, const api::Route& route) : visit_(visit), route_(route) { present(); }

    /// What is to be asked next; nothing once `found` says how it ended.
    [[nodiscard]] std::optional<Effect>& question() { return question_; }
    void learn(const Outcome& answer);
    [[nodiscard]] Found take() { return std::move(found_); }

  private:
    enum class Asked { signature, kept_certs, lately, certs };

    void present();
    void present_token(std::string_view token);
    void present_assertion(std::string_view assertion);
    void ask(Asked asked, Effect question) {
        asked_ = asked;
        question_.emplace(std::move(question));
    }
    void look_for_key(std::string_view certs);
    void end(api::Problem problem) {
        question_.reset();
        found_ = unexpected(std::move(problem));
    }
    void refuse(TokenError error);
    void count(std::string_view result) const {
        visit_.dialogue.note(Count{std::string{by_}, std::string{route_.name}, std::string{result}});
    }
    [[nodiscard]] std::string named(std::string_view what) const {
        return std::string{what} + visit_.config.access->team_domain;
    }

    const Visit& visit_;
    const api::Route& route_;
    std::string_view by_;
    identity::ClaimedService claimed_;
    Asked asked_{};
    bool has_certs_ = false;  ///< Access has said, not long ago, what it signs with
    std::optional<Effect> question_;
    Found found_ = std::optional<Session>{};
};

void Proof::present() {
    const auto authorization = visit_.header("authorization");
    // A session token or an API key has no dots.
    if (const auto token = codec::bearer(authorization); token && token->find('.') != std::string_view::npos)
        return present_token(*token);
    const auto assertion = visit_.header(access::kAssertionHeader);
    const bool says_who = !authorization.empty() || identity::find_session_token({}, visit_.header("cookie"));
    // Pages of other origins (browsers say so with each question of theirs) shall not read by what Access once granted.
    if (!says_who && !visit_.event.headers.has("origin") && !assertion.empty() && visit_.config.access)
        present_assertion(assertion);
}

void Proof::present_token(std::string_view token) {
    by_ = "service_token";
    const auto& keys = visit_.config.service_keys;
    if (keys.empty()) return end({api::Code::vendor_not_configured, "No service token is taken."});
    auto claimed = identity::read_service_token(token, visit_.dialogue.now());
    if (!claimed) return refuse(claimed.error());
    claimed_ = std::move(*claimed);
    const auto key = std::ranges::find(keys, claimed_.key_id, &ServiceKey::id);
    if (key == keys.end()) return refuse(TokenError::unknown_key);
    ask(Asked::signature, VerifyEd25519{.key = key->key, .signature = claimed_.signature, .message = claimed_.message});
}

void Proof::present_assertion(std::string_view assertion) {
    by_ = "access";
    auto claimed = access::read_assertion(assertion, *visit_.config.access, visit_.dialogue.now());
    if (!claimed) return refuse(claimed.error());
    claimed_ = std::move(*claimed);
    ask(Asked::kept_certs, KvGet{named(kCerts)});
}

void Proof::learn(const Outcome& answer) {
    switch (asked_) {
        case Asked::signature:
            if (answer.ending == Ending::refused) return refuse(TokenError::mismatch);
            // Nobody could tell: nobody comes in.
            if (!answer.done()) return end({api::Code::capacity});
            question_.reset();
            found_ = std::optional{Session{identity::principal_of(claimed_), {}}};
            return;
        case Asked::kept_certs:
            has_certs_ = answer.done();
            if (has_certs_) look_for_key(answer.body);
            if (asked_ == Asked::kept_certs) ask(Asked::lately, KvGet{named(kAsked)});
            return;
        case Asked::lately:
            if (!answer.done()) {
                visit_.dialogue.note(KvPut{named(kAsked), "1"});
                return ask(Asked::certs, FetchVendor{.method = "GET",
                                                     .target = visit_.config.access->certs_url(),
                                                     .headers = {{"accept", "application/json"}},
                                                     .body = {},
                                                     .patience = kCertsPatience,
                                                     .limit = kMaxCerts});
            }
            break;
        case Asked::certs:
            if (answer.done() && answer.status == 200 && access::are_certs(answer.body)) {
                has_certs_ = true;
                visit_.dialogue.note(KvPut{named(kCerts), answer.body, kCertsLife});
                look_for_key(answer.body);
                if (asked_ == Asked::signature) return;
            }
            break;
    }
    if (has_certs_) return refuse(TokenError::unknown_key);
    count("unreachable");
    end({api::Code::capacity});
}

void Proof::look_for_key(std::string_view certs) {
    auto key = access::find_key(certs, claimed_.key_id);
    if (!key) return;
    ask(Asked::signature, VerifyRs256{.modulus = std::move(key->modulus),
                                      .exponent = std::move(key->exponent),
                                      .signature = claimed_.signature,
                                      .message = claimed_.message});
}

// Whatever was wrong, it is one refusal; the reason helps who made the token, and the counters.
void Proof::refuse(TokenError error) {
    count(name(error));
    end({.code = api::Code::session_revoked,
         .message = "The token is not valid.",
         .extra = {{"reason", std::string{name(error)}}}});
}

}  // namespace

Part<Found> find_service(const Visit& visit, const api::Route& route) {
    Proof proof{visit, route};
    while (proof.question()) proof.learn(co_await visit.dialogue.ask(std::move(*proof.question())));
    co_return proof.take();
}

}  // namespace wib::edge

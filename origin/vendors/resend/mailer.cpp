#include "origin/vendors/resend/mailer.hpp"

#include <charconv>
#include <vector>

#include "shared/codec/reflect.hpp"

namespace wib::resend {
namespace {

using notify::MailError;
using Kind = MailError::Kind;

// Bodies, in Resend's words (vendors/wire: POST /emails).

struct Tag {
    std::string name, value;
};
BOOST_DESCRIBE_STRUCT(Tag, (), (name, value))
struct EmailBody {
    std::string from;
    std::vector<std::string> to;
    std::string subject, html, text;
    std::vector<Tag> tags;
};
BOOST_DESCRIBE_STRUCT(EmailBody, (), (from, to, subject, html, text, tags))

struct Taken {
    std::string id;
};
BOOST_DESCRIBE_STRUCT(Taken, (), (id))
struct Refused {
    std::optional<std::string> name;
};
BOOST_DESCRIBE_STRUCT(Refused, (), (name))

constexpr codec::Reading kTheirs{.unknown = codec::Unknown::ignored};

MailError read_failure(const http::ClientError& error) {
    using Of = http::ClientError::Kind;
    switch (error.kind) {
        case Of::late:
        case Of::too_large:
        case Of::garbled:
            return {Kind::timed_out, true, error.detail};
        case Of::unreachable:
        case Of::untrusted:
        case Of::broken:
        case Of::busy:
            return {Kind::unreachable, true, error.detail};
        case Of::bad_url:
            return {Kind::not_configured, false, error.detail};
    }
    return {Kind::unreachable, true, error.detail};
}

std::optional<std::chrono::seconds> wait_of(const api::Response& answer) {
    const auto text = answer.headers.get("retry-after");
    int seconds = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (text.empty() || error != std::errc{} || end != text.data() + text.size() || seconds < 0) return std::nullopt;
    return std::chrono::seconds{std::min(seconds, 3600)};
}

}  // namespace

MailError read_refusal(const api::Response& answer) {
    const auto said = codec::parse<Refused>(answer.body, kTheirs);
    const auto name = said ? said->name.value_or("") : "";
    auto detail = std::to_string(answer.status) + " " + name;
    if (answer.status == 429) return {Kind::rate_limited, true, std::move(detail), wait_of(answer)};
    if (answer.status >= 500 || answer.status == 408) return {Kind::unreachable, true, std::move(detail)};
    // Our own earlier attempt is still being worked on.
    if (name == "concurrent_idempotent_requests") return {Kind::unreachable, true, std::move(detail)};
    if (name == "missing_api_key" || name == "invalid_api_key" || name == "restricted_api_key")
        return {Kind::not_configured, false, std::move(detail)};
    return {Kind::refused, false, std::move(detail)};
}

Mailer::Mailer(Config config, Send send) : config_(std::move(config)), send_(std::move(send)) {}

Task<Result<std::string, MailError>> Mailer::send(Uuid id, notify::Mail mail, Deadline deadline) {
    if (!is_configured()) co_return unexpected(MailError{Kind::not_configured, false, "no key"});
    const EmailBody body{.from = config_.from,
                         .to = {std::move(mail.to)},
                         .subject = std::move(mail.subject),
                         .html = std::move(mail.html),
                         .text = std::move(mail.text),
                         .tags = {{.name = "kind", .value = std::move(mail.kind)}}};
    http::ClientRequest request{.method = "POST", .url = config_.base_url + "/emails", .body = codec::print(body)};
    request.headers.add("Authorization", "Bearer " + config_.api_key.reveal());
    request.headers.add("Content-Type", "application/json");
    request.headers.add("Accept", "application/json");
    request.headers.add("User-Agent", "word-is-bond");  // refused without one
    request.headers.add("Idempotency-Key", "email_outbox_" + to_string(id));
    request.resend = http::Resend::once_if_broken;  // the key makes the second one harmless
    const auto answer = co_await send_(std::move(request), deadline);
    if (!answer) co_return unexpected(read_failure(answer.error()));
    if (answer->status < 200 || answer->status > 299) co_return unexpected(read_refusal(*answer));
    auto taken = codec::parse<Taken>(answer->body, kTheirs);
    // Taken, but under which name we cannot tell: the same key asks again.
    if (!taken) co_return unexpected(MailError{Kind::timed_out, true, "an answer without an id"});
    co_return std::move(taken->id);
}

}  // namespace wib::resend

#include "origin/vendors/resend/news.hpp"

#include "shared/codec/reflect.hpp"
#include "shared/codec/text.hpp"
#include "shared/webhooks/vendor_event.hpp"

namespace wib::resend {
namespace {

using notify::MailFact;

// Bodies, in Resend's words (vendors/wire: Webhooks). Of `data` only what says which letter, and why.

struct Bounce {
    std::optional<std::string> type, subType;
};
BOOST_DESCRIBE_STRUCT(Bounce, (), (type, subType))
struct Reason {
    std::optional<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(Reason, (), (reason))
struct Data {
    codec::Text<1, 200> email_id;
    std::optional<Bounce> bounce;
    std::optional<Reason> failed, suppressed;
};
BOOST_DESCRIBE_STRUCT(Data, (), (email_id, bounce, failed, suppressed))
struct Told {
    Data data;
};
BOOST_DESCRIBE_STRUCT(Told, (), (data))

constexpr codec::Reading kTheirs{.unknown = codec::Unknown::ignored};
constexpr std::size_t kLongestDetail = 90;

// Their words for why: short, and of the letters such words are made of.
std::string word(const std::optional<std::string>& text) {
    std::string kept;
    for (const char c : text.value_or("")) {
        if (kept.size() == kLongestDetail) break;
        const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
        kept += is_plain ? c : ' ';
    }
    return kept;
}

// A bounce is told when the vendor has given up, whatever its type; only a permanent one says that the address is none.
void tell_end(notify::MailNews& news, const Data& data) {
    if (news.event_type == "email.delivered") {
        news.fact = MailFact::delivered;
    } else if (news.event_type == "email.bounced") {
        const auto bounce = data.bounce.value_or(Bounce{});
        news.fact = MailFact::bounced;
        news.is_final = bounce.type == "Permanent";
        news.detail = word(bounce.type) + (bounce.subType ? " " + word(bounce.subType) : "");
    } else if (news.event_type == "email.suppressed") {
        // Their own list of such addresses: nothing was tried.
        news.fact = MailFact::bounced;
        news.is_final = true;
        news.detail = "Suppressed";
        if (data.suppressed && data.suppressed->reason) news.detail += " " + word(data.suppressed->reason);
    } else if (news.event_type == "email.failed") {
        news.fact = MailFact::bounced;
        news.detail = word(data.failed.value_or(Reason{}).reason);
    } else if (news.event_type == "email.complained") {
        news.fact = MailFact::complained;
    }
}

}  // namespace

std::optional<notify::MailNews> read_mail_news(std::string_view body, std::string_view signed_id, Instant received_at) {
    auto event = webhooks::parse_resend_event(body, signed_id, received_at);
    if (!event) return std::nullopt;
    notify::MailNews news{.event_id = std::move(event->event_id),
                          .event_type = std::move(event->event_type),
                          .occurred_at = event->occurred_at,
                          .vendor_id = {}};
    const auto told = codec::parse<Told>(body, kTheirs);
    if (!told) return news;
    news.vendor_id = told->data.email_id.value();
    tell_end(news, told->data);
    return news;
}

}  // namespace wib::resend

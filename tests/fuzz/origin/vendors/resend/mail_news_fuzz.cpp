#include "origin/vendors/resend/news.hpp"
#include "shared/codec/reflect.hpp"
#include "shared/core/ensure.hpp"
#include "tests/fuzz/draw.hpp"

// No event crashes its reader; what is read of one fits where it is kept, and only an event about a letter ends one.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using wib::ensure;
    const auto text = wib::fuzz::text_of(data, size);
    ensure(!wib::resend::read_mail_news(text, "", {}), "without a signed id it is no event");
    const auto news = wib::resend::read_mail_news(text, "msg_1", {});
    if (!news) return 0;
    ensure(news->event_id == "msg_1" && !news->event_type.empty(), "an event has a name and a kind");
    ensure(news->detail.size() <= 200 && news->vendor_id.size() <= 800, "and fits into its row");
    ensure(!news->fact || !news->vendor_id.empty(), "what ended is a letter");
    ensure(!news->is_final || news->fact == wib::notify::MailFact::bounced, "only a bounce is for good");
    return 0;
}

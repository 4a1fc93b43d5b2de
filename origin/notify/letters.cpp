#include "origin/notify/letters.hpp"

#include <algorithm>

#include "shared/codec/text.hpp"
#include "shared/identity/mail_token.hpp"

namespace wib::notify {
namespace {

using identity::MailPurpose;

struct Words {
    std::string subject;
    std::string before;  // what is said before the link
    std::string button;
    std::string link;
    std::string after;
};

std::string escape(std::string_view text) {
    std::string safe;
    for (const char c : text) switch (c) {
            case '&':
                safe += "&amp;";
                break;
            case '<':
                safe += "&lt;";
                break;
            case '>':
                safe += "&gt;";
                break;
            case '"':
                safe += "&quot;";
                break;
            default:
                safe += c;
        }
    return safe;
}

// A name that somebody chose stands in a subject and beside our words: one line, and not long enough to say much.
std::string tame(std::string_view text) {
    constexpr std::size_t kMost = 80;
    std::string line;
    for (std::size_t at = 0; at < text.size();) {
        const auto length = std::max<std::size_t>(1, codec::utf8_length(text, at));
        if (line.size() + length > kMost) return line + "…";
        if (static_cast<unsigned char>(text[at]) < 32)
            line += ' ';
        else
            line += text.substr(at, length);
        at += length;
    }
    return line;
}

std::string link_of(const Desk& desk, std::string_view page, MailPurpose purpose, const Uuid& id) {
    return desk.public_url + std::string{page} + "#token=" + identity::mail_token(purpose, id, desk.key).reveal();
}

struct Measured {
    std::string_view metric;  // plans::Metric, as usage_alerts has it
    std::string_view what;    // "its limit of calls"
    std::string_view units;   // "80 of the 100 calls"
    std::string_view when;    // for what is counted a month
};
constexpr Measured kMeasured[] = {{"calls", "calls", "calls", " this month"},
                                  {"minutes", "minutes", "minutes of calls", " this month"},
                                  {"transcripts", "transcripts", "transcripts", " this month"},
                                  {"users", "people", "people", ""},
                                  {"storage_bytes", "storage", "GB of storage", ""}};

// Whole things; of bytes, gigabytes with a tenth.
std::string amount(std::string_view metric, std::int64_t count) {
    constexpr std::int64_t kTenthOfGigabyte = 100'000'000;
    if (metric != "storage_bytes") return std::to_string(count);
    const auto tenths = count / kTenthOfGigabyte;
    return std::to_string(tenths / 10) + (tenths % 10 == 0 ? "" : "." + std::to_string(tenths % 10));
}

Words usage_words(const Desk& desk, const LetterDetail& detail) {
    const auto metric = detail.metric.value_or("");
    const auto known = std::ranges::find(kMeasured, metric, &Measured::metric);
    const auto measured = known == std::end(kMeasured) ? Measured{"", metric, metric, ""} : *known;
    const auto organization = tame(detail.organization.value_or("Your organisation"));
    const auto percent = std::to_string(detail.percent.value_or(0));
    const bool is_full = detail.percent.value_or(0) >= 100;
    return {.subject = organization + (is_full ? " has reached its limit of " : " has used " + percent + " % of its ") +
                       std::string{measured.what},
            .before = organization + " uses " + amount(metric, detail.used.value_or(0)) + " of the " +
                      amount(metric, detail.limit.value_or(0)) + " " + std::string{measured.units} +
                      " that its plan includes" + std::string{measured.when} + "." +
                      (is_full ? " More are refused until there is room again." : " Beyond that, more are refused."),
            .button = "See what is used",
            .link = desk.public_url + "/settings/plan",
            .after = "This goes to the owners and admins of " + organization + ", once for each mark."};
}

Words words_of(const Desk& desk, Letter letter, const Uuid& proof, const LetterDetail& detail) {
    switch (letter) {
        case Letter::verify_email:
            return {.subject = "Confirm your e-mail address",
                    .before = "Welcome to Word Is Bond. Please confirm that this address is yours.",
                    .button = "Confirm address",
                    .link = link_of(desk, "/verify-email", MailPurpose::verify_email, proof),
                    .after = "The link works for 24 hours. If you did not sign up, ignore this letter."};
        case Letter::reset_password:
            return {.subject = "Choose a new password",
                    .before = "Somebody, hopefully you, asked for a new password for this address.",
                    .button = "Choose a password",
                    .link = link_of(desk, "/reset-password", MailPurpose::reset_password, proof),
                    .after =
                        "The link works once, for 60 minutes, and signs you out everywhere. If it was not you, "
                        "ignore this letter: nothing has changed."};
        case Letter::invitation: {
            const auto organization = tame(detail.organization.value_or("an organisation"));
            return {.subject = "Invitation to " + organization,
                    .before = tame(detail.inviter.value_or("Somebody")) + " invites you to join " + organization +
                              " on Word Is Bond as " + detail.role.value_or("viewer") + ".",
                    .button = "Accept the invitation",
                    .link = invitation_link(desk, proof),
                    .after = "The link works once, for 7 days, and for this address only."};
        }
        case Letter::notice:
            return {.subject = detail.subject.value_or("A note from Word Is Bond"),
                    .before = detail.text.value_or(""),
                    .button = "Open Word Is Bond",
                    .link = desk.public_url + "/",
                    .after = ""};
        case Letter::usage_alert:
            return usage_words(desk, detail);
    }
    return {};
}

std::string html_of(const Words& words) {
    const auto paragraph = [](std::string_view text) {
        return R"(<p style="margin:0 0 18px;font-size:15px;line-height:1.5;color:#1c2333">)" + escape(text) + "</p>";
    };
    const auto link = escape(words.link);
    std::string html = R"(<!doctype html><html lang="en"><body style="margin:0;padding:32px 16px;background:#f4f5f8;)"
                       R"(font-family:system-ui,-apple-system,'Segoe UI',sans-serif">)"
                       R"(<div style="max-width:520px;margin:0 auto;padding:32px;background:#fff;border-radius:12px">)"
                       R"(<p style="margin:0 0 24px;font-size:14px;font-weight:600;color:#3d53c5">Word Is Bond</p>)";
    html += paragraph(words.before);
    html += R"(<p style="margin:0 0 24px"><a href=")" + link +
            R"(" style="display:inline-block;padding:11px 20px;border-radius:8px;background:#3d53c5;color:#fff;)"
            R"(font-size:15px;font-weight:600;text-decoration:none">)" +
            escape(words.button) + "</a></p>";
    html += R"(<p style="margin:0 0 18px;font-size:13px;color:#5b6478;word-break:break-all">)" + link + "</p>";
    if (!words.after.empty()) html += paragraph(words.after);
    return html + "</div></body></html>";
}

}  // namespace

std::string invitation_link(const Desk& desk, const Uuid& invitation) {
    return link_of(desk, "/accept-invite", MailPurpose::invitation, invitation);
}

Mail write_letter(const Desk& desk, Letter letter, const Uuid& id, std::string to, const LetterDetail& detail) {
    const auto proof = detail.proof ? parse_uuid(*detail.proof).value_or(id) : id;
    const auto words = words_of(desk, letter, proof, detail);
    auto text = words.before + "\n\n" + words.link + "\n";
    if (!words.after.empty()) text += "\n" + words.after + "\n";
    return {.to = std::move(to),
            .subject = words.subject,
            .text = std::move(text),
            .html = html_of(words),
            .kind = std::string{codec::enum_name(letter)}};
}

}  // namespace wib::notify

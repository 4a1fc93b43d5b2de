#include "shared/privacy/redaction.hpp"

#include <algorithm>
#include <numeric>
#include <optional>
#include <vector>

#include "shared/privacy/digit_runs.hpp"
#include "shared/privacy/words.hpp"

namespace wib::privacy {
namespace {

constexpr bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
constexpr bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
constexpr bool is_hex(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

// How many words away a keyword still speaks of a number.
constexpr std::size_t kReach = 6;

struct Finding {
    Span span;
    Kind kind;
};

// What has been found so far; an earlier finding keeps its ground. Byte by byte, so that a long text full of findings
// costs no more than its length.
class Findings {
  public:
    explicit Findings(std::size_t text_size) : taken_(text_size) {}

    bool add(Span span, Kind kind) {
        const auto first = taken_.begin() + static_cast<std::ptrdiff_t>(span.begin);
        const auto last = taken_.begin() + static_cast<std::ptrdiff_t>(span.end);
        if (std::find(first, last, true) != last) return false;
        std::fill(first, last, true);
        all_.push_back({span, kind});
        return true;
    }
    [[nodiscard]] std::vector<Finding> in_order() && {
        std::ranges::sort(all_, {}, [](const Finding& f) { return f.span.begin; });
        return std::move(all_);
    }

  private:
    std::vector<bool> taken_;
    std::vector<Finding> all_;
};

struct Scan {
    std::string_view text;
    std::vector<Word> words;
    std::vector<DigitRun> runs;
    Findings findings;
};

// Consecutive groups of a run, with their digits in one string.
struct Window {
    std::size_t first_word;
    std::size_t last_word;
    Span span;
    std::string digits;
};

Window window_of(const DigitRun& run, std::size_t first, std::size_t last) {
    Window window{.first_word = run[first].first_word,
                  .last_word = run[last].last_word,
                  .span = {run[first].span.begin, run[last].span.end},
                  .digits = {}};
    for (auto i = first; i <= last; ++i) window.digits += run[i].digits;
    return window;
}

// Calls `found(window)` for each window of at most `most` digits, the longest first at each place, until one is taken.
template <class Take>
void for_each_window(const DigitRun& run, std::size_t least, std::size_t most, Take take) {
    for (std::size_t first = 0; first < run.size(); ++first) {
        std::size_t last = first;
        std::size_t digits = run[first].digits.size();
        while (last + 1 < run.size() && digits + run[last + 1].digits.size() <= most)
            digits += run[++last].digits.size();
        for (;; --last) {
            if (digits >= least && digits <= most && take(window_of(run, first, last))) {
                first = last;
                break;
            }
            if (last == first) break;
            digits -= run[last].digits.size();
        }
    }
}

void find_cards(Scan& scan) {
    for (const auto& run : scan.runs)
        for_each_window(run, 13, 19, [&](const Window& w) {
            return w.digits.find_first_not_of('0') != std::string::npos && passes_luhn(w.digits) &&
                   scan.findings.add(w.span, Kind::card);
        });
}

void find_social_security_numbers(Scan& scan) {
    for (const auto& run : scan.runs) {
        for (std::size_t i = 0; i + 2 < run.size(); ++i) {
            const bool is_shaped = run[i].digits.size() == 3 && run[i + 1].digits.size() == 2 &&
                                   run[i + 2].digits.size() == 4 && scan.text[run[i].span.end] == '-' &&
                                   scan.text[run[i + 1].span.end] == '-';
            if (is_shaped) scan.findings.add({run[i].span.begin, run[i + 2].span.end}, Kind::ssn);
        }
        for_each_window(run, 9, 9, [&](const Window& w) {
            return is_near(scan.words, w.first_word, w.last_word, kReach, {"ssn", "social", "social security"}) &&
                   scan.findings.add(w.span, Kind::ssn);
        });
    }
}

void find_card_codes(Scan& scan) {
    for (const auto& run : scan.runs)
        for_each_window(run, 3, 4, [&](const Window& w) {
            return is_near(scan.words, w.first_word, w.last_word, kReach,
                           {"cvv", "cvc", "cvv2", "cvc2", "cid", "security code", "card code", "verification code"}) &&
                   scan.findings.add(w.span, Kind::cvv);
        });
}

bool is_north_american(std::string_view digits) {
    if (digits.size() == 11 && digits.front() == '1') digits.remove_prefix(1);
    return digits.size() == 10 && digits[0] >= '2' && digits[3] >= '2';
}

// A plus, or a bracket before the area code, belongs to the number.
Span with_prefix(std::string_view text, Span span) {
    while (span.begin > 0 && (text[span.begin - 1] == '+' || text[span.begin - 1] == '(')) --span.begin;
    return span;
}

void find_phones(Scan& scan) {
    for (const auto& run : scan.runs) {
        for (std::size_t i = 0; i < run.size(); ++i) {
            const auto begin = run[i].span.begin;
            const bool is_international = begin > 0 && scan.text[begin - 1] == '+';
            if (!is_international) continue;
            auto last = i;
            auto digits = run[i].digits.size();
            while (last + 1 < run.size() && digits + run[last + 1].digits.size() <= 15)
                digits += run[++last].digits.size();
            if (digits >= 7 && digits <= 15) scan.findings.add({begin - 1, run[last].span.end}, Kind::phone);
        }
        for_each_window(run, 10, 11, [&](const Window& w) {
            return is_north_american(w.digits) && scan.findings.add(with_prefix(scan.text, w.span), Kind::phone);
        });
    }
}

void find_emails(Scan& scan) {
    const auto text = scan.text;
    const auto is_local = [](char c) {
        return is_letter(c) || is_digit(c) || static_cast<unsigned char>(c) >= 0x80 ||
               std::string_view{"!#$%&'*+/=?^_`{|}~.-"}.find(c) != std::string_view::npos;
    };
    const auto is_domain = [](char c) {
        return is_letter(c) || is_digit(c) || c == '.' || c == '-' || static_cast<unsigned char>(c) >= 0x80;
    };
    for (auto at = text.find('@'); at != std::string_view::npos; at = text.find('@', at + 1)) {
        auto begin = at, end = at + 1;
        while (begin > 0 && is_local(text[begin - 1])) --begin;
        while (end < text.size() && is_domain(text[end])) ++end;
        while (end > at + 1 && !is_letter(text[end - 1]) && !is_digit(text[end - 1])) --end;
        const auto domain = text.substr(at + 1, end - at - 1);
        if (begin < at && domain.find('.') != std::string_view::npos) scan.findings.add({begin, end}, Kind::email);
    }
    // Spoken: "mary at example dot com".
    for (std::size_t i = 1; i + 3 < scan.words.size(); ++i) {
        const auto& w = scan.words;
        const bool is_spoken =
            w[i].text == "at" && w[i + 2].text == "dot" && w[i + 3].text.size() >= 2 && w[i + 3].text.size() <= 6;
        if (is_spoken) scan.findings.add({w[i - 1].span.begin, w[i + 3].span.end}, Kind::email);
    }
}

constexpr std::string_view kMonths[] = {"january", "february", "march",     "april",   "may",      "june",
                                        "july",    "august",   "september", "october", "november", "december"};

// "fifth", "5th", "21st": a number that is none of the digit runs.
bool is_ordinal(std::string_view word) {
    return word.size() > 2 &&
           (word.ends_with("th") || word.ends_with("st") || word.ends_with("nd") || word.ends_with("rd"));
}

void find_birth_dates(Scan& scan) {
    const auto& words = scan.words;
    const auto is_about_birth = [&](std::size_t first, std::size_t last) {
        return is_near(words, first, last, kReach, {"birth", "born", "birthday", "birthdate", "dob"});
    };
    const auto gap = [&](std::size_t i) {
        return scan.text.substr(words[i].span.end, words[i + 1].span.begin - words[i].span.end);
    };
    const auto is_number = [&](std::size_t i) { return std::ranges::all_of(words[i].text, is_digit); };

    for (std::size_t i = 0; i + 2 < words.size(); ++i) {
        const bool is_date = is_number(i) && is_number(i + 1) && is_number(i + 2) && gap(i) == gap(i + 1) &&
                             (gap(i) == "/" || gap(i) == "-" || gap(i) == ".");
        if (is_date && is_about_birth(i, i + 2))
            scan.findings.add({words[i].span.begin, words[i + 2].span.end}, Kind::dob);
    }
    std::vector<bool> is_part(words.size());
    for (std::size_t i = 0; i < words.size(); ++i) is_part[i] = is_ordinal(words[i].text);
    for (const auto& run : scan.runs)
        for (auto i = run.front().first_word; i <= run.back().last_word; ++i) is_part[i] = true;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (std::ranges::find(kMonths, words[i].text) == std::end(kMonths)) continue;
        auto last = i;
        while (last + 1 < words.size() && last - i < 6 && is_part[last + 1]) ++last;
        if (last > i && is_about_birth(i, last))
            scan.findings.add({words[i].span.begin, words[last].span.end}, Kind::dob);
    }
}

bool has_digit(std::string_view word) {
    return std::ranges::any_of(word, is_digit);
}

// The last of the words that a dash ties to word `at`: "D1234-5678".
std::size_t last_tied(const Scan& scan, std::size_t at) {
    while (at + 1 < scan.words.size() &&
           scan.text.substr(scan.words[at].span.end, scan.words[at + 1].span.begin - scan.words[at].span.end) == "-")
        ++at;
    return at;
}

void find_record_and_licence_numbers(Scan& scan) {
    const auto& words = scan.words;
    for (std::size_t first = 0, last = 0; first < words.size(); first = last + 1) {
        last = last_tied(scan, first);
        const Span span{words[first].span.begin, words[last].span.end};
        const auto size = span.end - span.begin;
        if (size < 4 || !has_digit(scan.text.substr(span.begin, size))) continue;
        if (is_near(words, first, last, 3, {"mrn", "medical record", "patient id", "patient number", "chart number"}))
            scan.findings.add(span, Kind::mrn);
        const bool is_shaped = size >= 6 && size <= 18;
        if (is_shaped && is_near(words, first, last, 4,
                                 {"passport", "driver's license", "driver's licence", "drivers license",
                                  "license number", "licence number", "driver license", "driver licence"}))
            scan.findings.add(span, Kind::id);
    }
}

constexpr std::string_view kStreetTypes[] = {"street",  "st",  "avenue", "ave", "road",    "rd",   "boulevard", "blvd",
                                             "lane",    "ln",  "drive",  "dr",  "court",   "ct",   "place",     "pl",
                                             "terrace", "way", "circle", "cir", "parkway", "pkwy", "highway",   "hwy"};

void find_addresses(Scan& scan) {
    const auto& words = scan.words;
    std::vector<std::size_t> ends;  // the last word of each street address
    for (std::size_t i = 0; i < words.size(); ++i) {
        const bool is_house_number = words[i].text.size() <= 6 && is_digit(words[i].text.front());
        if (!is_house_number) continue;
        for (auto last = i + 2; last < words.size() && last <= i + 5; ++last) {
            const auto before =
                scan.text.substr(words[last - 1].span.end, words[last].span.begin - words[last - 1].span.end);
            if (before.find_first_of(".!?;\n") != std::string_view::npos) break;
            if (std::ranges::find(kStreetTypes, words[last].text) == std::end(kStreetTypes)) continue;
            if (scan.findings.add({words[i].span.begin, words[last].span.end}, Kind::address)) ends.push_back(last);
            break;
        }
    }
    for (std::size_t i = 0; i < words.size(); ++i) {
        const bool is_zip = words[i].text.size() == 5 && std::ranges::all_of(words[i].text, is_digit);
        if (!is_zip) continue;
        const bool follows_street = std::ranges::any_of(ends, [&](std::size_t end) { return end < i && i - end <= 8; });
        if (!follows_street && !is_near(words, i, i, 3, {"zip", "zipcode", "zip code", "postal code"})) continue;
        auto span = words[i].span;
        const bool has_plus_four = i + 1 < words.size() && words[i + 1].text.size() == 4 &&
                                   has_digit(words[i + 1].text) &&
                                   scan.text.substr(span.end, words[i + 1].span.begin - span.end) == "-";
        if (has_plus_four) span.end = words[i + 1].span.end;
        scan.findings.add(span, Kind::address);
    }
}

void find_network_addresses(Scan& scan) {
    const auto text = scan.text;
    for (std::size_t begin = 0; begin < text.size();) {
        const auto is_part = [](char c) { return is_hex(c) || c == ':' || c == '.'; };
        if (!is_part(text[begin]) || (begin > 0 && (is_letter(text[begin - 1]) || is_digit(text[begin - 1])))) {
            ++begin;
            continue;
        }
        auto end = begin;
        while (end < text.size() && is_part(text[end])) ++end;
        const auto next = end;
        while (end > begin && (text[end - 1] == '.' || text[end - 1] == ':')) --end;
        const auto candidate = text.substr(begin, end - begin);
        const auto dots = std::ranges::count(candidate, '.'), colons = std::ranges::count(candidate, ':');
        const bool is_word_end = next == text.size() || !is_letter(text[next]);

        int octet = 0, octets = 0;
        bool is_four = colons == 0 && dots == 3;
        std::size_t digits = 0;
        for (std::size_t i = 0; is_four && i <= candidate.size(); ++i) {
            if (i == candidate.size() || candidate[i] == '.') {
                is_four = digits > 0 && octet <= 255;
                octets += is_four;
                octet = 0;
                digits = 0;
            } else {
                is_four = is_digit(candidate[i]) && ++digits <= 3;
                octet = octet * 10 + (candidate[i] - '0');
            }
        }
        const bool is_six =
            dots == 0 && (colons == 7 || (colons >= 2 && candidate.find("::") != std::string_view::npos));
        if (is_word_end && ((is_four && octets == 4) || is_six)) scan.findings.add({begin, end}, Kind::ip);
        begin = next;
    }
}

}  // namespace

std::string_view token(Kind kind) {
    switch (kind) {
        case Kind::ssn:
            return "[REDACTED_SSN]";
        case Kind::card:
            return "[REDACTED_CARD]";
        case Kind::cvv:
            return "[REDACTED_CVV]";
        case Kind::email:
            return "[REDACTED_EMAIL]";
        case Kind::phone:
            return "[REDACTED_PHONE]";
        case Kind::dob:
            return "[REDACTED_DOB]";
        case Kind::mrn:
            return "[REDACTED_MRN]";
        case Kind::address:
            return "[REDACTED_ADDRESS]";
        case Kind::id:
            return "[REDACTED_ID]";
        case Kind::ip:
            return "[REDACTED_IP]";
    }
    return {};
}

std::size_t Redacted::count() const {
    return std::accumulate(found.begin(), found.end(), std::size_t{0});
}

Redacted redact(std::string_view text) {
    Scan scan{.text = text, .words = split_words(text), .runs = {}, .findings = Findings{text.size()}};
    scan.runs = find_digit_runs(text, scan.words);
    // The surest first: what one kind has taken, no other looks at.
    find_network_addresses(scan);
    find_cards(scan);
    find_social_security_numbers(scan);
    find_record_and_licence_numbers(scan);
    find_birth_dates(scan);
    find_phones(scan);
    find_card_codes(scan);
    find_emails(scan);
    find_addresses(scan);

    Redacted redacted;
    std::size_t copied = 0;
    for (const auto& [span, kind] : std::move(scan.findings).in_order()) {
        redacted.text.append(text.substr(copied, span.begin - copied)).append(token(kind));
        ++redacted.found[static_cast<std::size_t>(kind)];
        copied = span.end;
    }
    redacted.text.append(text.substr(copied));
    return redacted;
}

}  // namespace wib::privacy

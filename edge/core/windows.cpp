#include "edge/core/windows.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

namespace wib::edge {
namespace {

std::int64_t unix_seconds(Instant at) {
    return unix_micros(at) / 1'000'000;
}

std::optional<std::int64_t> parse_number(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

Respond none_left(const Visit& visit, const api::Route& route, const Allowance& allowance) {
    const auto wait = unix_seconds(allowance.resets) - unix_seconds(visit.dialogue.now());
    auto refusal = refuse(visit, route.name,
                          {.code = api::Code::rate_limited,
                           .extra = {{"retry_after_seconds", std::to_string(std::max<std::int64_t>(1, wait))}}});
    tell(refusal.headers, allowance);
    return refusal;
}

std::vector<std::string_view> groups_of(std::string_view text) {
    std::vector<std::string_view> groups;
    while (!text.empty()) {
        const auto end = std::min(text.find(':'), text.size());
        groups.push_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return groups;
}

// The first four of eight groups; "::" stands for the zeros that are missing (RFC 4291 §2.2).
std::string network_of(std::string_view address) {
    constexpr std::size_t kGroups = 8;
    const auto gap = address.find("::");
    auto groups = groups_of(address.substr(0, gap));
    if (gap != std::string_view::npos) {
        const auto after = groups_of(address.substr(gap + 2));
        while (groups.size() + after.size() < kGroups) groups.push_back("0");
        groups.insert(groups.end(), after.begin(), after.end());
    }
    std::string network;
    for (std::size_t at = 0; at < std::min(groups.size(), kGroups / 2); ++at) network += std::string{groups[at]} + ':';
    return network + ":/64";
}

}  // namespace

std::string address_group(std::string_view address) {
    // ::ffff:192.0.2.1 is an IPv4 address in other clothes (RFC 4291 §2.5.5.2).
    constexpr std::string_view kMapped = "::ffff:";
    if (address.starts_with(kMapped) && address.find('.') != std::string_view::npos)
        return std::string{address.substr(kMapped.size())};
    return address.find(':') == std::string_view::npos ? std::string{address} : network_of(address);
}

std::string counter_of(const api::Route& route, const std::optional<Session>& session, std::string_view address) {
    std::string counter = "rl:" + std::string{api::name(route.rate)} + ":";
    if (!session) return counter + address_group(address);
    const auto& who = session->principal;
    if (who.organization) counter += to_string(*who.organization) + ":";
    if (who.user) return counter + to_string(*who.user);
    if (who.kind == ActorKind::service) return counter + who.label;
    return counter + (who.actor ? to_string(*who.actor) : std::string{});
}

Part<Result<std::optional<Allowance>, Respond>> spend(const Visit& visit, const api::Route& route,
                                                      const std::optional<Session>& session) {
    const auto rule = api::rate_limit(route.rate);
    if (!rule || rule->counting == api::Counting::nothing || !visit.config.has_windows)
        co_return std::optional<Allowance>{};

    const auto now = visit.dialogue.now();
    Allowance allowance{.limit = rule->requests,
                        .remaining = 0,
                        .resets = {},
                        .counter = counter_of(route, session, visit.client_address()),
                        .label = unix_seconds(now) / rule->window.count(),
                        .is_given_back = rule->counting == api::Counting::failures};
    allowance.resets = from_unix_seconds((allowance.label + 1) * rule->window.count());

    const auto counted = co_await visit.dialogue.ask(
        Spend{.key = allowance.counter, .label = allowance.label, .amount = 1, .life = 2 * rule->window});
    const auto stands_at = counted.done() ? parse_number(counted.body) : std::nullopt;
    if (!stands_at) {
        visit.dialogue.note(Count{"uncounted", std::string{route.name}, rule->fails_closed ? "refused" : "let_in"});
        if (rule->fails_closed) co_return unexpected(refuse(visit, route.name, {api::Code::capacity}));
        co_return std::optional<Allowance>{};
    }
    if (*stands_at > rule->requests) co_return unexpected(none_left(visit, route, allowance));
    allowance.remaining = static_cast<int>(rule->requests - *stands_at);
    co_return std::optional{std::move(allowance)};
}

Spend give_back(const Allowance& allowance) {
    return {.key = allowance.counter, .label = allowance.label, .amount = -1, .life = {}};
}

void tell(api::Headers& headers, const Allowance& allowance) {
    headers.set("x-ratelimit-limit", std::to_string(allowance.limit));
    headers.set("x-ratelimit-remaining", std::to_string(allowance.remaining));
    headers.set("x-ratelimit-reset", std::to_string(unix_seconds(allowance.resets)));
}

std::string encode(const std::optional<Allowance>& allowance) {
    if (!allowance) return {};
    return std::to_string(allowance->limit) + ' ' + std::to_string(allowance->remaining) + ' ' +
           std::to_string(unix_seconds(allowance->resets)) + ' ' + std::to_string(allowance->label) + ' ' +
           (allowance->is_given_back ? "back " : "kept ") + allowance->counter;
}

std::optional<std::optional<Allowance>> decode_allowance(std::string_view text) {
    if (text.empty()) return std::optional{std::optional<Allowance>{}};
    std::array<std::string_view, 5> words;
    for (auto& word : words) {
        const auto end = text.find(' ');
        if (end == std::string_view::npos) return std::nullopt;
        word = text.substr(0, end);
        text.remove_prefix(end + 1);
    }
    const auto within = [](std::string_view word, std::int64_t most) {
        const auto number = parse_number(word);
        return number && *number >= 0 && *number <= most ? number : std::nullopt;
    };
    constexpr std::int64_t kMostRequests = 1'000'000'000, kYear9999 = 253'402'300'799;
    const auto limit = within(words[0], kMostRequests), remaining = within(words[1], kMostRequests),
               resets = within(words[2], kYear9999), label = within(words[3], kYear9999);
    const auto is_known = words[4] == "back" || words[4] == "kept";
    if (!limit || !remaining || !resets || !label || !is_known || text.empty()) return std::nullopt;
    return std::optional{Allowance{.limit = static_cast<int>(*limit),
                                   .remaining = static_cast<int>(*remaining),
                                   .resets = from_unix_seconds(*resets),
                                   .counter = std::string{text},
                                   .label = *label,
                                   .is_given_back = words[4] == "back"}};
}

}  // namespace wib::edge

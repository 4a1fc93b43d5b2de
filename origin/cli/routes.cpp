#include "origin/cli/routes.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <cstdio>

#include "origin/cli/arguments.hpp"

namespace wib::cli {
namespace {

std::string_view name(api::Auth auth) {
    switch (auth) {
        case api::Auth::open:
            return "open";
        case api::Auth::optional:
            return "optional";
        case api::Auth::session:
            return "session";
        case api::Auth::platform:
            return "platform";
        case api::Auth::webhook:
            return "webhook";
        case api::Auth::internal:
            return "internal";
    }
    return {};
}

std::string_view name(api::Csrf csrf) {
    switch (csrf) {
        case api::Csrf::none:
            return "none";
        case api::Csrf::pre_session:
            return "pre_session";
        case api::Csrf::session:
            return "session";
    }
    return {};
}

}  // namespace

std::string policy_json(const api::Route& route) {
    boost::json::object row;
    row["method"] = api::name(route.method);
    row["path"] = route.pattern;
    row["name"] = route.name;
    row["auth"] = name(route.auth);
    row["role"] = wib::name(route.role);
    row["level"] = level(route.role);
    if (route.permission) row["permission"] = route.permission.name();
    if (route.capability) {
        row["capability"] = plans::name(*route.capability);
        row["plan"] = plans::name(plans::lowest_plan(*route.capability));
    }
    row["csrf"] = name(route.csrf);
    row["body_limit"] = route.body_limit;
    row["rate_class"] = api::name(route.rate);
    if (const auto limit = api::rate_limit(route.rate)) {
        row["requests"] = limit->requests;
        row["window_s"] = limit->window.count();
    }
    row["idempotent"] = route.idempotency == api::Idempotency::honoured;
    row["human"] = route.human == api::Human::proven;
    row["cached_s"] = route.cache == api::Cache::five_minutes ? 300 : 0;
    row["streamed"] = route.streaming != api::Streaming::no;
    if (!route.vendor.empty()) row["vendor"] = route.vendor;
    return boost::json::serialize(row);
}

std::string policy_words(const api::Route& route) {
    std::string words{route.auth == api::Auth::session ? wib::name(route.role) : name(route.auth)};
    if (!route.vendor.empty()) words += " " + std::string{route.vendor};
    if (route.permission) words += " " + std::string{route.permission.name()};
    if (route.capability) words += ", plan with " + std::string{plans::name(*route.capability)};
    if (route.csrf != api::Csrf::none) words += ", csrf";
    if (route.body_limit >= 1024) words += ", " + std::to_string(route.body_limit / 1024) + " KiB";
    if (const auto limit = api::rate_limit(route.rate))
        words += ", " + std::to_string(limit->requests) + "/" +
                 std::to_string(std::chrono::duration_cast<std::chrono::minutes>(limit->window).count()) + " " +
                 std::string{api::name(route.rate)};
    if (route.idempotency == api::Idempotency::honoured) words += ", once";
    if (route.human == api::Human::proven) words += ", a person";
    if (route.cache == api::Cache::five_minutes) words += ", kept 5 min";
    if (route.streaming == api::Streaming::yes) words += ", streamed";
    if (route.streaming == api::Streaming::socket) words += ", WebSocket";
    return words;
}

int run_routes(const std::vector<std::string>& words) {
    const Arguments arguments{words, {}, {"--json"}};
    const bool as_json = arguments.has("--json");
    for (const auto& route : api::routes()) {
        if (as_json)
            std::printf("%s\n", policy_json(route).c_str());
        else
            std::printf("%-6.*s %-42.*s %s\n", static_cast<int>(api::name(route.method).size()),
                        api::name(route.method).data(), static_cast<int>(route.pattern.size()), route.pattern.data(),
                        policy_words(route).c_str());
    }
    return 0;
}

}  // namespace wib::cli

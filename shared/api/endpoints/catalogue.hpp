#pragma once
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/api/endpoints/endpoint.hpp"
#include "shared/codec/schema.hpp"

/// Endpoints without their types: what the document prints and what the tests try on each of them.
namespace wib::api {

/// A parameter of path or query.
struct Parameter {
    std::string name;
    bool required;
    boost::json::object schema;
    std::optional<boost::json::value> example;
};

struct Described {
    std::string_view route, tag, summary, description, content_type;
    int status;
    std::vector<Code> problems;  ///< what the endpoint itself says, without what its row implies
    std::vector<AlsoAnswers> also;
    std::vector<SaysHeader> headers;

    bool takes_body, takes_file, takes_query, takes_ids;  ///< a file is no body of ours: nothing here reads it
    bool replies_json;
    std::string example_body, example_reply;  ///< "" where there is none

    std::vector<Parameter> (*path)(codec::Schemas&);
    std::vector<Parameter> (*query)(codec::Schemas&);
    boost::json::object (*body)(codec::Schemas&);    ///< schema; asked only when takes_body
    boost::json::object (*reply)(codec::Schemas&);   ///< schema; asked only when replies_json
    boost::json::object (*events)(codec::Schemas&);  ///< event → schema of its data

    std::optional<Problem> (*refuses_path)(const codec::TextFields&);
    std::optional<Problem> (*refuses_query)(const codec::TextFields&);
    std::optional<Problem> (*refuses_body)(std::string);
    /// Parsed and printed again; nothing when it does not parse. A body with a secret is given back as it came.
    std::optional<std::string> (*reprinted_body)(const std::string&);
    std::optional<std::string> (*reprinted_reply)(const std::string&);
};

/// Every endpoint of the product, by domain.
[[nodiscard]] std::vector<Described> endpoints();

// One list a domain: a new endpoint is a name in one of them.
[[nodiscard]] std::vector<Described> service_endpoints();
[[nodiscard]] std::vector<Described> auth_endpoints();
[[nodiscard]] std::vector<Described> rights_endpoints();
[[nodiscard]] std::vector<Described> people_endpoints();
[[nodiscard]] std::vector<Described> organization_endpoints();
[[nodiscard]] std::vector<Described> onboarding_endpoints();
[[nodiscard]] std::vector<Described> team_endpoints();
[[nodiscard]] std::vector<Described> api_key_endpoints();
[[nodiscard]] std::vector<Described> plan_endpoints();
[[nodiscard]] std::vector<Described> call_endpoints();
[[nodiscard]] std::vector<Described> transcript_endpoints();
[[nodiscard]] std::vector<Described> search_endpoints();
[[nodiscard]] std::vector<Described> monitor_endpoints();
[[nodiscard]] std::vector<Described> live_endpoints();
[[nodiscard]] std::vector<Described> record_endpoints();
[[nodiscard]] std::vector<Described> evidence_endpoints();
[[nodiscard]] std::vector<Described> audio_endpoints();
[[nodiscard]] std::vector<Described> webhook_endpoints();
[[nodiscard]] std::vector<Described> reliability_endpoints();
[[nodiscard]] std::vector<Described> job_endpoints();
[[nodiscard]] std::vector<Described> internal_endpoints();

// ---------------------------------------------------------------------------------------------------------------------------

namespace detail {

template <class T>
struct Unwrapped {
    using Type = T;
};
template <class T>
struct Unwrapped<std::optional<T>> {
    using Type = T;
};

template <class T, class M>
Parameter parameter(codec::Schemas& schemas, std::string_view name, const M& example) {
    Parameter made{.name = std::string{name}, .required = !requires {codec::FromText<M>::absent();
}
, .schema = schemas.of<typename Unwrapped<M>::Type>(codec::Direction::read), .example = std::nullopt
};  // namespace detail
if constexpr (requires { T::about; })
    for (const codec::About& about : T::about)
        if (about.member == name) codec::detail::describe(made.schema, about);
auto printed = boost::json::parse(codec::print(example));
if (!printed.is_null()) made.example = std::move(printed);
return made;
}  // namespace wib::api

template <class T>
std::vector<Parameter> parameters(codec::Schemas& schemas, const T& example) {
    std::vector<Parameter> made;
    [&]<template <class...> class L, class... D>(L<D...>) {
        (made.push_back(parameter<T>(schemas, codec::detail::wire_name(D::name), example.*D::pointer)), ...);
    }(typename codec::Json<T>::Members{});
    return made;
}

template <class T>
constexpr bool has_ids() {
    return []<template <class...> class L, class... D>(L<D...>) {
        return (codec::detail::kIsId<codec::detail::MemberType<D>> || ...);
    }(typename codec::Json<T>::Members{});
}

template <class T>
std::optional<std::string> reprinted(const std::string& text) {
    const auto value = codec::parse<T>(text);
    if (!value) return std::nullopt;
    return codec::print(*value);
}

template <class... E>
boost::json::object events_of(codec::Schemas& schemas, std::tuple<E...>*) {
    boost::json::object events;
    (events.emplace(E::name, schemas.of<typename E::Data>(codec::Direction::printed)), ...);
    return events;
}

template <class R>
std::optional<Problem> refusal(R&& result) {
    if (result) return std::nullopt;
    return std::move(result.error());
}

template <class E>
Described described() {
    using Path = typename E::Path;
    using Query = typename E::Query;
    using Body = typename E::Body;
    using Reply = typename E::Reply;
    constexpr bool takes_file = std::same_as<Body, FileForm>;
    constexpr bool takes_body = !std::same_as<Body, Nothing> && !takes_file;
    constexpr bool replies_json = !std::same_as<Reply, Streamed> && !std::same_as<Reply, Nothing>;
    const auto example = E::example();

    Described made{.route = E::route,
                   .tag = E::tag,
                   .summary = E::summary,
                   .description = E::description,
                   .content_type = E::content_type,
                   .status = E::status,
                   .problems = {E::problems.begin(), E::problems.end()},
                   .also = {E::also.begin(), E::also.end()},
                   .headers = {E::headers.begin(), E::headers.end()},
                   .takes_body = takes_body,
                   .takes_file = takes_file,
                   .takes_query = !std::same_as<Query, Nothing>,
                   .takes_ids = has_ids<Path>() || has_ids<Query>(),
                   .replies_json = replies_json,
                   .example_body = [&]() -> std::string {
                       if constexpr (takes_body) return codec::print(example.body);
                       return {};
                   }(),
                   .example_reply = replies_json ? codec::print(example.reply) : ""};
    made.path = [](codec::Schemas& schemas) { return parameters<Path>(schemas, E::example().path); };
    made.query = [](codec::Schemas& schemas) { return parameters<Query>(schemas, E::example().query); };
    made.events = [](codec::Schemas& schemas) { return events_of(schemas, static_cast<typename E::Events*>(nullptr)); };
    made.refuses_path = [](const codec::TextFields& params) { return refusal(read_path<E>(params)); };
    made.refuses_query = [](const codec::TextFields& query) { return refusal(read_query<E>(query)); };
    made.refuses_body = [](std::string text) { return refusal(read_body<E>(text)); };
    if constexpr (std::same_as<Body, Unparsed>)
        made.body = [](codec::Schemas&) {
            return boost::json::object{{"description", "As the vendor sends it; its schema is the vendor's"}};
        };
    else if constexpr (takes_body)
        made.body = [](codec::Schemas& schemas) { return schemas.of<Body>(codec::Direction::read); };
    if constexpr (takes_body && std::same_as<typename ExampleBodyOf<E>::Type, Body>)
        made.reprinted_body = reprinted<Body>;
    else
        made.reprinted_body = [](const std::string& text) -> std::optional<std::string> {
            auto copy = text;
            if (!read_body<E>(copy)) return std::nullopt;
            return text;
        };
    if constexpr (replies_json) {
        made.reply = [](codec::Schemas& schemas) { return schemas.of<Reply>(codec::Direction::printed); };
        made.reprinted_reply = reprinted<Reply>;
    }
    return made;
}

template <class... E>
std::vector<Described> described_list() {
    return {described<E>()...};
}

}  // namespace detail
}  // namespace wib::api

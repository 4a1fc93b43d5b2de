#pragma once
#include <algorithm>
#include <array>
#include <boost/describe.hpp>
#include <concepts>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

#include "shared/api/problem.hpp"
#include "shared/codec/fields.hpp"
#include "shared/codec/reflect.hpp"
#include "shared/core/result.hpp"

/// What one adds for an endpoint:
///
///   1. a struct for each thing it takes and gives, in shared/api/<domain>.hpp;
///   2. its row in shared/api/routes/: who may, how often, how large;
///   3. its description, in shared/api/endpoints/<domain>.hpp, and its name in the list of <domain>.cpp:
///
///          /// GET /api/calls/{id}
///          struct GetCall : Endpoint {
///              static constexpr std::string_view route = "get_call";      // the row's name
///              static constexpr std::string_view tag = "Calls";
///              static constexpr std::string_view summary = "One call with its legs, recordings and gate checks";
///              static constexpr std::array problems{Code::not_found};     // besides those its row and types imply
///              using Path = CallPath;                                     // {id}
///              using Reply = CallDetailReply;
///              static Example<GetCall> example();                         // in <domain>.cpp
///          };
///
///   4. its statement, in origin/<feature>/sql/, and its story, a function of typed values in one transaction:
///
///          Task<http::Answer<api::GetCall>> get_call(http::Ask<api::GetCall>& ask, db::TenantTx& tx);
///
///      with one line where the feature registers: `endpoints.in_tenant<api::GetCall>(get_call);`
///      (origin/http/endpoint.hpp);
///   5. a test of what the story does.
///
/// From the description come: reading path, query and body with every fault and its path, printing the reply, the
/// OpenAPI document with schemas, problem codes and examples (openapi.hpp), `./wib openapi`, /api/openapi.json, the
/// console's client, and tests of the whole surface (tests/unit/shared/api/endpoints). A row without a description
/// fails them.
namespace wib::api {

/// Takes or gives nothing.
struct Nothing {};
BOOST_DESCRIBE_STRUCT(Nothing, (), ())

/// A body that reaches the story as it came: a vendor's, whose parser is not ours to choose.
struct Unparsed {
    std::string text;
};

/// A body that is one file in a form: its story reads it as it comes in (http::BodyReader), and its row streams it.
struct FileForm {};

/// A reply that is no JSON of ours (sound, server-sent events): the story makes the http::Reply itself.
struct Streamed {};

/// A status that is also a success: part of a sound, nothing new.
struct AlsoAnswers {
    int status;
    std::string_view meaning;
};

/// A header of a successful reply.
struct SaysHeader {
    std::string_view name;
    std::string_view meaning;
};

/// One kind of server-sent event: its name and what its data is.
template <std::size_t N>
struct EventName {
    char text[N];  // NOLINT(cppcoreguidelines-avoid-c-arrays)
    constexpr EventName(const char (&name)[N]) { std::copy_n(name, N, text); }  // NOLINT
};
template <EventName Name, class T>
struct Event {
    static constexpr std::string_view name{Name.text};
    using Data = T;
};

/// What an endpoint is unless it says otherwise.
struct Endpoint {
    using Path = Nothing;   ///< a described struct with a member for each parameter of the row's pattern
    using Query = Nothing;  ///< a described struct; members that may be absent are std::optional or have a default
    using Body = Nothing;   ///< a described struct, Unparsed, or FileForm
    using Reply = Nothing;  ///< a described struct, codec::RawJson, or Streamed
    using Events = std::tuple<>;
    static constexpr int status = 200;
    static constexpr std::string_view content_type = "application/json";
    static constexpr std::string_view description{};
    static constexpr std::array<Code, 0> problems{};
    static constexpr std::array<AlsoAnswers, 0> also{};
    static constexpr std::array<SaysHeader, 0> headers{};
};

namespace detail {

template <class E>
struct ExampleBodyOf {
    using Type = typename E::Body;
};
template <class E>
    requires requires { typename E::ExampleBody; }
struct ExampleBodyOf<E> {
    using Type = typename E::ExampleBody;
};
template <class E>
    requires std::same_as<typename E::Body, Unparsed>
struct ExampleBodyOf<E> {
    using Type = codec::RawJson;
};
template <class E>
using ExampleReply = std::conditional_t<std::same_as<typename E::Reply, Streamed>, Nothing, typename E::Reply>;

}  // namespace detail

/// A believable request and its reply, printed from the structs, so that they always parse. A body that holds a secret
/// cannot be printed: its endpoint says `using ExampleBody = codec::RawJson;` and writes it out.
template <class E>
struct Example {
    typename E::Path path{};
    typename E::Query query{};
    typename detail::ExampleBodyOf<E>::Type body;
    detail::ExampleReply<E> reply;
};

/// INVALID_ID when nothing but ids is wrong, else VALIDATION_ERROR; with every fault either way.
[[nodiscard]] Problem problem(codec::FieldFaults faults);

template <class E>
[[nodiscard]] Result<typename E::Path, Problem> read_path(const codec::TextFields& params) {
    auto path = codec::parse_query<typename E::Path>(params);
    if (!path) return unexpected(problem(std::move(path.error())));
    return std::move(*path);
}

template <class E>
[[nodiscard]] Result<typename E::Query, Problem> read_query(const codec::TextFields& query) {
    auto read = codec::parse_query<typename E::Query>(query);
    if (!read) return unexpected(problem(std::move(read.error())));
    return std::move(*read);
}

/// The body and the rules that span its members (`codec::Faults rules() const`). What takes no body does not look at
/// it.
template <class E>
[[nodiscard]] Result<typename E::Body, Problem> read_body(std::string& text) {
    using Body = typename E::Body;
    if constexpr (std::same_as<Body, Nothing>) {
        return Nothing{};
    } else if constexpr (std::same_as<Body, FileForm>) {
        return FileForm{};
    } else if constexpr (std::same_as<Body, Unparsed>) {
        return Unparsed{std::move(text)};
    } else {
        auto body = codec::parse<Body>(text);
        if (!body) return unexpected(problem(body.error()));
        if constexpr (requires { body->rules(); })
            if (auto faults = body->rules(); !faults.empty())
                return unexpected(Problem{.code = Code::validation_error, .details = std::move(faults)});
        return std::move(*body);
    }
}

}  // namespace wib::api

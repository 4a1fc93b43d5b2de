#pragma once
#include <concepts>
#include <memory>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>

#include "origin/db/idempotency.hpp"
#include "origin/db/living.hpp"
#include "origin/db/tenant_tx.hpp"
#include "origin/http/reply.hpp"
#include "origin/http/request_context.hpp"
#include "origin/http/router.hpp"
#include "origin/http/tenant.hpp"
#include "shared/api/endpoints/endpoint.hpp"
#include "shared/codec/reflect.hpp"

/// From a described endpoint (shared/api/endpoints/endpoint.hpp, where it says what one adds) to a handler. A story is
/// a function: what was asked comes in as values that have been read and checked, the answer goes out as a value or as
/// a problem, and reading, refusing, beginning, committing and printing are done here, once.
///
///     Task<http::Answer<api::GetCall>> get_call(http::Ask<api::GetCall>& ask, db::TenantTx& tx) {
///         auto call = co_await find_call(tx, ask.path.id);
///         if (!call) co_return no_such_call();
///         co_return api::CallDetailReply{.success = true, .call = std::move(*call)};
///     }
///
///     void add_endpoints(http::Endpoints& endpoints, VoiceRoutes& voice) {
///         endpoints.in_tenant<api::GetCall>(get_call);            // in a transaction of the asker's organisation
///         endpoints.on<api::StartCall>(post_call, voice);         // opens its own; takes what it works with
///         endpoints.of_person<api::ListMySessions>(list_mine, …); // a person's own, of no organisation: the session
///         lives endpoints.of_platform<api::CronHealth>(cron_health, …); // the platform's people, as they are now
///     }
namespace wib::http {

/// One request of an endpoint. Lives until its answer.
template <class E>
struct Ask {
    RequestContext& request;
    typename E::Path path;
    typename E::Query query;
    typename E::Body body;
};

/// An answer's value with headers of its own (cookies).
template <class T>
struct Given {
    T reply;
    api::Headers headers{};
};

/// What a story gives: the reply, or the reason there is none.
template <class E>
using Answer = Result<typename E::Reply, api::Problem>;
template <class E>
using AnswerWithHeaders = Result<Given<typename E::Reply>, api::Problem>;
/// For replies that are no JSON of ours, and those that depend on the request's conditions.
using RawAnswer = Result<Reply, api::Problem>;

namespace detail {

template <class E>
Result<Ask<E>, api::Problem> read(RequestContext& request) {
    auto path = api::read_path<E>(request.params);
    if (!path) return unexpected(std::move(path.error()));
    auto query = api::read_query<E>(request.query);
    if (!query) return unexpected(std::move(query.error()));
    auto body = api::read_body<E>(request.body);
    if (!body) return unexpected(std::move(body.error()));
    return Ask<E>{request, std::move(*path), std::move(*query), std::move(*body)};
}

template <class E, class T>
Reply print(T&& answer) {
    using Value = std::remove_cvref_t<T>;
    if constexpr (std::same_as<Value, Reply>) {
        return std::forward<T>(answer);
    } else if constexpr (std::same_as<Value, Given<typename E::Reply>>) {
        auto reply = print<E>(answer.reply);
        for (const auto& [name, value] : answer.headers) reply.headers.add(name, value);
        return reply;
    } else {
        static_assert(std::same_as<Value, typename E::Reply>, "a story gives what its endpoint is described to give");
        auto reply = Reply::json(E::status, codec::print(answer));
        // What is told to one person is nobody else's to keep.
        reply.headers.add("cache-control", "no-store");
        return reply;
    }
}

template <class E, class Story, class... Parts>
Task<Reply> tell(Story story, std::tuple<Parts*...> parts, RequestContext& request) {
    auto ask = read<E>(request);
    if (!ask) co_return Reply::problem(ask.error(), request.correlation_id);
    auto answer = co_await std::apply([&](Parts*... part) { return story(*part..., *ask); }, parts);
    if (!answer) co_return Reply::problem(answer.error(), request.correlation_id);
    co_return print<E>(std::move(*answer));
}

using Requirement = Task<void> (*)(db::Database&, const Principal&, Deadline);

template <class E, class Story, class... Parts>
Task<Reply> tell_after(Requirement required, db::Database* database, Story story, std::tuple<Parts*...> parts,
                       RequestContext& request) {
    co_await required(*database, request.principal, request.deadline);
    co_return co_await tell<E, Story, Parts...>(story, parts, request);
}

template <class E, class Story, class... Parts>
Task<Reply> tell_in_tenant(db::Database* database, Story story, std::tuple<Parts*...> parts, RequestContext& request) {
    auto ask = read<E>(request);
    if (!ask) co_return Reply::problem(ask.error(), request.correlation_id);
    const auto tx = co_await database->begin(tenant_of(request), request.deadline);
    auto answer = co_await std::apply([&](Parts*... part) { return story(*part..., *ask, *tx); }, parts);
    if (!answer) co_return Reply::problem(answer.error(), request.correlation_id);
    auto reply = print<E>(std::move(*answer));
    if (const auto* body = std::get_if<std::string>(&reply.body))
        co_await db::answer_with_change(
            *tx, request.claimed,
            {.status = reply.status, .content_type = std::string{reply.headers.get("content-type")}, .body = *body});
    co_await tx->commit();
    co_return reply;
}

}  // namespace detail

/// Where features register. `parts` are what a story works with; they live as long as the server.
class Endpoints {
  public:
    Endpoints(Router& router, db::Database& database) : router_(router), database_(database) {}

    /// The story runs in a transaction of the asker's organisation, which is committed when it gives an answer (with
    /// that answer, when the request holds an idempotency key) and rolled back when it gives a problem.
    template <class E, class Story, class... Parts>
    void in_tenant(Story story, Parts&... parts) {
        router_.on(E::route, [database = &database_, story, all = std::tuple{&parts...}](RequestContext& request) {
            return detail::tell_in_tenant<E, Story, Parts...>(database, story, all, request);
        });
    }

    /// The story opens what transactions it needs, if any.
    template <class E, class Story, class... Parts>
    void on(Story story, Parts&... parts) {
        router_.on(E::route, [story, all = std::tuple{&parts...}](RequestContext& request) {
            return detail::tell<E, Story, Parts...>(story, all, request);
        });
    }

    /// As `on`, once the database has said that the person's session lives: for what no tenant's transaction guards.
    template <class E, class Story, class... Parts>
    void of_person(Story story, Parts&... parts) {
        after<E>(db::require_person, story, parts...);
    }

    /// As `on`, once the database has said that this is a person of the platform, whose session lives; or for a
    /// service, where the row names a scope.
    template <class E, class Story, class... Parts>
    void of_platform(Story story, Parts&... parts) {
        after<E>(db::require_platform, story, parts...);
    }

  private:
    template <class E, class Story, class... Parts>
    void after(detail::Requirement required, Story story, Parts&... parts) {
        router_.on(E::route,
                   [required, database = &database_, story, all = std::tuple{&parts...}](RequestContext& request) {
                       return detail::tell_after<E, Story, Parts...>(required, database, story, all, request);
                   });
    }

    Router& router_;
    db::Database& database_;
};

}  // namespace wib::http

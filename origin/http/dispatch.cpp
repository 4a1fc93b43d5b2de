#include "origin/http/dispatch.hpp"

#include <boost/asio/this_coro.hpp>

#include "origin/db/tenant_tx.hpp"
#include "origin/runtime/blocking_pool.hpp"
#include "origin/runtime/within.hpp"
#include "shared/api/authorise.hpp"
#include "shared/api/envelope.hpp"
#include "shared/codec/header.hpp"

namespace wib::http {

using api::Code;
using api::Problem;
using namespace std::chrono_literals;

namespace {

constexpr auto kKeyPatience = 5s;  // to keep or give back a key once the handler is done

Reply replay(const KeptReply& kept) {
    Reply reply{.status = kept.status,
                .headers = {{"Content-Type", kept.content_type}, {"Idempotent-Replayed", "true"}},
                .body = kept.body};
    return reply;
}

std::string describe(std::exception_ptr failure) {
    try {
        std::rethrow_exception(failure);
    } catch (const std::exception& error) {
        return error.what();
    } catch (...) {
        return "something that is no exception";
    }
}

/// A refusal by plan names the plans, as the edge's does.
Problem explain(const api::Route& route, std::exception_ptr failure) {
    try {
        std::rethrow_exception(failure);
    } catch (const db::RefusedError& error) {
        if (error.refusal == db::Refusal::plan_lacks && route.capability)
            return api::check_plan(*route.capability, error.constraint).value_or(Problem{Code::plan_unknown});
    } catch (...) {
        return problem_of(failure);
    }
    return problem_of(failure);
}

bool is_kept(const Reply& reply) {
    return reply.status >= 200 && reply.status < 300 && std::holds_alternative<std::string>(reply.body);
}

/// The handler under its idempotency key.
Task<Reply> once(RequestContext& context, const Handler& handler, IdempotencyStore& store, const Clock& clock,
                 const observe::Log& log, const Afterwards& afterwards) {
    const auto path = context.target.substr(0, context.target.find('?'));
    const IdempotencyClaim claim{.principal = context.principal,
                                 .method = context.method,
                                 .path = path,
                                 .key = context.idempotency_key,
                                 .body_digest = api::body_digest(context.body)};
    const auto answer = co_await store.claim(claim, context.deadline);
    if (const auto* kept = std::get_if<KeptReply>(&answer)) co_return replay(*kept);
    if (std::holds_alternative<Running>(answer))
        co_return Reply::problem({Code::idempotency_running}, context.correlation_id);
    if (std::holds_alternative<Mismatch>(answer))
        co_return Reply::problem({Code::idempotency_mismatch}, context.correlation_id);

    context.claimed = claim;
    std::exception_ptr failure;
    try {
        auto reply = co_await handler(context);
        if (!is_kept(reply)) {
            afterwards("release_idempotency_key", store.release(claim, GivenBack::refused, clock.in(kKeyPatience)));
            co_return reply;
        }
        try {
            co_await store.keep(
                claim,
                {reply.status, std::string{reply.headers.get("content-type")}, std::get<std::string>(reply.body)},
                clock.in(kKeyPatience));
        } catch (const db::UnavailableError& error) {
            // Done is done: the caller gets the answer; a retry gets 409 within the minute, and then what was written
            // with the change.
            log.warn("idempotency_key_not_kept", {{"route", context.route->name}, {"reason", error.reason}});
        }
        co_return reply;
    } catch (...) {
        failure = std::current_exception();
    }
    // Cancelled or late, the effect may be happening still: then the key is left to lapse. Any other failure gives it
    // back, unless the change stands although we could not hear so.
    if ((co_await boost::asio::this_coro::cancellation_state).cancelled() == boost::asio::cancellation_type::none)
        afterwards("release_idempotency_key", store.release(claim, GivenBack::failed, clock.in(kKeyPatience)));
    std::rethrow_exception(failure);
}

}  // namespace

Problem problem_of(std::exception_ptr failure) {
    try {
        std::rethrow_exception(failure);
    } catch (const db::RefusedError& error) {
        switch (error.refusal) {
            case db::Refusal::session_revoked:
                return {Code::session_revoked};
            case db::Refusal::not_a_member:
            case db::Refusal::role_lacks:
                return {Code::forbidden};
            case db::Refusal::plan_lacks:
                return {Code::plan_upgrade_required};
            case db::Refusal::unique_violation:
                return {Code::conflict};
            case db::Refusal::foreign_key_violation:
                return {Code::conflict};
            case db::Refusal::check_violation:
                return {Code::internal_error};
        }
        return {Code::internal_error};
    } catch (const db::UnavailableError&) {
        return {Code::database_unavailable};
    } catch (const DeadlineError&) {
        return {Code::deadline_exceeded};
    } catch (const PoolFullError&) {
        return {Code::capacity};
    } catch (...) {
        return {Code::internal_error};
    }
}

Task<Reply> dispatch(RequestContext& context, const Handler& handler, IdempotencyStore* store, const Clock& clock,
                     const observe::Log& log, const Afterwards& afterwards) {
    // The edge has asked the same; the origin takes nobody's word for it. The transaction asks the database once more.
    if (const auto refusal = api::authorise(*context.route, context.principal))
        co_return Reply::problem(*refusal, context.correlation_id);
    std::exception_ptr failure;
    try {
        const bool keyed = store && context.route->idempotency == api::Idempotency::honoured &&
                           !context.idempotency_key.empty() && context.principal.organization;
        auto reply = co_await within(context.deadline,
                                     keyed ? once(context, handler, *store, clock, log, afterwards) : handler(context));
        if (reply) co_return std::move(*reply);
        failure = std::make_exception_ptr(DeadlineError{});
    } catch (...) {
        failure = std::current_exception();
    }
    if ((co_await boost::asio::this_coro::cancellation_state).cancelled() != boost::asio::cancellation_type::none)
        std::rethrow_exception(failure);

    const auto problem = explain(*context.route, failure);
    const auto status = api::status(problem.code);
    const observe::Fields fields{
        {"route", context.route->name}, {"code", api::name(problem.code)}, {"reason", describe(failure)}};
    const auto request = log.with({{"request_id", context.id},
                                   {"correlation_id", context.correlation_id},
                                   {"trace_id", codec::trace_id_of(context.headers.get("traceparent"))}});
    status >= 500 ? request.error("request_failed", fields) : request.info("request_refused", fields);
    co_return Reply::problem(problem, context.correlation_id);
}

}  // namespace wib::http

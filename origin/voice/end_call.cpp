#include "origin/voice/end_call.hpp"

#include "origin/http/tenant.hpp"

namespace wib::voice {

api::Problem problem(EndRefusal refusal) {
    switch (refusal) {
        case EndRefusal::no_such_call:
            return {.code = api::Code::not_found, .message = "There is no such call.", .details = {}, .extra = {}};
        case EndRefusal::already_over:
            return {.code = api::Code::call_not_active, .message = "The call is over.", .details = {}, .extra = {}};
    }
    return {.code = api::Code::internal_error, .message = {}, .details = {}, .extra = {}};
}

Task<Result<void, EndRefusal>> EndCall::run(const http::RequestContext& request, CallId id) {
    auto tx = co_await database_.begin(http::tenant_of(request), request.deadline);
    auto call = co_await OpenCall::open(shop_, *tx, id);
    if (!call) co_return unexpected(EndRefusal::no_such_call);
    if (call->state().is<Ended>()) co_return unexpected(EndRefusal::already_over);
    call->learn({.fact = {.kind = FactKind::end_requested,
                          .leg = Leg::call,
                          .occurred_at = shop_.clock.now(),
                          .source = Source::us}});
    outbox_.hand_over(co_await call->commit({.user = request.principal.user,
                                             .client_address = request.client_address,
                                             .user_agent = request.user_agent,
                                             .correlation_id = request.correlation_id}));
    co_return Result<void, EndRefusal>{};
}

}  // namespace wib::voice

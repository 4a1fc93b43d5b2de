#pragma once
#include "origin/http/request_context.hpp"
#include "origin/voice/outbox.hpp"
#include "shared/api/problem.hpp"

namespace wib::voice {

enum class EndRefusal { no_such_call, already_over };
[[nodiscard]] api::Problem problem(EndRefusal refusal);

/// A person ends a call: it is over for the record at once, its lines as soon as the carrier has been told.
class EndCall {
  public:
    EndCall(Workshop& shop, db::Database& database, Outbox& outbox)
        : shop_(shop), database_(database), outbox_(outbox) {}
    Task<Result<void, EndRefusal>> run(const http::RequestContext& request, CallId call);

  private:
    Workshop& shop_;
    db::Database& database_;
    Outbox& outbox_;
};

}  // namespace wib::voice

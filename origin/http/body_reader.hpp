#pragma once
#include <string_view>

#include "origin/runtime/task.hpp"
#include "shared/api/problem.hpp"
#include "shared/core/result.hpp"

namespace wib::http {

/// Why a body that streams in ends before its end.
enum class BodyFault {
    too_large,  ///< more than its row allows
    slow,       ///< nothing came for as long as the server waits
    gone,       ///< the peer left; nobody will hear the answer
    malformed
};

/// A request's body as it comes in, where its row streams it: who reads slowly is sent to slowly.
class BodyReader {
  public:
    virtual ~BodyReader() = default;
    /// What came next, at least a byte of it; nothing at the body's end. Good until the next call.
    virtual Task<Result<std::string_view, BodyFault>> read() = 0;
};

[[nodiscard]] api::Problem problem(BodyFault fault);

}  // namespace wib::http

#pragma once
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "edge/core/effect.hpp"
#include "edge/core/event.hpp"
#include "edge/core/request_line.hpp"
#include "shared/report/report.hpp"

namespace wib::edge {

/// Tells the error service of answers that are our own fault. Each instance tells of one kind of trouble once a minute:
/// an origin that is away shows in every request, and one report of it is news.
class Troubles {
  public:
    /// What is to be sent after the answer; nothing where there is no trouble. A trouble told of lately is counted.
    [[nodiscard]] std::optional<Effect> tell(const RequestLine& line, const Respond& answer, const report::Dsn& where,
                                             Instant now);

    /// Another instance has trapped: the host brings its last words, and the correlation id under which it answered.
    [[nodiscard]] Effect tell_of_trap(const Event& trap, const RequestLine& line, const report::Dsn& where,
                                      Instant now);

  private:
    [[nodiscard]] Effect once(const report::Report& told, const report::Dsn& where, Instant now);

    std::vector<std::pair<std::string, Instant>> told_;  // by code; as many as there are codes
};

}  // namespace wib::edge

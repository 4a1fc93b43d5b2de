#pragma once
#include <memory>
#include <optional>
#include <string_view>

#include "edge/core/config.hpp"
#include "edge/core/dialogue.hpp"
#include "edge/core/effect.hpp"
#include "edge/core/event.hpp"
#include "edge/core/troubles.hpp"

namespace wib::edge {

/// The edge: one request at a time, from its event to its ending. `begin` and `resume` answer with what the request
/// wants next; a turn whose last effect is an ending lets go of the request. An answer's head that a forwarded request
/// was waiting for goes to `finish` of any worker, which may ask questions of its own before it responds.
class Worker {
  public:
    /// With a faulty configuration every request is answered 503, and the log names the variables.
    explicit Worker(Result<EdgeConfig, codec::Faults> config);

    [[nodiscard]] Turn begin(Event event);
    [[nodiscard]] Turn resume(Outcome news);
    [[nodiscard]] Turn finish(std::string_view context, Outcome head);
    /// Forgets the request, whatever it was waiting for.
    void reset();

  private:
    struct Life;
    [[nodiscard]] Turn next();
    void tell(Turn& turn, Effect& ending);

    Result<EdgeConfig, codec::Faults> config_;
    std::unique_ptr<Life> life_;
    Troubles troubles_;

  public:
    Worker(Worker&&) noexcept;
    Worker& operator=(Worker&&) noexcept;
    ~Worker();
};

}  // namespace wib::edge

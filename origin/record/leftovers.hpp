#pragma once
#include <boost/asio/any_io_executor.hpp>
#include <chrono>
#include <string>
#include <vector>

#include "origin/observe/log.hpp"
#include "origin/observe/metrics.hpp"
#include "origin/record/ports.hpp"
#include "origin/runtime/channel.hpp"
#include "origin/runtime/clock.hpp"

namespace wib::record {

/// What an upload that did not come to its end has in the store. No row has ever named it.
struct Leftover {
    std::string key;
    std::string undertaking;  ///< a parted object's; "" where none was begun
};

struct LeftoverSettings {
    std::string prefix = "audio/";
    std::chrono::seconds look_again{600};
    /// Who was killed cannot tell: what was begun below the prefix so long ago is nobody's any more. Longer than any
    /// upload may take.
    std::chrono::seconds abandoned_after{3600};
};

/// Clears away what uploads leave behind: at once what their task tells of, and now and then what nobody told of,
/// because its process was killed. What the store refuses now is tried again then.
class Leftovers {
  public:
    struct Parts {
        PartedStore& store;
        const Clock& clock;
        observe::Log log;
        observe::Metrics& metrics;
    };
    Leftovers(boost::asio::any_io_executor home, Parts parts, LeftoverSettings settings);

    /// From any thread; never waits.
    void take(Leftover left);
    /// Until cancelled.
    Task<void> run();

  private:
    Task<void> look_around();
    Task<void> clear(Leftover left);

    Parts parts_;
    LeftoverSettings settings_;
    Mailbox<Leftover> told_;
    std::vector<Leftover> again_;
    observe::Counter& cleared_;
    observe::Counter& kept_;
};

}  // namespace wib::record

#include "origin/live/access_watch.hpp"

#include "generated/sql/live.hpp"
#include "origin/runtime/within.hpp"

namespace wib::live {
namespace {

using namespace std::chrono_literals;

constexpr auto kPause = 1s;
constexpr auto kPatience = 5s;
// Long enough for a change whose commit took its time, and for a look that found no database.
constexpr auto* kWindow = "15 seconds";

}  // namespace

Task<void> AccessWatch::run() {
    for (;;) {
        try {
            if (bus_.listeners() > 0) co_await look(clock_.in(kPatience));
        } catch (const db::UnavailableError& away) {
            log_.warn("access_not_watched", {{"reason", away.reason}});  // streams ask by themselves at each heartbeat
        } catch (const db::StatementError& wrong) {
            log_.error("access_not_watched", {{"reason", wrong.text}});
        }
        co_await sleep_until(clock_.in(kPause));
    }
}

Task<std::size_t> AccessWatch::look(Deadline deadline) {
    const auto rows = co_await database_.door(sql::access_changes, {kWindow}, deadline);
    std::vector<Uuid> actors;
    for (const auto row : rows) actors.push_back(row["actor"].as<Uuid>());
    co_return bus_.doubt(actors);
}

}  // namespace wib::live

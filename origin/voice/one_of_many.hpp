#pragma once
#include <exception>
#include <string>
#include <string_view>

#include "origin/db/tenant_tx.hpp"
#include "origin/observe/log.hpp"
#include "origin/runtime/task.hpp"

namespace wib::voice {

/// Runs one item of a sweep. An item that cannot be done (a row that cannot be read, a rule of the database) is told to
/// the log and leaves the others alone; a database that is away ends the sweep, for it would be away for the next item
/// too. Says what went wrong; "" when nothing did.
inline Task<std::string> one_of_many(const observe::Log& log, std::string_view what, Task<void> item) {
    std::string failure;
    try {
        co_await std::move(item);
    } catch (const db::RefusedError& refused) {
        failure = std::string{refused.what()} + " " + refused.constraint;
    } catch (const db::StatementError& wrong) {
        failure = wrong.text;
    } catch (const db::DecodeError& broken) {
        failure = broken.reason;
    }
    if (!failure.empty()) log.error("sweep_item_failed", {{"what", what}, {"reason", failure}});
    co_return failure;
}

}  // namespace wib::voice

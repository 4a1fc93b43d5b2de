#pragma once
#include <string>
#include <string_view>

namespace wib::db {

/// What the server said against a statement, before it is decided what that means.
struct ServerError {
    std::string statement;
    std::string sqlstate;  ///< empty when the connection itself failed
    std::string constraint;
    std::string message;  ///< the primary message only: details quote values
};

/// Whether the connection, not the statement, is what failed: lost, shut down, or never admitted.
[[nodiscard]] bool is_connection_failure(std::string_view sqlstate);

/// Throws what the error means: RefusedError (the answer is no), UnavailableError (the ground shook: shutdown,
/// statement deadline, deadlock, no room) or StatementError (we were wrong).
[[noreturn]] void throw_meaning(const ServerError& error);

}  // namespace wib::db

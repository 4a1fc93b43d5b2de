#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace wib::db {

/// The servers a libpq URL would speak to in the clear, or without asking who they are: hosts beyond this machine where
/// sslmode is not verify-full (the lesser modes fall back to plain text, or take any certificate). None for sockets and
/// loopback, and none for a URL that cannot be read: that is told when it is used.
[[nodiscard]] std::vector<std::string> reached_in_the_clear(const std::string& url);

}  // namespace wib::db

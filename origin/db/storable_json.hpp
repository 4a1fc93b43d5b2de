#pragma once
#include <string>
#include <string_view>

namespace wib::db {

/// Somebody's JSON as a jsonb parameter takes it. Two things are JSON and yet refused by Postgres: the escape \u0000,
/// which becomes \ufffd, and a number beyond numeric's reach (an exponent of more than three digits), which becomes
/// null. Everything else stays byte for byte. A vendor's event must not be lost for a character in a caller's name.
[[nodiscard]] std::string storable_json(std::string_view json);

}  // namespace wib::db

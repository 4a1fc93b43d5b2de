#pragma once
#include <map>
#include <string>

#include "shared/core/secret.hpp"

namespace wib::db {

struct Bootstrap {
    Secret administrator_url;  ///< a superuser's, or Neon's owner's; see migrations/bootstrap.sql
    std::string database = "wib";
    std::map<std::string, Secret> passwords;  ///< by role; a role without one cannot log in by password
};

/// Makes the roles, gives them their passwords (sent as SCRAM verifiers, so no server log holds them), creates the
/// database owned by wib_owner, closes it to everybody else. Safe to run again. Throws std::runtime_error.
void bootstrap(const Bootstrap& plan);

}  // namespace wib::db

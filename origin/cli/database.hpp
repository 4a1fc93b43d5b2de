#pragma once
#include <string>
#include <vector>

namespace wib::cli {

/// `wib-tool bootstrap [--superuser-url URL | WIB_SUPERUSER_DATABASE_URL] [--database wib]`: roles and an empty
/// database, once per cluster. WIB_OWNER_PASSWORD, WIB_APP_PASSWORD and, when wanted, WIB_PURGE_PASSWORD,
/// WIB_BACKUP_PASSWORD, WIB_READONLY_PASSWORD become the roles' passwords.
int run_bootstrap(const std::vector<std::string>& arguments);

/// `wib-tool migrate [--database-url URL | WIB_OWNER_DATABASE_URL] [--dir migrations] [--dry-run]`: brings the schema
/// up to date, or lists what is pending.
int run_migrate(const std::vector<std::string>& arguments);

/// `wib-tool seed-demo [--database-url URL | WIB_OWNER_DATABASE_URL] [--password P | WIB_DEMO_PASSWORD]`: the
/// organization "Demo Collections" with admin@, manager@, compliance@ and agent@demo.test and the number
/// WIB_DEFAULT_CALLER_ID. Safe to run again; a password that still fits is left alone. Prints nothing secret.
int run_seed_demo(const std::vector<std::string>& arguments);

}  // namespace wib::cli

#include "origin/cli/database.hpp"

#include <cstdio>
#include <pqxx/pqxx>
#include <stdexcept>

#include "origin/cli/arguments.hpp"
#include "origin/db/bootstrap.hpp"
#include "origin/db/cleartext.hpp"
#include "origin/db/migrate.hpp"
#include "origin/identity/password.hpp"
#include "shared/core/secret.hpp"

namespace wib::cli {

namespace {

constexpr const char* kDemoOrganization = "de300000-0000-4000-8000-000000000001";

struct DemoPerson {
    const char* email;
    const char* name;
    const char* role;
};
constexpr DemoPerson kDemoPeople[] = {{"admin@demo.test", "Ada Admin", "owner"},
                                      {"manager@demo.test", "Mina Manager", "manager"},
                                      {"compliance@demo.test", "Cora Compliance", "compliance"},
                                      {"agent@demo.test", "Abe Agent", "agent"}};

// Where a password or a schema goes in the clear, the tool does not go.
std::string safe_url(std::string url) {
    if (!db::reached_in_the_clear(url).empty())
        throw std::runtime_error{"the database would be reached in the clear: its URL must say sslmode=verify-full"};
    return url;
}

}  // namespace

int run_bootstrap(const std::vector<std::string>& words) {
    const Arguments arguments{words, {"--superuser-url", "--database"}};
    db::Bootstrap plan{
        .administrator_url = Secret{safe_url(arguments.need("--superuser-url", "WIB_SUPERUSER_DATABASE_URL"))},
        .database = arguments.find("--database", "WIB_DATABASE").value_or("wib"),
        .passwords = {}};
    for (const auto& [role, variable] : {std::pair{"wib_owner", "WIB_OWNER_PASSWORD"},
                                         {"wib_app", "WIB_APP_PASSWORD"},
                                         {"wib_purge", "WIB_PURGE_PASSWORD"},
                                         {"wib_backup", "WIB_BACKUP_PASSWORD"},
                                         {"wib_readonly", "WIB_READONLY_PASSWORD"}})
        if (const char* password = std::getenv(variable); password && *password)
            plan.passwords.emplace(role, Secret{password});
    db::bootstrap(plan);
    std::printf("roles and database \"%s\" are there\n", plan.database.c_str());
    return 0;
}

int run_migrate(const std::vector<std::string>& words) {
    const Arguments arguments{words, {"--database-url", "--dir"}, {"--dry-run"}};
    const Secret url{safe_url(arguments.need("--database-url", "WIB_OWNER_DATABASE_URL"))};
    const auto dry_run = arguments.has("--dry-run") ? db::DryRun::yes : db::DryRun::no;
    const auto migrations = db::read_migrations(arguments.find("--dir", "WIB_MIGRATIONS_DIR").value_or("migrations"));
    const int count =
        db::migrate(url, migrations, dry_run, [&](const db::Migration& migration, std::chrono::milliseconds took) {
            if (dry_run == db::DryRun::yes) {
                std::printf("pending  %s\n", migration.version.c_str());
            } else {
                std::printf("applied  %s (%lld ms)\n", migration.version.c_str(), static_cast<long long>(took.count()));
            }
            std::fflush(stdout);
        });
    if (count == 0) std::printf("up to date: %zu migrations\n", migrations.size());
    return 0;
}

int run_seed_demo(const std::vector<std::string>& words) {
    const Arguments arguments{words, {"--database-url", "--password"}};
    const Secret password{arguments.need("--password", "WIB_DEMO_PASSWORD")};
    pqxx::connection connection{safe_url(arguments.need("--database-url", "WIB_OWNER_DATABASE_URL"))};
    pqxx::work transaction{connection};
    // Row-level security binds the owner too: the demo is written as its own tenant.
    transaction.exec_params("select set_config('app.current_organization_id', $1, true)", kDemoOrganization);
    transaction.exec_params(
        "insert into organizations (id, name, slug, plan, onboarding_step, compliance_confirmed_at, "
        "onboarding_completed_at) values ($1, 'Demo Collections', 'demo', 'enterprise', 8, now(), now()) on conflict "
        "(id) "
        "do nothing",
        kDemoOrganization);
    for (const auto& person : kDemoPeople) {
        const auto stored = transaction.exec_params("select wib.stored_password_hash($1)", person.email)[0][0];
        const bool fits = !stored.is_null() && identity::check_password(password, stored.as<std::string>()) ==
                                                   identity::PasswordCheck::right;
        transaction.exec_params("select wib.enrol($1, $2, $3, $4, $5)", kDemoOrganization, person.email, person.name,
                                fits ? stored.as<std::string>() : identity::hash_password(password), person.role);
    }
    if (const auto number = arguments.find("", "WIB_DEFAULT_CALLER_ID"))
        transaction.exec_params(
            "insert into outbound_numbers (organization_id, phone_number, label, is_default) values ($1, $2, 'Main "
            "line', true) "
            "on conflict do nothing",
            kDemoOrganization, *number);
    transaction.commit();
    std::printf("Demo Collections: ");
    for (const auto& person : kDemoPeople)
        std::printf("%s (%s)%s", person.email, person.role, &person == std::end(kDemoPeople) - 1 ? "\n" : ", ");
    return 0;
}

}  // namespace wib::cli

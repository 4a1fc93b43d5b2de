// Every tenant table × select, insert, update, delete × no tenant, the wrong one, the right one × every role, generated
// from the catalogue; once directly and once through PgBouncer in transaction mode.
#include <gtest/gtest.h>

#include <optional>
#include <pqxx/pqxx>
#include <string>

#include "tests/db/synthetic_rows.hpp"
#include "tests/db/world.hpp"

namespace wib::testing {
namespace {

const std::string kMine = "aaaaaaaa-0000-4000-8000-00000000000a";
const std::string kTheirs = "bbbbbbbb-0000-4000-8000-00000000000b";

enum class Op { select, insert, update, remove };
enum class Bound { none, wrong, right };

/// What the database did with one attempt on a row of kMine.
enum class Outcome {
    refused,      // no right, or row-level security said no
    nothing,      // no row was seen or touched
    touched,      // it was
    constrained,  // the row was reached, and a key, check or append-only trigger stopped it
};

std::ostream& operator<<(std::ostream& out, Outcome outcome) {
    constexpr const char* kNames[] = {"refused", "nothing", "touched", "constrained"};
    return out << kNames[static_cast<int>(outcome)];
}

struct Who {
    const char* role;
    const char* login;  // wib_door cannot log in: wib_owner becomes it
    bool past_policies;
};
constexpr Who kRoles[] = {{"wib_app", "wib_app", false},      {"wib_owner", "wib_owner", false},
                          {"wib_purge", "wib_purge", false},  {"wib_readonly", "wib_readonly", false},
                          {"wib_backup", "wib_backup", true}, {"wib_door", "wib_owner", true}};

class Matrix : public ::testing::TestWithParam<std::tuple<int, Route>> {
  protected:
    Matrix() {
        pqxx::connection superuser{database.url("postgres")};
        fill(superuser, {kMine, kTheirs});
    }

    Outcome attempt(pqxx::connection& connection, const std::string& statement, Bound bound) {
        pqxx::work sql{connection};
        if (std::string(who.role) != who.login) sql.exec("set local role " + std::string(who.role));
        if (bound != Bound::none)
            sql.exec_params("select set_config('app.current_organization_id', $1, true)",
                            bound == Bound::right ? kMine : kTheirs);
        try {
            const auto result = sql.exec(statement);
            const auto rows = result.columns() > 0 ? result.size() : result.affected_rows();
            return rows > 0 ? Outcome::touched : Outcome::nothing;
        } catch (const pqxx::insufficient_privilege&) {
            return Outcome::refused;
        } catch (const pqxx::sql_error& error) {
            if (error.sqlstate().starts_with("23") || error.sqlstate() == "0A000") return Outcome::constrained;
            throw;
        }
    }

    /// A column the role may write, if any; else one it may not.
    std::string column_to_write(pqxx::transaction_base& sql, const std::string& table) {
        const auto rows = sql.exec_params(
            "select attname from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped and "
            "attgenerated = '' and "
            "attidentity = '' order by has_column_privilege($2, attrelid, attnum, 'UPDATE') desc, attnum limit 1",
            table, who.role);
        return rows[0][0].c_str();
    }

    std::string statement(pqxx::transaction_base& sql, const TenantTable& table, Op op) {
        const auto of_mine = " where " + table.tenant_column + " = '" + kMine + "'";
        switch (op) {
            // The column everybody with any right to the table may read.
            case Op::select:
                return "select " + table.tenant_column + " from " + table.name + of_mine;
            case Op::insert:
                return insert_statement(sql, table.name, {.organization = kMine, .salt = "new"});
            case Op::update: {
                const auto column = column_to_write(sql, table.name);
                return "update " + table.name + " set " + column + " = " + column + of_mine;
            }
            case Op::remove:
                return "delete from " + table.name + of_mine;
        }
        return {};
    }

    bool has_right(pqxx::transaction_base& sql, const TenantTable& table, Op op) {
        constexpr const char* kRights[] = {"SELECT", "INSERT", "UPDATE", "DELETE"};
        const auto* right = kRights[static_cast<int>(op)];
        return op == Op::remove
                   ? sql.exec_params1("select has_table_privilege($1, $2, $3)", who.role, table.name, right)[0]
                         .as<bool>()
                   : sql.exec_params1("select has_any_column_privilege($1, $2, $3)", who.role, table.name, right)[0]
                         .as<bool>();
    }

    const Who& who = kRoles[std::get<0>(GetParam())];
    TestDatabase database;
};
INSTANTIATE_TEST_SUITE_P(Over, Matrix,
                         ::testing::Combine(::testing::Range(0, 6), ::testing::Values(Route::direct, Route::pgbouncer)),
                         [](const auto& info) {
                             return std::string(kRoles[std::get<0>(info.param)].role) +
                                    (std::get<1>(info.param) == Route::direct ? "Direct" : "PgBouncer");
                         });

TEST_P(Matrix, NobodyReachesAnotherTenant) {
    pqxx::connection superuser{database.url("postgres")};
    pqxx::nontransaction catalogue{superuser};
    pqxx::connection connection{std::get<1>(GetParam()) == Route::direct ? database.url(who.login)
                                                                         : database.pooled_url(who.login)};
    int cells = 0;
    for (const auto& table : tenant_tables(catalogue)) {
        for (const auto op : {Op::select, Op::insert, Op::update, Op::remove}) {
            const auto text = statement(catalogue, table, op);
            const bool may = has_right(catalogue, table, op);
            for (const auto bound : {Bound::none, Bound::wrong, Bound::right}) {
                SCOPED_TRACE(std::string(who.role) + ", " +
                             (bound == Bound::none    ? "no"
                              : bound == Bound::wrong ? "wrong"
                                                      : "right") +
                             " tenant: " + text);
                const auto outcome = attempt(connection, text, bound);
                ++cells;
                if (!may) {
                    EXPECT_EQ(outcome, Outcome::refused);
                } else if (who.past_policies || bound == Bound::right) {
                    // Reached: seen, written, or held by a rule of the table itself (append-only, keys that point
                    // here). A soft delete answers "nothing" because it changed the row instead.
                    const bool soft = table.name == "calls" && op == Op::remove;
                    EXPECT_TRUE(outcome == Outcome::touched || outcome == Outcome::constrained ||
                                (soft && outcome == Outcome::nothing))
                        << outcome;
                    if (op == Op::select) EXPECT_EQ(outcome, Outcome::touched);
                } else {
                    EXPECT_EQ(outcome, op == Op::insert ? Outcome::refused : Outcome::nothing);
                }
            }
        }
    }
    RecordProperty("cells", cells);
    EXPECT_GE(cells, 15 * 4 * 3);
}

/// What each role is meant to be able to do at all, whatever the tenant.
class Rights : public ::testing::Test {
  protected:
    std::vector<std::string> ask(const std::string& sql) {
        pqxx::connection superuser{database.url("postgres")};
        std::vector<std::string> found;
        for (const auto& row : pqxx::nontransaction{superuser}.exec(sql)) {
            std::string line;
            for (const auto& field : row)
                line += (line.empty() ? "" : " ") + std::string(field.is_null() ? "-" : field.c_str());
            found.push_back(line);
        }
        return found;
    }
    using Lines = std::vector<std::string>;
    static constexpr const char* kTables =
        "pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')";

    TestDatabase database;
};

TEST_F(Rights, EveryTableIsATenantsAndForcedOrKnownToBeGlobal) {
    EXPECT_EQ(ask(std::string("select c.relname from ") + kTables +
                  " and not (c.relrowsecurity and c.relforcerowsecurity) order by 1"),
              (Lines{"global_feature_flags", "plan_usage_limits", "rbac_permissions", "schema_migrations"}));
    EXPECT_EQ(ask(std::string("select c.relname from ") + kTables +
                  " and c.relname <> 'organizations' and not exists (select from pg_attribute a where a.attrelid = "
                  "c.oid and a.attname = "
                  "'organization_id' and not a.attisdropped) order by 1"),
              (Lines{"account_events", "email_facts", "email_outbox", "email_suppressions", "global_feature_flags",
                     "job_runs", "login_attempts", "plan_usage_limits", "rbac_permissions", "scheduler_leases",
                     "schema_migrations", "sessions", "users", "verification_tokens"}));
}

TEST_F(Rights, EveryTenantPolicyReadsTheSettingOnceAStatement) {
    EXPECT_EQ(
        ask("select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and (a.attname = "
            "'organization_id' or "
            "(c.relname = 'organizations' and a.attname = 'id')) where c.relnamespace = 'public'::regnamespace and "
            "c.relkind = 'r' and "
            "not exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'tenant' and p.polcmd = '*' "
            "and pg_get_expr(p.polqual, p.polrelid) = '(' || a.attname || ' = ( SELECT "
            "(NULLIF(current_setting(''app.current_organization_id''::text, "
            "true), ''''::text))::uuid AS \"nullif\"))' and pg_get_expr(p.polwithcheck, p.polrelid) = "
            "pg_get_expr(p.polqual, p.polrelid))"),
        Lines{});
    EXPECT_EQ(ask("select polrelid::regclass, polname from pg_policy where polname <> 'tenant' order by 2"),
              (Lines{"webhook_failures purge_of_the_settled", "users shares_the_organization"}));
}

TEST_F(Rights, EveryTenantTableHasAnIndexLedByTheTenant) {
    EXPECT_EQ(ask("select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = "
                  "'organization_id' "
                  "where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and not exists (select from "
                  "pg_index i where i.indrelid = "
                  "c.oid and i.indkey[0] = a.attnum and i.indpred is null)"),
              Lines{});
}

TEST_F(Rights, KeysBetweenTenantTablesCarryTheTenantAndNothingCascades) {
    EXPECT_EQ(ask("select conrelid::regclass, conname from pg_constraint where contype = 'f' and (confdeltype <> 'r' "
                  "or confupdtype <> 'a')"),
              Lines{});
    EXPECT_EQ(ask("select k.conrelid::regclass, k.conname from pg_constraint k where k.contype = 'f' "
                  "and exists (select from pg_attribute where attrelid = k.conrelid and attname = 'organization_id') "
                  "and exists (select from pg_attribute where attrelid = k.confrelid and attname = 'organization_id') "
                  "and not exists (select from pg_attribute f, pg_attribute t where f.attrelid = k.conrelid and "
                  "t.attrelid = k.confrelid and "
                  "f.attname = 'organization_id' and t.attname = 'organization_id' and f.attnum = k.conkey[1] and "
                  "t.attnum = k.confkey[1])"),
              Lines{});
}

/// A closed list: what points at a row says so to the database, or is known to point at anything.
TEST_F(Rights, WhatPointsAtARowIsAForeignKey) {
    EXPECT_EQ(
        ask("select c.relname, a.attname from pg_class c join pg_attribute a on a.attrelid = c.oid where "
            "c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and a.atttypid = "
            "'uuid'::regtype and a.attnum > 0 and not a.attisdropped and a.attname <> 'id' and not exists (select "
            "from pg_constraint k where k.conrelid = c.oid and k.contype = 'f' and a.attnum = any (k.conkey)) "
            "order by 1, 2"),
        (Lines{"audit_logs resource_id", "call_monitors actor", "idempotency_keys actor", "org_members invite_id",
               "subject_keys subject_id"}));
}

TEST_F(Rights, TheServiceOwnsNothingDeletesNothingAndBypassesNothing) {
    EXPECT_EQ(
        ask(std::string("select c.relname from ") + kTables +
            " and (has_table_privilege('wib_app', c.oid, 'DELETE') or has_table_privilege('wib_app', c.oid, "
            "'TRUNCATE') or "
            "has_table_privilege('wib_app', c.oid, 'REFERENCES') or has_table_privilege('wib_app', c.oid, 'TRIGGER'))"),
        Lines{});
    EXPECT_EQ(ask(std::string("select c.relname from ") + kTables + " and pg_get_userbyid(c.relowner) <> 'wib_owner'"),
              Lines{});
    EXPECT_EQ(ask("select rolname, rolsuper, rolbypassrls, rolcanlogin, rolcreaterole, rolinherit from pg_roles where "
                  "rolname like 'wib%' order by 1"),
              (Lines{"wib_app f f t f f", "wib_backup f t t f f", "wib_door f t f f f", "wib_owner f f t f f",
                     "wib_purge f f t f f", "wib_readonly f f t f f"}));
    EXPECT_EQ(ask("select r.rolname, m.rolname from pg_auth_members a join pg_roles r on r.oid = a.roleid join "
                  "pg_roles m on m.oid = a.member "
                  "where r.rolname like 'wib%' order by 1"),
              (Lines{"wib_backup wib_owner", "wib_door wib_owner"}));
}

TEST_F(Rights, TheServiceCannotTouchWhatItNeedNot) {
    const auto denied = [&](const std::string& table, const std::string& right) {
        return ask("select has_any_column_privilege('wib_app', '" + table + "', '" + right + "')") == Lines{"f"};
    };
    for (const auto* table : {"sessions", "login_attempts", "api_keys"})
        for (const auto* right : {"SELECT", "INSERT", "UPDATE"})
            EXPECT_TRUE(denied(table, right)) << table << " " << right;
    for (const auto* table : {"organizations", "org_members", "users", "call_timeline_events"})
        for (const auto* right : {"INSERT", "UPDATE"}) EXPECT_TRUE(denied(table, right)) << table << " " << right;
    for (const auto* table :
         {"audit_logs", "call_facts", "transcript_versions", "recording_derivatives", "audio_files", "subject_keys"})
        EXPECT_TRUE(denied(table, "UPDATE")) << table;
    // Of the log's tree nothing is written but by the sequencer's functions.
    for (const auto* table : {"audit_leaves", "audit_nodes", "audit_checkpoints", "audit_tails"})
        for (const auto* right : {"INSERT", "UPDATE"}) EXPECT_TRUE(denied(table, right)) << table << " " << right;
    EXPECT_EQ(
        ask("select has_column_privilege('wib_app', 'users', 'password_hash', 'SELECT'), "
            "has_column_privilege('wib_readonly', 'users', "
            "'password_hash', 'SELECT'), has_any_column_privilege('wib_readonly', 'subject_keys', 'SELECT'), "
            "has_schema_privilege('wib_app', 'public', 'CREATE'), has_schema_privilege('wib_app', 'wib', 'CREATE')"),
        Lines{"f f f f f"});
}

TEST_F(Rights, OnlyThePurgeAndTheOwnerMayDelete) {
    EXPECT_EQ(ask("select distinct r.rolname from pg_class c, pg_roles r where c.relnamespace = 'public'::regnamespace "
                  "and c.relkind = 'r' and "
                  "r.rolname like 'wib%' and has_table_privilege(r.oid, c.oid, 'DELETE') order by 1"),
              (Lines{"wib_owner", "wib_purge"}));
    EXPECT_EQ(ask("select has_table_privilege('wib_purge', 'audit_logs', 'DELETE')"), Lines{"f"})
        << "audit is kept for ever";
}

/// The closed list: what may look across tenants, and who may call it. A function that is not here does not belong.
TEST_F(Rights, TheDoorIsAClosedList) {
    EXPECT_EQ(
        ask("select p.proname from pg_proc p where p.pronamespace = 'wib'::regnamespace and p.prosecdef order by 1"),
        (Lines{"accept_invitation",
               "accept_invite",
               "access_changes",
               "append_audit_leaves",
               "assign_webhook",
               "audit_news",
               "begin_job",
               "begin_verification",
               "cached_claims_of",
               "cached_keys_of",
               "calls_to_watch",
               "change_account",
               "change_password",
               "claim_audit_tail",
               "claim_stream_token",
               "close_lost_monitors",
               "confirm_compliance",
               "create_api_key",
               "create_session",
               "create_user",
               "due_commands",
               "due_emails",
               "due_transcriptions",
               "end_session_of",
               "end_sessions_here",
               "end_sessions_of",
               "enrol",
               "enter",
               "enter_with",
               "expire_answers",
               "expire_invites",
               "expire_sessions",
               "expire_tokens",
               "find_api_key",
               "find_call_for_leg",
               "find_claims",
               "find_invitation",
               "find_invite",
               "find_login",
               "find_session",
               "find_verification",
               "find_webhook_failure",
               "finish_job",
               "first_organization",
               "found_organization",
               "give_up_webhook",
               "has_proven_address",
               "job_history",
               "job_states",
               "keep_audit_checkpoint",
               "keep_job",
               "keep_webhook",
               "learn_of_email",
               "living_api_keys",
               "login_succeeded",
               "newest_audit_checkpoints",
               "next_audit_log",
               "note_account_event",
               "note_service_event",
               "note_session_use",
               "note_transcription",
               "open_webhook_failures",
               "organization_of_email",
               "organizations_of",
               "pass_onboarding_step",
               "password_hash_of",
               "plan_of",
               "platform_metrics",
               "postpone_email",
               "prepare_reset",
               "promise_email",
               "publish_event",
               "receive_webhook",
               "record_login_attempt",
               "record_webhook_failure",
               "remove_member",
               "rename_user",
               "renew_session",
               "reopen_webhook",
               "require_platform_admin",
               "require_session",
               "reset_password",
               "reset_password_alone",
               "revoke_api_key",
               "revoke_session",
               "rotate_session",
               "search_transcripts",
               "sessions_of",
               "set_global_flag",
               "set_member_role",
               "set_up_organization",
               "settle_email",
               "settle_webhook",
               "settle_webhook_failure",
               "stored_password_hash",
               "suppression_of",
               "switch_session",
               "unclaimed_webhooks",
               "unsettled_calls",
               "unsettled_recordings",
               "update_organization",
               "upgrade_password_hash",
               "use_verification",
               "verify_email",
               "words_about"}));
    EXPECT_EQ(ask("select p.proname from pg_proc p where p.pronamespace in ('wib'::regnamespace, "
                  "'public'::regnamespace) and p.prosecdef and "
                  "(pg_get_userbyid(p.proowner) <> 'wib_door' or p.proconfig is distinct from "
                  "array['search_path=pg_catalog, pg_temp'])"),
              Lines{});
    EXPECT_EQ(ask("select p.proname from pg_proc p where p.pronamespace = 'wib'::regnamespace and (p.proacl is null or "
                  "exists (select from "
                  "aclexplode(p.proacl) a where a.grantee = 0))"),
              Lines{})
        << "nobody may execute by default";
    EXPECT_EQ(ask("select p.proname from pg_proc p where p.pronamespace = 'wib'::regnamespace and p.prosecdef and not "
                  "has_function_privilege('wib_app', p.oid, 'EXECUTE') order by 1"),
              (Lines{"enrol", "stored_password_hash", "use_verification"}));
}

/// Rows of one tenant in each table, and attempts to point at another tenant's, as one whom no policy stops.
class Keys : public ::testing::Test {
  protected:
    Keys() : superuser(database.url("postgres")) { fill(superuser, {kMine, kTheirs}); }
    TestDatabase database;
    pqxx::connection superuser;
};

TEST_F(Keys, RefuseToPointAtAnotherTenantsRow) {
    pqxx::nontransaction catalogue{superuser};
    pqxx::connection writer{database.url("postgres")};
    int tried = 0;
    for (const auto& row : catalogue.exec("select k.conrelid::regclass, a.attname from pg_constraint k join "
                                          "pg_attribute a on a.attrelid = k.conrelid and a.attnum = "
                                          "k.conkey[2] where k.contype = 'f' and cardinality(k.conkey) = 2")) {
        const std::string table = row[0].c_str(), column = row[1].c_str();
        const auto text = insert_statement(
            catalogue, table,
            {.organization = kMine, .foreign_organization = kTheirs, .astray = column, .salt = "astray"});
        pqxx::work sql{writer};
        // Out of the way with what would refuse the new row for its likeness.
        sql.exec("set local session_replication_role = replica");
        sql.exec_params("delete from " + table + " where organization_id = $1", kMine);
        sql.exec("set local session_replication_role = origin");
        try {
            sql.exec(text);
            ADD_FAILURE() << text;
        } catch (const pqxx::sql_error& error) {
            EXPECT_EQ(error.sqlstate(), "23503") << text << "\n" << error.what();
        }
        ++tried;
    }
    EXPECT_GE(tried, 13);
}

TEST_F(Keys, RefuseToLoseARowSomethingPointsAt) {
    pqxx::work sql{superuser};
    EXPECT_THROW(sql.exec_params("delete from organizations where id = $1", kMine), pqxx::foreign_key_violation);
}

TEST_F(Keys, AppendOnlyTablesRefuseEvenTheSuperuser) {
    for (const auto* table : {"audit_logs", "audit_leaves", "audit_nodes", "audit_checkpoints", "call_facts",
                              "call_timeline_events", "transcript_versions", "recording_derivatives"}) {
        for (const auto& text : {"update " + std::string(table) + " set organization_id = organization_id",
                                 "delete from " + std::string(table), "truncate " + std::string(table) + " cascade"}) {
            pqxx::work sql{superuser};
            EXPECT_THROW(sql.exec(text), pqxx::check_violation) << text;
        }
    }
    pqxx::work sql{superuser};
    EXPECT_THROW(sql.exec("delete from recordings"), pqxx::check_violation);
}

TEST_F(Keys, ThePurgeDeletesWhatMayGoAndNotTheAudit) {
    pqxx::connection purge{database.url("wib_purge")};
    pqxx::work sql{purge};
    sql.exec_params("select set_config('app.current_organization_id', $1, true)", kMine);
    EXPECT_EQ(sql.exec("delete from call_facts").affected_rows(), 1u);
    EXPECT_EQ(sql.exec("delete from transcript_versions").affected_rows(), 1u);
    EXPECT_THROW(sql.exec("delete from audit_logs"), pqxx::insufficient_privilege);
}

TEST_F(Keys, TheOwnersDeleteOfACallIsASoftDelete) {
    pqxx::connection owner{database.url("wib_owner")};
    pqxx::work sql{owner};
    sql.exec_params("select set_config('app.current_organization_id', $1, true)", kMine);
    sql.exec("delete from calls");
    EXPECT_EQ(sql.exec1("select count(*) filter (where is_deleted and deleted_at is not null) from calls")[0].as<int>(),
              1);
}

TEST_F(Keys, PeopleAreSeenOnlyByThoseWhoShareAnOrganization) {
    pqxx::connection app{database.url()};
    const auto seen = [&](const char* organization) {
        pqxx::work sql{app};
        sql.exec_params("select set_config('app.current_organization_id', $1, true)", organization);
        return sql.exec1("select count(*) from users")[0].as<int>();
    };
    EXPECT_EQ(seen(kMine.c_str()), 1);
    EXPECT_EQ(seen("cccccccc-0000-4000-8000-00000000000c"), 0);
    EXPECT_EQ(seen(""), 0);
}

}  // namespace
}  // namespace wib::testing

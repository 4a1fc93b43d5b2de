#pragma once
#include <memory>
#include <string>
#include <vector>

#include "origin/db/tenant_tx.hpp"

namespace wib::testing {

/// A database without rows that writes down what is asked of its transactions: "begin", a statement's name, "audit
/// call:ended", "commit", "rollback".
class RecordedDatabase final : public db::Database {
  public:
    Task<std::unique_ptr<db::TenantTx>> begin(db::Tenant tenant, Deadline) override {
        told.push_back("begin");
        tenants.push_back(tenant.organization);
        co_return std::make_unique<Tx>(*this);
    }
    Task<db::Rows> door(const db::Statement&, db::Params, Deadline) override { co_return db::Rows{}; }

    std::vector<std::string> told;
    std::vector<OrgId> tenants;
    bool refuses_commits = false;

  private:
    class Tx final : public db::TenantTx {
      public:
        explicit Tx(RecordedDatabase& database) : database_(database) {}
        ~Tx() override {
            if (!committed_) database_.told.push_back("rollback");
        }
        void audit(const db::AuditEntry& entry) override {
            database_.told.push_back("audit " + std::string{entry.action});
        }
        Task<void> commit() override {
            if (database_.refuses_commits) throw db::UnavailableError{"gone"};
            committed_ = true;
            database_.told.push_back("commit");
            co_return;
        }
        Task<db::Rows> run(const db::Statement& statement, db::Params) override {
            database_.told.emplace_back(statement.name);
            co_return db::Rows{};
        }
        void enqueue(const db::Statement&, db::Params) override {}

      private:
        RecordedDatabase& database_;
        bool committed_ = false;
    };
};

}  // namespace wib::testing

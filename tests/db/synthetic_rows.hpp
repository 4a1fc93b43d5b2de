#pragma once
#include <map>
#include <pqxx/pqxx>
#include <string>
#include <vector>

namespace wib::testing {

/// A table of public that belongs to tenants, as the catalogue describes it.
struct TenantTable {
    std::string name;
    std::string tenant_column;  ///< "organization_id", for organizations itself "id"
};

/// Every table with an organization_id, and organizations. Nothing is listed by hand: a table of tomorrow is here by
/// itself.
[[nodiscard]] std::vector<TenantTable> tenant_tables(pqxx::transaction_base& sql);

/// An insert statement for one row of `table` belonging to `organization`, made from the catalogue alone: every column
/// that needs a value gets one its checks accept, every key points at the synthetic row of the same organization (or of
/// `foreign_organization`, for the key column named in `astray`).
struct RowRecipe {
    std::string organization;
    std::string foreign_organization{};
    std::string astray{};
    std::string salt{};  ///< changes the row's own id
};
[[nodiscard]] std::string insert_statement(pqxx::transaction_base& sql, const std::string& table,
                                           const RowRecipe& recipe);

/// The id insert_statement gives the row of `table` in `organization`.
[[nodiscard]] std::string synthetic_id(const std::string& table, const std::string& organization,
                                       const std::string& salt = {});

/// Puts one row of each table (tenants' and global ones) into the database for each organization. As the superuser.
void fill(pqxx::connection& superuser, const std::vector<std::string>& organizations);

}  // namespace wib::testing

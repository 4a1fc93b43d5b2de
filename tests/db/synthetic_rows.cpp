#include "tests/db/synthetic_rows.hpp"

#include <algorithm>
#include <optional>
#include <regex>
#include <stdexcept>

#include "shared/crypto/hash.hpp"

namespace wib::testing {

namespace {

struct Column {
    std::string name, type;
    bool needs_value;
};

struct Key {
    std::string to;
    std::vector<std::string> columns, target_columns;
};

std::vector<Column> columns_of(pqxx::transaction_base& sql, const std::string& table) {
    std::vector<Column> columns;
    for (const auto& row : sql.exec_params(
             "select attname, format_type(atttypid, null), attnotnull and not atthasdef and attidentity = '' and "
             "attgenerated = '' "
             "from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped order by attnum",
             table))
        columns.push_back({row[0].c_str(), row[1].c_str(), row[2].as<bool>()});
    return columns;
}

std::vector<std::string> names(const pqxx::field& joined) {
    std::vector<std::string> parts;
    std::string text = joined.c_str();
    for (std::size_t begin = 0; begin <= text.size();) {
        const auto end = std::min(text.find(',', begin), text.size());
        parts.push_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    return parts;
}

std::vector<Key> keys_of(pqxx::transaction_base& sql, const std::string& table) {
    std::vector<Key> keys;
    const auto list = [](const char* column, const char* owner) {
        return std::string("(select string_agg(a.attname, ',' order by k.n) from unnest(c.") + column +
               ") with ordinality k(num, n) join pg_attribute a on a.attrelid = c." + owner + " and a.attnum = k.num)";
    };
    for (const auto& row : sql.exec_params(
             "select c.confrelid::regclass, " + list("conkey", "conrelid") + ", " + list("confkey", "confrelid") +
                 " from pg_constraint c where c.contype = 'f' and c.conrelid = $1::regclass",
             table))
        keys.push_back({row[0].c_str(), names(row[1]), names(row[2])});
    return keys;
}

/// A text the column's checks accept: the first word they list, or whatever of the usual kinds they let through.
std::string text_for(pqxx::transaction_base& sql, const std::string& table, const std::string& column,
                     const std::string& seed) {
    const auto hash = crypto::sha256_hex(table + column + seed);
    std::vector<std::string> usual{
        hash, "+1555" + std::to_string(1000000 + std::stoul(hash.substr(0, 6), nullptr, 16) % 8999999), "x"};
    for (const auto& row : sql.exec_params(
             "select pg_get_constraintdef(oid) from pg_constraint where contype = 'c' and conrelid = $1::regclass",
             table)) {
        const std::string check = row[0].c_str();
        if (!std::regex_search(check, std::regex("\\b" + column + "\\b"))) continue;
        std::smatch found;
        if (std::regex_search(check, found, std::regex("\\b" + column + " ~ '([^']+)'"))) {
            for (const auto& candidate : usual)
                if (sql.exec_params1("select $1::text ~ $2", candidate, found[1].str())[0].as<bool>()) return candidate;
        }
        if (std::regex_search(check, found, std::regex("\\b" + column + " = ANY \\(ARRAY\\['([^']+)'")))
            return found[1].str();
        if (std::regex_search(check, found, std::regex("\\b" + column + " ~~ '([^'%_]+)%'")))
            return found[1].str() + usual.front();
        if (std::regex_search(check, found, std::regex("length\\(" + column + "\\) <= (\\d+)")))
            usual.front().resize(std::min<std::size_t>(usual.front().size(), std::stoul(found[1].str())));
    }
    return usual.front();
}

std::string as_uuid(const std::string& seed) {
    const auto h = crypto::sha256_hex(seed);
    return h.substr(0, 8) + "-" + h.substr(8, 4) + "-4" + h.substr(13, 3) + "-8" + h.substr(17, 3) + "-" +
           h.substr(20, 12);
}

}  // namespace

std::vector<TenantTable> tenant_tables(pqxx::transaction_base& sql) {
    std::vector<TenantTable> tables{{"organizations", "id"}};
    for (const auto& row : sql.exec("select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid "
                                    "where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') "
                                    "and a.attname = 'organization_id' and not a.attisdropped order by 1"))
        tables.push_back({row[0].c_str(), "organization_id"});
    return tables;
}

std::string synthetic_id(const std::string& table, const std::string& organization, const std::string& salt) {
    return table == "organizations" ? organization
                                    : as_uuid(table + "|" + (table == "users" ? "" : organization) + "|" + salt);
}

std::string insert_statement(pqxx::transaction_base& sql, const std::string& table, const RowRecipe& recipe) {
    std::map<std::string, std::string> values;
    for (const auto& column : columns_of(sql, table)) {
        if (column.name == "id") {
            values[column.name] = "'" + synthetic_id(table, recipe.organization, recipe.salt) + "'";
        } else if (column.name == "organization_id") {
            values[column.name] = "'" + recipe.organization + "'";
        } else if (!column.needs_value) {
            continue;
        } else if (column.type == "uuid") {
            values[column.name] = "'" + as_uuid(table + column.name + recipe.organization + recipe.salt) + "'";
        } else if (column.type == "text") {
            values[column.name] = sql.quote(text_for(sql, table, column.name, recipe.organization + recipe.salt));
        } else if (column.type.starts_with("timestamp")) {
            values[column.name] = "now() + interval '1 hour'";
        } else if (column.type == "date") {
            values[column.name] = "current_date";
        } else if (column.type == "jsonb") {
            values[column.name] = "'{}'";
        } else if (column.type == "integer" || column.type == "bigint") {
            values[column.name] = "1";
        } else if (column.type == "bytea") {
            values[column.name] = "decode(repeat('00', 32), 'hex')";  // as long as a digest
        } else if (column.type == "boolean") {
            values[column.name] = "false";
        } else {
            throw std::runtime_error("synthetic rows do not know the type " + column.type + " of " + table + "." +
                                     column.name);
        }
    }
    for (const auto& key : keys_of(sql, table)) {
        for (std::size_t at = 0; at < key.columns.size(); ++at) {
            const bool to_member = key.to == "org_members" && key.target_columns[at] == "user_id";
            if ((key.target_columns[at] != "id" && !to_member) || key.columns[at] == "id" ||
                key.columns[at] == "organization_id")
                continue;
            const bool astray = key.columns[at] == recipe.astray;
            if (!astray && !values.contains(key.columns[at])) continue;  // may be null: leave it so
            if (to_member) {
                // The one synthetic person belongs to every organization: astray is who belongs to none.
                values[key.columns[at]] =
                    "'" + (astray ? as_uuid("nobody") : synthetic_id("users", recipe.organization)) + "'";
                continue;
            }
            // A value stands sealed beside the key of the person it is sealed for.
            if (astray && key.to == "subject_keys" && recipe.astray.ends_with("_key_id"))
                values[recipe.astray.substr(0, recipe.astray.size() - 7) + "_sealed"] = "'\\x00'";
            values[key.columns[at]] =
                "'" + synthetic_id(key.to, astray ? recipe.foreign_organization : recipe.organization) + "'";
        }
    }
    // A check that ties two columns together and that defaults do not satisfy.
    if (table == "audio_files")
        values["file_key"] = "'audio/" + recipe.organization + "/" + as_uuid(recipe.salt) + ".wav'";
    if (table == "subject_keys") values["wrapped_key"] = "'\\x00'";
    std::string into, what;
    for (const auto& [column, value] : values) {
        into += (into.empty() ? "" : ", ") + column;
        what += (what.empty() ? "" : ", ") + value;
    }
    return "insert into " + table + " (" + into + ") values (" + what + ")";
}

void fill(pqxx::connection& superuser, const std::vector<std::string>& organizations) {
    pqxx::work sql{superuser};
    // Order does not matter then; every row a key points at is there when the transaction ends.
    sql.exec("set local session_replication_role = replica");
    sql.exec(insert_statement(sql, "users", {.organization = organizations.front()}));
    for (const auto& organization : organizations)
        for (const auto& table : tenant_tables(sql))
            sql.exec(insert_statement(sql, table.name, {.organization = organization}));
    sql.commit();
}

}  // namespace wib::testing

#include "origin/identity/departments.hpp"

#include <algorithm>
#include <boost/json.hpp>

#include "generated/sql/identity.hpp"
#include "origin/identity/person.hpp"
#include "shared/api/authorise.hpp"
#include "shared/api/endpoints/teams.hpp"

namespace wib::identity {

/// A department as it is written, and as its audit rows tell of it.
struct TeamAsWritten {
    std::string name;
    std::optional<std::string> description;
    std::string team_type;
    std::optional<api::TeamId> parent_team_id;
    std::optional<UserId> manager_user_id;
    bool is_active;
    bool operator==(const TeamAsWritten&) const = default;
};
BOOST_DESCRIBE_STRUCT(TeamAsWritten, (), (name, description, team_type, parent_team_id, manager_user_id, is_active))

namespace {

using http::Answer;
using http::Ask;
using http::RequestContext;

constexpr std::string_view kDefaultType = "department", kDefaultPart = "member";

auto no_such_team() {
    return no(api::Code::not_found, "There is no such department.");
}

api::Team read_team(const db::Row& row) {
    const auto manager = row["manager_user_id"].maybe<UserId>();
    return {.id = row["id"].as<api::TeamId>(),
            .name = row["name"].as<std::string>(),
            .description = row["description"].maybe<std::string>(),
            .team_type = row["team_type"].as<std::string>(),
            .parent_team_id = row["parent_team_id"].maybe<api::TeamId>(),
            .manager_user_id = manager,
            .manager = manager ? std::optional{api::TeamManager{.user_id = *manager,
                                                                .email = row["manager_email"].as<std::string>(),
                                                                .name = row["manager_name"].as<std::string>()}}
                               : std::nullopt,
            .member_count = row["member_count"].as<std::int64_t>(),
            .is_active = row["is_active"].as<bool>(),
            .created_by = row["created_by"].maybe<UserId>(),
            .created_at = row["created_at"].as<Instant>(),
            .updated_at = row["updated_at"].as<Instant>()};
}

api::TeamMember read_member(const db::Row& row) {
    return {.user_id = row["user_id"].as<UserId>(),
            .email = row["email"].as<std::string>(),
            .name = row["name"].as<std::string>(),
            .role = role_of(row["role"]),
            .team_role = row["team_role"].as<std::string>(),
            .joined_at = row["joined_at"].as<Instant>()};
}

Task<std::optional<api::Team>> find_team(db::TenantTx& tx, api::TeamId id) {
    const auto rows = co_await tx.exec(sql::find_team, id);
    if (rows.empty()) co_return std::nullopt;
    co_return read_team(rows.front());
}

/// One while nobody else may change the tree, its members or who belongs to the organisation.
Task<std::optional<api::Team>> lock_team(db::TenantTx& tx, api::TeamId id) {
    co_await tx.exec(sql::lock_team);  // its own statement: what is read next is read under the lock
    co_return co_await find_team(tx, id);
}

TeamAsWritten written(const api::Team& team) {
    return {.name = team.name,
            .description = team.description,
            .team_type = team.team_type,
            .parent_team_id = team.parent_team_id,
            .manager_user_id = team.manager_user_id,
            .is_active = team.is_active};
}

template <class T>
std::string text_or(const std::optional<T>& given, std::string_view otherwise) {
    return given ? given->value() : std::string{otherwise};
}
/// An empty description is none.
std::optional<std::string> words(const std::string& text) {
    return text.empty() ? std::nullopt : std::optional{text};
}

/// Audit rows shorten free text to 500 characters (rules §6).
std::string as_audited(TeamAsWritten team) {
    constexpr std::size_t kLongest = 500;
    if (team.description && codec::count_characters(*team.description) > kLongest) {
        std::size_t end = 0;
        for (std::size_t i = 0; i < kLongest; ++i) end += codec::utf8_length(*team.description, end);
        team.description->resize(end);
    }
    return codec::print(team);
}

void note(const RequestContext& request, db::TenantTx& tx, std::string_view action, api::TeamId team, std::string was,
          std::string is) {
    auto entry = http::audit_of(request, action, "team", team.value);
    entry.old_value = std::move(was);
    entry.new_value = std::move(is);
    tx.audit(entry);
}

/// What speaks against writing it so, asked under the lock; the table's own triggers ask again.
Task<std::optional<api::Problem>> refuse(db::TenantTx& tx, std::optional<api::TeamId> id,
                                         std::optional<api::TeamId> stood_below, const TeamAsWritten& team) {
    const auto conflict = [](std::string_view why) {
        return api::Problem{.code = api::Code::conflict, .message = std::string{why}};
    };
    const auto found = co_await tx.exec(sql::check_team, id, team.name, team.parent_team_id, team.manager_user_id);
    const auto row = found.front();
    const auto is = [&](const char* column) { return row[column].template as<bool>(); };
    const bool must_have_parent = team.parent_team_id && (team.is_active || team.parent_team_id != stood_below);
    if (must_have_parent && !is("parent_is_active"))
        co_return api::invalid("parent_team_id", "must be an active department of this organisation");
    if (team.manager_user_id && !is("manager_belongs"))
        co_return api::invalid("manager_user_id", "must be a member of this organisation");
    if (is("stands_below_itself")) co_return conflict("A department cannot stand below itself.");
    if (team.is_active && is("name_is_taken")) co_return conflict("There is a department with this name already.");
    if (!team.is_active && is("has_teams_below"))
        co_return conflict("Departments below it are active: move or deactivate them first.");
    co_return std::nullopt;
}

Task<Answer<api::ListTeams>> list_teams(Ask<api::ListTeams>& ask, db::TenantTx& tx) {
    const auto page = ask.query.asked();
    const auto rows = co_await tx.read(sql::list_teams, page.limit.value(), page.offset());
    api::TeamListReply reply{
        .success = true, .teams = {}, .pagination = api::paginate(page, rows.front()["total"].as<std::int64_t>())};
    for (const auto row : rows)
        if (!row["id"].is_null()) reply.teams.push_back(read_team(row));
    co_return reply;
}

Task<Answer<api::CreateTeam>> create_team(Ask<api::CreateTeam>& ask, db::TenantTx& tx) {
    const auto& body = ask.body;
    const TeamAsWritten team{.name = body.name.value(),
                             .description = words(text_or(body.description, "")),
                             .team_type = text_or(body.team_type, kDefaultType),
                             .parent_team_id = body.parent_team_id,
                             .manager_user_id = body.manager_user_id,
                             .is_active = true};
    co_await tx.exec(sql::lock_team);
    if (auto refusal = co_await refuse(tx, std::nullopt, std::nullopt, team))
        co_return wib::unexpected(std::move(*refusal));
    const auto made = co_await tx.exec(sql::insert_team, team.name, team.description, team.team_type,
                                       team.parent_team_id, team.manager_user_id, ask.request.principal.user);
    const auto id = made.front()["id"].as<api::TeamId>();
    note(ask.request, tx, "team:created", id, {}, as_audited(team));
    co_return api::TeamReply{.success = true, .team = (co_await find_team(tx, id)).value()};
}

Task<std::optional<api::Problem>> rewrite(const RequestContext& request, db::TenantTx& tx, std::string_view action,
                                          const api::Team& team, const TeamAsWritten& now) {
    const auto was = written(team);
    if (now == was) co_return std::nullopt;
    if (auto refusal = co_await refuse(tx, team.id, was.parent_team_id, now)) co_return refusal;
    co_await tx.exec(sql::update_team, team.id, now.name, now.description, now.team_type, now.parent_team_id,
                     now.manager_user_id, now.is_active);
    note(request, tx, action, team.id, as_audited(was), as_audited(now));
    co_return std::nullopt;
}

template <class T>
std::optional<T> after(const codec::Field<T>& field, const std::optional<T>& was) {
    if (field.is_absent()) return was;
    return field.has_value() ? std::optional{field.value()} : std::nullopt;
}

/// Deactivating by this door asks for what DELETE asks for, of who asks and of the database.
const api::Route& row_of(const api::TeamChange& body, const RequestContext& request) {
    static const auto& deactivate = *std::ranges::find(api::routes(), api::DeactivateTeam::route, &api::Route::name);
    return body.is_active.value_or(true) ? *request.route : deactivate;
}

Task<Answer<api::UpdateTeam>> update_team(db::Database& database, Ask<api::UpdateTeam>& ask) {
    const auto& [request, path, query, body] = ask;
    const auto& route = row_of(body, request);
    if (auto refusal = api::authorise(route, request.principal)) co_return wib::unexpected(std::move(*refusal));
    auto tenant = http::tenant_of(request);
    tenant.rights = http::rights_of(route);
    const auto tx = co_await database.begin(tenant, request.deadline);

    const auto team = co_await lock_team(*tx, path.id);
    if (!team) co_return no_such_team();
    const auto was = written(*team);
    const TeamAsWritten now{
        .name = text_or(body.name, was.name),
        .description = body.description.is_absent()
                           ? was.description
                           : words(body.description.has_value() ? body.description.value().value() : ""),
        .team_type = text_or(body.team_type, was.team_type),
        .parent_team_id = after(body.parent_team_id, was.parent_team_id),
        .manager_user_id = after(body.manager_user_id, was.manager_user_id),
        .is_active = body.is_active.value_or(was.is_active)};
    if (auto refusal = co_await rewrite(request, *tx, "team:updated", *team, now))
        co_return wib::unexpected(std::move(*refusal));
    auto changed = (co_await find_team(*tx, path.id)).value();
    co_await tx->commit();
    co_return api::TeamReply{.success = true, .team = std::move(changed)};
}

Task<Answer<api::DeactivateTeam>> deactivate_team(Ask<api::DeactivateTeam>& ask, db::TenantTx& tx) {
    const auto team = co_await lock_team(tx, ask.path.id);
    if (!team || !team->is_active) co_return no_such_team();
    auto now = written(*team);
    now.is_active = false;
    if (auto refusal = co_await rewrite(ask.request, tx, "team:deleted", *team, now))
        co_return wib::unexpected(std::move(*refusal));
    co_return api::Done{true};
}

std::string part_json(UserId user, std::string_view part) {
    return boost::json::serialize(boost::json::object{{"member", to_string(user)}, {"team_role", part}});
}

Task<Answer<api::ListTeamMembers>> list_team_members(Ask<api::ListTeamMembers>& ask, db::TenantTx& tx) {
    const auto page = ask.query.asked();
    const auto rows = co_await tx.read(sql::list_team_members, ask.path.id, page.limit.value(), page.offset());
    if (rows.empty()) co_return no_such_team();
    api::TeamMembersReply reply{
        .success = true, .members = {}, .pagination = api::paginate(page, rows.front()["total"].as<std::int64_t>())};
    for (const auto row : rows)
        if (!row["user_id"].is_null()) reply.members.push_back(read_member(row));
    co_return reply;
}

Task<Answer<api::PutTeamMember>> put_team_member(Ask<api::PutTeamMember>& ask, db::TenantTx& tx) {
    const auto team = co_await lock_team(tx, ask.path.id);
    if (!team || !team->is_active) co_return no_such_team();
    const auto user = ask.body.user_id;
    if ((co_await tx.exec(sql::find_member, user)).empty())
        co_return wib::unexpected(api::invalid("user_id", "must be a member of this organisation"));
    const auto part = text_or(ask.body.team_role, kDefaultPart);
    const auto before = co_await tx.exec(sql::find_team_member, team->id, user);
    const bool is_news = before.empty() || before.front()["team_role"].text() != part;
    if (is_news) {
        co_await tx.exec(sql::put_team_member, team->id, user, part, ask.request.principal.user);
        note(ask.request, tx, "team:updated", team->id,
             before.empty() ? std::string{} : part_json(user, before.front()["team_role"].text()),
             part_json(user, part));
    }
    const auto now = co_await tx.exec(sql::find_team_member, team->id, user);
    co_return api::TeamMemberReply{.success = true, .member = read_member(now.front())};
}

Task<Answer<api::RemoveTeamMember>> remove_team_member(Ask<api::RemoveTeamMember>& ask, db::TenantTx& tx) {
    const auto team = co_await lock_team(tx, ask.path.id);
    if (!team || !team->is_active) co_return no_such_team();
    const auto before = co_await tx.exec(sql::find_team_member, team->id, ask.path.user_id);
    if (before.empty()) co_return no(api::Code::not_found, "There is no such member in this department.");
    co_await tx.exec(sql::remove_team_member, team->id, ask.path.user_id);
    note(ask.request, tx, "team:updated", team->id, part_json(ask.path.user_id, before.front()["team_role"].text()),
         {});
    co_return api::Done{true};
}

}  // namespace

void add_department_endpoints(http::Endpoints& endpoints, db::Database& database) {
    endpoints.in_tenant<api::ListTeams>(list_teams);
    endpoints.in_tenant<api::CreateTeam>(create_team);
    endpoints.on<api::UpdateTeam>(update_team, database);
    endpoints.in_tenant<api::DeactivateTeam>(deactivate_team);
    endpoints.in_tenant<api::ListTeamMembers>(list_team_members);
    endpoints.in_tenant<api::PutTeamMember>(put_team_member);
    endpoints.in_tenant<api::RemoveTeamMember>(remove_team_member);
}

}  // namespace wib::identity

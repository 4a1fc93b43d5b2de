#include "origin/http/rights.hpp"

#include <boost/describe/enumerators.hpp>
#include <boost/mp11/algorithm.hpp>
#include <map>

namespace wib::http {
namespace {

template <class E, class Suffices>
std::string names_of(Suffices suffices) {
    std::string list;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>([&](auto each) {
        if (!suffices(each.value)) return;
        list += list.empty() ? "{" : ",";
        list += name(each.value);
    });
    return list.empty() ? "{}" : list + "}";
}

db::Rights rights(const api::Route& route) {
    db::Rights made{.roles = names_of<Role>([&](Role role) {
                        return at_least(role, route.role) && (!route.permission || may(role, route.permission));
                    }),
                    .permission = {},
                    .plans = {}};
    if (route.permission) made.permission = std::string{route.permission.name()};
    if (route.capability)
        made.plans = names_of<plans::Plan>(
            [&](plans::Plan plan) { return plans::includes(plan, plans::lowest_plan(*route.capability)); });
    return made;
}

}  // namespace

const db::Rights* rights_of(const api::Route& route) {
    static const auto all = [] {
        std::map<std::string_view, db::Rights> made;
        for (const auto& each : api::routes())
            if (each.auth == api::Auth::session) made.emplace(each.name, rights(each));
        return made;
    }();
    const auto found = all.find(route.name);
    return found == all.end() ? nullptr : &found->second;
}

}  // namespace wib::http

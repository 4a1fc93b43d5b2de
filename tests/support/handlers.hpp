#pragma once
#include <string_view>
#include <type_traits>

#include "origin/http/endpoint.hpp"
#include "shared/core/ensure.hpp"

namespace wib::testing {

/// A feature's handlers as the server finds them: `Handlers handlers{*world.db, voice::add_endpoints, routes};`
class Handlers {
  public:
    template <class... Parts>
    Handlers(db::Database& database, void (*add_endpoints)(http::Endpoints&, Parts&...),
             std::type_identity_t<Parts>&... parts) {
        http::Endpoints endpoints{router_, database};
        add_endpoints(endpoints, parts...);
    }
    Task<http::Reply> ask(std::string_view route, http::RequestContext& request) const {
        const auto* handler = router_.find(route);
        ensure(handler != nullptr, "the feature serves this route");
        return (*handler)(request);
    }

  private:
    http::Router router_;
};

}  // namespace wib::testing

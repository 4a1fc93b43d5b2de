#pragma once
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "origin/http/reply.hpp"
#include "origin/http/request_context.hpp"
#include "origin/runtime/task.hpp"

namespace wib::http {

using Handler = std::function<Task<Reply>(RequestContext&)>;

/// Route name → handler. `main.cpp` fills it; the server refuses to start while a row of the table has no handler.
class Router {
  public:
    void on(std::string_view route_name, Handler handler) {
        handlers_.insert_or_assign(std::string{route_name}, std::move(handler));
    }
    [[nodiscard]] const Handler* find(std::string_view route_name) const {
        const auto found = handlers_.find(route_name);
        return found == handlers_.end() ? nullptr : &found->second;
    }

  private:
    std::map<std::string, Handler, std::less<>> handlers_;
};

}  // namespace wib::http

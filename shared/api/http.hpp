#pragma once
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wib::api {

/// Header fields in the order they came; names compare without case (RFC 9110 §5.1).
class Headers {
  public:
    Headers() = default;
    Headers(std::initializer_list<std::pair<std::string, std::string>> fields) : fields_(fields) {}
    /// The first value under this name, or "" when there is none.
    [[nodiscard]] std::string_view get(std::string_view name) const;
    [[nodiscard]] bool has(std::string_view name) const;
    void add(std::string name, std::string value) { fields_.emplace_back(std::move(name), std::move(value)); }
    void reserve(std::size_t fields) { fields_.reserve(fields); }
    /// Replaces every field of this name.
    void set(std::string_view name, std::string value);
    [[nodiscard]] auto begin() const { return fields_.begin(); }
    [[nodiscard]] auto end() const { return fields_.end(); }
    [[nodiscard]] std::size_t size() const { return fields_.size(); }

  private:
    std::vector<std::pair<std::string, std::string>> fields_;
};

/// A request as a plain value. `target` is path and query exactly as received.
struct Request {
    std::string method;
    std::string target;
    Headers headers;
    std::string body;
};

/// A reply as a plain value (what the origin streams is in origin/http/reply.hpp).
struct Response {
    int status = 200;
    Headers headers;
    std::string body;
};

}  // namespace wib::api

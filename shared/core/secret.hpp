#pragma once
#include <string>
#include <string_view>
#include <utility>

namespace wib {

/// A value that must not be printed: no stream operator, no formatter, no comparison that leaks time.
/// `reveal()` is the one place to look for when asking who sees it.
class Secret {
  public:
    Secret() = default;
    explicit Secret(std::string value) : value_(std::move(value)) {}
    [[nodiscard]] const std::string& reveal() const { return value_; }
    [[nodiscard]] bool empty() const { return value_.empty(); }

  private:
    std::string value_;
};

}  // namespace wib

#pragma once
#include <optional>
#include <utility>

namespace wib::codec {

/// A member of a PATCH: left alone (absent), emptied (null) or set (a value).
template <class T>
class Field {
  public:
    Field() = default;
    [[nodiscard]] static Field null() {
        Field field;
        field.present_ = true;
        return field;
    }
    // Implicit on purpose: a value is what a field is most often given.
    Field(T value) : present_(true), value_(std::move(value)) {}  // NOLINT(google-explicit-constructor)

    [[nodiscard]] bool is_absent() const { return !present_; }
    [[nodiscard]] bool is_null() const { return present_ && !value_; }
    [[nodiscard]] bool has_value() const { return value_.has_value(); }
    [[nodiscard]] const T& value() const { return *value_; }
    bool operator==(const Field&) const = default;

  private:
    bool present_ = false;
    std::optional<T> value_;
};

}  // namespace wib::codec

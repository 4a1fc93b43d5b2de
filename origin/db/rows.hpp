#pragma once
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "shared/core/strong_id.hpp"
#include "shared/core/time.hpp"

namespace wib::db {

/// Turns a column's text into a value. Specialised for std::string, std::string_view, bool, the integers, double, Uuid,
/// StrongId, Instant, E164 and (by the feature that owns it) any enum. Throws DecodeError when the text is not one.
template <class T>
struct Decode;

/// One field. Views stay valid as long as the Rows they came from.
class Field {
  public:
    Field(const char* data, std::size_t size, bool null) : data_(data), size_(size), null_(null) {}
    [[nodiscard]] bool is_null() const { return null_; }
    [[nodiscard]] std::string_view text() const { return null_ ? std::string_view{} : std::string_view{data_, size_}; }
    /// Throws DecodeError on null.
    template <class T>
    [[nodiscard]] T as() const;
    /// Null becomes nothing.
    template <class T>
    [[nodiscard]] std::optional<T> maybe() const {
        if (null_) return std::nullopt;
        return as<T>();
    }

  private:
    const char* data_;
    std::size_t size_;
    bool null_;
};

struct ResultHandle;  // owns a PGresult

/// One row; `row["status"].as<std::string>()`. An unknown column throws DecodeError.
class Row {
  public:
    Row(const ResultHandle* result, int index) : result_(result), index_(index) {}
    [[nodiscard]] Field operator[](std::string_view column) const;

  private:
    const ResultHandle* result_;
    int index_;
};

/// What a statement returned. Cheap to copy; the last copy frees it.
class Rows {
  public:
    Rows() = default;
    explicit Rows(std::shared_ptr<const ResultHandle> result) : result_(std::move(result)) {}
    [[nodiscard]] int size() const;
    [[nodiscard]] bool empty() const { return size() == 0; }
    /// Rows changed, for statements that return none.
    [[nodiscard]] int affected() const;
    [[nodiscard]] Row operator[](int index) const { return {result_.get(), index}; }
    [[nodiscard]] Row front() const { return {result_.get(), 0}; }

    class Iterator {
      public:
        Iterator(const Rows* rows, int at) : rows_(rows), at_(at) {}
        Row operator*() const { return (*rows_)[at_]; }
        Iterator& operator++() { ++at_; return *this; }
        bool operator!=(const Iterator& other) const { return at_ != other.at_; }

      private:
        const Rows* rows_;
        int at_;
    };
    [[nodiscard]] Iterator begin() const { return {this, 0}; }
    [[nodiscard]] Iterator end() const { return {this, size()}; }

  private:
    std::shared_ptr<const ResultHandle> result_;
};

}  // namespace wib::db

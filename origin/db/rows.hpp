#pragma once
#include <charconv>
#include <concepts>
#include <cstddef>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "shared/core/strong_id.hpp"
#include "shared/core/time.hpp"

namespace wib::db {

/// A row did not look as the code that reads it believes: an unknown column, a null, a text that is no such value.
struct DecodeError : std::exception {
    std::string reason;
    explicit DecodeError(std::string r) : reason(std::move(r)) {}
    [[nodiscard]] const char* what() const noexcept override { return reason.c_str(); }
};

/// Turns a column's text into a value. Specialised for std::string, std::string_view, bool, the integers, double, Uuid,
/// StrongId, Instant, every type with a static `parse(std::string_view)` that gives an optional or a Result (E164), and
/// (by the feature that owns it) any enum. Throws DecodeError when the text is not one.
/// A specialisation has `static T from(std::string_view text)`.
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

template <class T>
T Field::as() const {
    if (null_) throw DecodeError("null where a value was due");
    return Decode<T>::from(text());
}

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
    /// What the server calls it: "INSERT 0 1", "COMMIT".
    [[nodiscard]] std::string_view tag() const;
    /// Throws DecodeError when there is no such row.
    [[nodiscard]] Row operator[](int index) const;
    [[nodiscard]] Row front() const { return (*this)[0]; }

    class Iterator {
      public:
        Iterator(const Rows* rows, int at) : rows_(rows), at_(at) {}
        Row operator*() const { return (*rows_)[at_]; }
        Iterator& operator++() {
            ++at_;
            return *this;
        }
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

template <>
struct Decode<std::string> {
    static std::string from(std::string_view text) { return std::string(text); }
};
/// Valid as long as the Rows it came from.
template <>
struct Decode<std::string_view> {
    static std::string_view from(std::string_view text) { return text; }
};
template <>
struct Decode<bool> {
    static bool from(std::string_view text);
};
template <std::integral T>
    requires(!std::same_as<T, bool>)
struct Decode<T> {
    static T from(std::string_view text) {
        T value{};
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
        if (error != std::errc{} || end != text.data() + text.size()) throw DecodeError("not an integer of that size");
        return value;
    }
};
template <>
struct Decode<double> {
    static double from(std::string_view text);
};
template <>
struct Decode<Uuid> {
    static Uuid from(std::string_view text);
};
template <>
struct Decode<Instant> {
    static Instant from(std::string_view text);
};
template <class T>
    requires requires(std::string_view text) {
        { T::parse(text).has_value() } -> std::convertible_to<bool>;
        { *T::parse(text) } -> std::convertible_to<T>;
    }
struct Decode<T> {
    static T from(std::string_view text) {
        auto value = T::parse(text);
        if (!value.has_value()) throw DecodeError("the text is no such value");
        return *std::move(value);
    }
};

}  // namespace wib::db

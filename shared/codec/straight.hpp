#pragma once
#include <charconv>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/codec/reflect.hpp"

/// A text that print() made read back without building a document first: members in their order, no blanks, no escapes,
/// plain ASCII. What is written otherwise is not wrong, only not for this reader: it gives nothing, and codec::parse is
/// asked.
///
///     auto wire = codec::parse_straight<WireEnvelope>(text);    // the same value parse would give, or nothing
namespace wib::codec {

namespace detail {

class Straight {
  public:
    explicit Straight(std::string_view text) : left_(text) {}

    bool take(std::string_view literal) {
        if (!left_.starts_with(literal)) return false;
        left_.remove_prefix(literal.size());
        return true;
    }
    std::optional<std::string_view> string() {
        if (left_.empty() || left_.front() != '"') return std::nullopt;
        std::size_t end = 1;
        while (end < left_.size() && left_[end] >= 0x20 && left_[end] < 0x7f && left_[end] != '"' && left_[end] != '\\')
            ++end;
        if (end == left_.size() || left_[end] != '"') return std::nullopt;
        const auto text = left_.substr(1, end - 1);
        left_.remove_prefix(end + 1);
        return text;
    }
    /// As print() writes one: no fraction, no exponent, no needless zero; what does not fit T is not for us.
    template <std::integral T>
    std::optional<T> whole() {
        T value{};
        const auto [end, error] = std::from_chars(left_.data(), left_.data() + left_.size(), value);
        if (error != std::errc{}) return std::nullopt;
        const std::string_view digits{left_.data(), end};
        const auto unsigned_digits = digits.substr(digits.front() == '-' ? 1 : 0);
        if (unsigned_digits.front() == '0' && digits.size() > 1) return std::nullopt;
        left_.remove_prefix(digits.size());
        // What follows belongs to the number ("1.5", "1e3") or ends it.
        if (left_.empty() || (left_.front() != ',' && left_.front() != '}')) return std::nullopt;
        return value;
    }
    [[nodiscard]] bool at_end() const { return left_.empty(); }

  private:
    std::string_view left_;
};

template <class T>
struct StraightValue;

template <>
struct StraightValue<std::string> {
    static std::optional<std::string> read(Straight& in) {
        const auto text = in.string();
        if (!text) return std::nullopt;
        return std::string{*text};
    }
};
template <TextValue T>
struct StraightValue<T> {
    static std::optional<T> read(Straight& in) {
        const auto text = in.string();
        return text ? T::parse(*text) : std::nullopt;
    }
};
template <DescribedEnum E>
struct StraightValue<E> {
    static std::optional<E> read(Straight& in) {
        const auto text = in.string();
        return text ? parse_enum<E>(*text) : std::nullopt;
    }
};
template <std::integral T>
    requires(!std::same_as<T, bool>)
struct StraightValue<T> {
    static std::optional<T> read(Straight& in) { return in.whole<T>(); }
};
template <>
struct StraightValue<bool> {
    static std::optional<bool> read(Straight& in) {
        if (in.take("true")) return true;
        if (in.take("false")) return false;
        return std::nullopt;
    }
};
template <class T>
struct StraightValue<std::vector<T>> {
    static std::optional<std::vector<T>> read(Straight& in) {
        std::vector<T> items;
        if (!in.take("[")) return std::nullopt;
        if (in.take("]")) return items;
        do {
            auto item = StraightValue<T>::read(in);
            if (!item) return std::nullopt;
            items.push_back(std::move(*item));
        } while (in.take(","));
        if (!in.take("]")) return std::nullopt;
        return items;
    }
};
template <class T>
struct StraightValue<std::optional<T>> {
    static std::optional<std::optional<T>> read(Straight& in) {
        if (in.take("null")) return std::optional<T>{};
        auto value = StraightValue<T>::read(in);
        if (!value) return std::nullopt;
        return std::optional<std::optional<T>>{std::in_place, std::move(*value)};
    }
};

template <class D, class Member>
std::optional<Member> read_straight(Straight& in, bool first, bool& good) {
    std::string_view before{kBeforeMember<D>.data(), kBeforeMember<D>.size()};
    if (first) before.remove_prefix(1);
    auto value = good && in.take(before) ? StraightValue<Member>::read(in) : std::nullopt;
    good = good && value.has_value();
    return value;
}

template <class T, template <class...> class L, class... D>
std::optional<T> read_straight_struct(Straight& in, L<D...>) {
    if (!in.take("{")) return std::nullopt;
    bool good = true, first = true;
    // Braces: one after another, in this order.
    std::tuple<std::optional<MemberType<D>>...> read{
        read_straight<D, MemberType<D>>(in, std::exchange(first, false), good)...};
    if (!good || !in.take("}")) return std::nullopt;
    return std::apply([](auto&... member) { return std::optional<T>{make_struct<T, D...>(std::move(*member)...)}; },
                      read);
}

template <DescribedStruct T>
struct StraightValue<T> {
    static std::optional<T> read(Straight& in) { return read_straight_struct<T>(in, typename Json<T>::Members{}); }
};

}  // namespace detail

template <DescribedStruct T>
[[nodiscard]] std::optional<T> parse_straight(std::string_view text) {
    detail::Straight in{text};
    auto value = detail::StraightValue<T>::read(in);
    if (!value || !in.at_end()) return std::nullopt;
    return value;
}

}  // namespace wib::codec

#pragma once
#include <concepts>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "shared/codec/reflect.hpp"
#include "shared/core/ensure.hpp"

namespace wib::codec {

/// What becomes of a number above Max: a fault, or Max itself (a page larger than we serve is the largest we serve).
enum class Above { refused, cut };
inline constexpr std::int64_t kNoDefault = std::numeric_limits<std::int64_t>::min();

/// A whole number from Min to Max; holding one is the proof. With a Default it may be absent.
template <std::int64_t Min, std::int64_t Max, std::int64_t Default = kNoDefault, Above TooLarge = Above::refused>
class Whole {
    static_assert(Min <= Max && (Default == kNoDefault || (Default >= Min && Default <= Max)));

  public:
    static constexpr std::int64_t kMin = Min, kMax = Max, kDefault = Default;
    static constexpr bool kHasDefault = Default != kNoDefault;
    static constexpr Above kAbove = TooLarge;
    using Value = std::conditional_t<(Min >= std::numeric_limits<std::int32_t>::min() &&
                                      Max <= std::numeric_limits<std::int32_t>::max()),
                                     std::int32_t, std::int64_t>;

    Whole()
        requires(kHasDefault)
    = default;
    // Implicit on purpose: a number in range is what it is; one outside is our mistake.
    Whole(Value value) : value_(value) {  // NOLINT(google-explicit-constructor)
        ensure(value >= Min && value <= Max, "a whole number lies between its bounds");
    }
    [[nodiscard]] static std::optional<Whole> from(std::int64_t number) {
        if (TooLarge == Above::cut && number > Max) number = Max;
        if (number < Min || number > Max) return std::nullopt;
        return Whole{static_cast<Value>(number)};
    }
    [[nodiscard]] static std::string expects() {
        return "must be a whole number from " + std::to_string(Min) + " to " + std::to_string(Max);
    }

    [[nodiscard]] Value value() const { return value_; }
    operator Value() const { return value_; }  // NOLINT(google-explicit-constructor)
    bool operator==(const Whole&) const = default;
    friend bool operator==(const Whole& whole, std::integral auto number) {
        return std::cmp_equal(whole.value_, number);
    }

  private:
    Value value_ = static_cast<Value>(kHasDefault ? Default : Min);
};

template <std::int64_t Min, std::int64_t Max, std::int64_t Default, Above TooLarge>
struct Json<Whole<Min, Max, Default, TooLarge>> {
    using T = Whole<Min, Max, Default, TooLarge>;
    static std::optional<T> read(const boost::json::value& value, Reader& in) {
        const auto number = Reader::whole(value);
        auto read = number ? T::from(*number) : std::nullopt;
        if (!read) in.fault(T::expects());
        return read;
    }
    static T absent()
        requires(T::kHasDefault)
    {
        return {};
    }
    static void write(std::string& out, const T& value) { write_number(out, std::int64_t{value.value()}); }
};

}  // namespace wib::codec

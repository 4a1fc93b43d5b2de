#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <utility>

#include "shared/codec/reflect.hpp"
#include "shared/codec/text.hpp"
#include "shared/core/secret.hpp"

namespace wib::codec {

/// A secret of Min to Max characters: read, never written.
template <std::size_t Min, std::size_t Max>
class SecretText {
  public:
    static constexpr std::size_t kMin = Min, kMax = Max;
    [[nodiscard]] static std::optional<SecretText> from(Secret secret) {
        const auto count = count_characters(secret.reveal());
        if (count < Min || count > Max) return std::nullopt;
        return SecretText{std::move(secret)};
    }
    [[nodiscard]] const Secret& secret() const { return secret_; }

  private:
    explicit SecretText(Secret secret) : secret_(std::move(secret)) {}
    Secret secret_;
};

template <std::size_t Min, std::size_t Max>
struct Json<SecretText<Min, Max>> {
    static std::optional<SecretText<Min, Max>> read(const boost::json::value& value, Reader& in) {
        auto secret = Json<Secret>::read(value, in);
        if (!secret) return std::nullopt;
        auto text = SecretText<Min, Max>::from(std::move(*secret));
        if (!text) in.fault(Text<Min, Max>::expects());
        return text;
    }
};

}  // namespace wib::codec

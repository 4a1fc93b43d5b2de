#pragma once
#include <array>
#include <cstddef>

#include "shared/api/routes.hpp"

/// What the rows of every area are written with. The areas' headers are routes.cpp's own.
namespace wib::api {

inline constexpr std::size_t kSmallBody = std::size_t{1} << 10;
inline constexpr std::size_t kFormBody = std::size_t{4} << 10;
inline constexpr std::size_t kVoiceBody = std::size_t{8} << 10;
inline constexpr std::size_t kLongTextBody = std::size_t{16} << 10;  // two thousand characters of any script
inline constexpr std::size_t kWebhookBody = std::size_t{1} << 20;
inline constexpr std::size_t kUploadBody = std::size_t{100} << 20;  // streamed: nobody holds it

}  // namespace wib::api

#pragma once
#include <string_view>

#include "shared/codec/fault.hpp"

namespace wib::identity {

/// What is wrong with the hours an organisation calls in: each is HH:MM, and they lie, one after the other, between
/// 08:00 and 21:00 of the consumer's day (rules §11). Empty when nothing is.
[[nodiscard]] codec::Faults faults_of_hours(std::string_view start, std::string_view end);

}  // namespace wib::identity

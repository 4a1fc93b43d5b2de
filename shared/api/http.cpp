#include "shared/api/http.hpp"

#include "shared/codec/header.hpp"

namespace wib::api {

std::string_view Headers::get(std::string_view name) const {
    for (const auto& [field, value] : fields_)
        if (codec::equal_without_case(field, name)) return value;
    return {};
}

bool Headers::has(std::string_view name) const {
    for (const auto& field : fields_)
        if (codec::equal_without_case(field.first, name)) return true;
    return false;
}

void Headers::set(std::string_view name, std::string value) {
    std::erase_if(fields_, [&](const auto& field) { return codec::equal_without_case(field.first, name); });
    fields_.emplace_back(name, std::move(value));
}

}  // namespace wib::api

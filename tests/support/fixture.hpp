#pragma once
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>

namespace wib::test {

/// The bytes of tests/fixtures/<name>.
inline std::string fixture(const std::string& name) {
    std::ifstream in{std::string{WIB_SOURCE_DIR} + "/tests/fixtures/" + name, std::ios::binary};
    if (!in) throw std::runtime_error{"no fixture " + name};
    return {std::istreambuf_iterator<char>{in}, {}};
}

}  // namespace wib::test

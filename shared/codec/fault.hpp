#pragma once
#include <string>
#include <vector>

namespace wib::codec {

/// One thing wrong with an input: where ("legs[2].to_number", "" for the whole) and what is wanted there.
struct Fault {
    std::string path;
    std::string message;
    bool operator==(const Fault&) const = default;
};

/// All of them together: a caller mends an input once, not fault by fault.
using Faults = std::vector<Fault>;

}  // namespace wib::codec

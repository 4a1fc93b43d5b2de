#pragma once
#include <string>
#include <vector>

namespace wib::cli {

/// `wib-tool call --directory FILE (--script NAME | --to NUMBER) [--bridge]`: signs in through the public API
/// (WIB_URL, WIB_USER, WIB_PASSWORD), places a call, prints what is said as it arrives, and says where everything was
/// kept. Returns the process's exit status: 0 when the call ended with a stored recording.
int run_call(const std::vector<std::string>& arguments);

}  // namespace wib::cli

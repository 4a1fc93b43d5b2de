#pragma once
#include <string>
#include <vector>

namespace wib::cli {

/// `wib-tool call --directory FILE (--script NAME | --to NUMBER) [--bridge] [--heard FILE]`: signs in through the
/// public API (WIB_URL, WIB_USER, WIB_PASSWORD), places a call, prints what is said as it arrives, and says where
/// everything was kept; FILE takes the words each side was heard to say. Returns the process's exit status: 0 when the
/// call ended with a stored recording.
int run_call(const std::vector<std::string>& arguments);

/// `wib-tool word-errors HEARD LEGS`: HEARD as above, LEGS the sandbox's account of its phone calls. Prints the error
/// rate of each side's words against what that side really said until the line went dead.
int run_word_errors(const std::vector<std::string>& arguments);

}  // namespace wib::cli

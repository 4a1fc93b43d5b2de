#pragma once
#include <cstdlib>
#include <map>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

namespace wib::cli {

/// The command line cannot be followed; what() says what to write instead. Exit status 2.
struct UsageError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Options of one subcommand: `--name value` and bare `--flag`. Anything not announced is refused.
class Arguments {
  public:
    Arguments(const std::vector<std::string>& words, const std::set<std::string>& options,
              const std::set<std::string>& flags = {}) {
        for (std::size_t at = 0; at < words.size(); ++at) {
            const auto& word = words[at];
            if (flags.contains(word)) {
                given_[word] = "";
            } else if (options.contains(word)) {
                if (at + 1 == words.size()) throw UsageError(word + " wants a value");
                given_[word] = words[++at];
            } else {
                throw UsageError("unknown argument: " + word);
            }
        }
    }
    [[nodiscard]] bool has(const std::string& flag) const { return given_.contains(flag); }
    /// The option, else the environment's variable, else nothing; empty counts as nothing.
    [[nodiscard]] std::optional<std::string> find(const std::string& option, const char* variable) const {
        if (const auto found = given_.find(option); found != given_.end() && !found->second.empty())
            return found->second;
        const char* value = std::getenv(variable);
        if (value && *value) return value;
        return std::nullopt;
    }
    [[nodiscard]] std::string need(const std::string& option, const char* variable) const {
        if (auto value = find(option, variable)) return *value;
        throw UsageError("give " + option + " or set " + variable);
    }

  private:
    std::map<std::string, std::string> given_;
};

}  // namespace wib::cli

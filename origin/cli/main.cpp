// wib-tool: the parts of `wib` that need code. A subcommand is a row of the table.
#include <cstdio>
#include <exception>
#include <string>
#include <string_view>
#include <vector>

#include "origin/cli/arguments.hpp"
#include "origin/cli/call.hpp"
#include "origin/cli/database.hpp"
#include "origin/cli/openapi.hpp"
#include "origin/cli/routes.hpp"
#include "origin/cli/token.hpp"

namespace {

struct Subcommand {
    std::string_view name;
    std::string_view summary;
    int (*run)(const std::vector<std::string>& arguments);
};

constexpr Subcommand kSubcommands[] = {
    {"bootstrap", "make the database's roles and an empty database, as the cluster's administrator",
     wib::cli::run_bootstrap},
    {"migrate", "bring the schema up to date; --dry-run lists what is pending", wib::cli::run_migrate},
    {"seed-demo", "an organization with people and a number to try the product with", wib::cli::run_seed_demo},
    {"call", "place a call, follow it live, say where it was kept", wib::cli::run_call},
    {"word-errors", "HEARD LEGS: a call's words as heard against what the sandbox's people said",
     wib::cli::run_word_errors},
    {"routes", "the routes this build serves and what each demands; --json: one object a line", wib::cli::run_routes},
    {"token", "a service token for the platform's own routes; --new-key: a pair of keys for them", wib::cli::run_token},
    {"openapi", "the OpenAPI document of the API, in lines; --compact prints one", wib::cli::run_openapi},
};

void print_help(std::FILE* out) {
    std::fputs("usage: wib-tool COMMAND [options]\n\n", out);
    for (const auto& command : kSubcommands)
        std::fprintf(out, "  %-11.*s %.*s\n", static_cast<int>(command.name.size()), command.name.data(),
                     static_cast<int>(command.summary.size()), command.summary.data());
}

}  // namespace

int main(int count, char** words) {
    const std::vector<std::string> arguments{words + 1, words + count};
    if (arguments.empty() || arguments.front() == "help" || arguments.front() == "--help") {
        print_help(arguments.empty() ? stderr : stdout);
        return arguments.empty() ? 2 : 0;
    }
    for (const auto& command : kSubcommands) {
        if (command.name != arguments.front()) continue;
        try {
            return command.run({arguments.begin() + 1, arguments.end()});
        } catch (const wib::cli::UsageError& error) {
            std::fprintf(stderr, "wib-tool %s: %s\n", arguments.front().c_str(), error.what());
            return 2;
        } catch (const std::exception& error) {
            std::fprintf(stderr, "wib-tool %s: %s\n", arguments.front().c_str(), error.what());
            return 1;
        }
    }
    std::fprintf(stderr, "wib-tool: no command \"%s\"\n", arguments.front().c_str());
    print_help(stderr);
    return 2;
}

// wib-verify: an evidence bundle, verified by somebody who trusts nobody. Knows no network, no database and no
// configuration.
#include <cstdio>
#include <exception>

#include "origin/cli/arguments.hpp"
#include "origin/cli/verify.hpp"

int main(int count, char** words) {
    try {
        return wib::cli::run_verify({words + 1, words + count});
    } catch (const wib::cli::UsageError& error) {
        std::fprintf(stderr, "wib verify: %s\n", error.what());
    } catch (const std::exception& error) {
        std::fprintf(stderr, "wib verify: %s\n", error.what());
    }
    return 2;
}

// argon2id and nothing else: libsodium's own, with the limits the product stores passwords with, by as many threads as
// are asked for.
//   bench_argon2id THREADS SECONDS
// Prints one line of JSON: how many hashes were made in how many seconds. Each thread ends with a whole hash.
#include <sodium.h>

#include <array>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <thread>
#include <vector>

int main(int count, char** words) {
    const int threads = count == 3 ? std::atoi(words[1]) : 0;
    const double seconds = count == 3 ? std::atof(words[2]) : 0;
    if (threads < 1 || threads > 64 || !(seconds > 0) || seconds > 600 || sodium_init() < 0) {
        std::fprintf(stderr, "bench_argon2id THREADS SECONDS\n");
        return 2;
    }
    constexpr std::string_view kPassword = "bond-1a2b3c4d";
    std::atomic<int> made{0}, failed{0};
    const auto begun = std::chrono::steady_clock::now();
    const auto end = begun + std::chrono::duration<double>(seconds);
    std::vector<std::jthread> workers;
    for (int i = 0; i < threads; ++i)
        workers.emplace_back([&] {
            std::array<char, crypto_pwhash_STRBYTES> text{};
            while (std::chrono::steady_clock::now() < end) {
                const bool good =
                    crypto_pwhash_str(text.data(), kPassword.data(), kPassword.size(),
                                      crypto_pwhash_OPSLIMIT_INTERACTIVE, crypto_pwhash_MEMLIMIT_INTERACTIVE) == 0;
                ++(good ? made : failed);
            }
        });
    workers.clear();
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begun;
    std::printf("{\"answered\":%d,\"errors\":%d,\"duration_s\":%.6f}\n", made.load(), failed.load(), took.count());
    return failed == 0 ? 0 : 1;
}

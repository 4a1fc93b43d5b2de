#pragma once
#include <functional>
#include <optional>
#include <string>

#include "origin/runtime/blocking_pool.hpp"
#include "origin/runtime/task.hpp"
#include "shared/core/deadline.hpp"
#include "shared/core/secret.hpp"

namespace wib::identity {

/// What checking a password found. `outdated` means right, and kept in a form to be replaced.
enum class PasswordCheck { right, outdated, wrong };

/// The blocking halves, for tools without an event loop.
[[nodiscard]] std::string hash_password(const Secret& password);
/// Knows argon2id, bcrypt ("$2b$…"), "pbkdf2:<iterations>:<salt hex>:<key hex>" and salted SHA-256 "<salt>:<hex>";
/// others are wrong.
[[nodiscard]] PasswordCheck check_password(const Secret& password, const std::string& stored);

/// argon2id in libsodium's string form (rules §1). Hashing takes about a tenth of a second and 64 MiB on purpose, so it
/// happens on a small pool and never on an io thread; more than the pool's queue at once is PoolFullError (503).
class Passwords {
  public:
    /// How a password is compared with a stored form; a test looks on here at what is compared.
    using Compare = std::function<PasswordCheck(const Secret& password, const std::string& stored)>;

    explicit Passwords(BlockingPool& pool, Compare compare = check_password);

    /// Checks against the stored form; with no stored form (nobody of that name) against a hash of its own, so that the
    /// unknown cost the same time as the known.
    Task<PasswordCheck> check(Secret password, std::optional<std::string> stored, Deadline deadline);
    /// Throws DeadlineError when late.
    Task<std::string> hash(Secret password, Deadline deadline);
    /// The form to keep of a password somebody chooses now; nothing when it is too easily guessed by who knows
    /// `about_them` (password_strength.hpp).
    Task<std::optional<std::string>> hash_chosen(Secret password, std::string about_them, Deadline deadline);

  private:
    BlockingPool& pool_;
    Compare compare_;
    std::string nobody_;
};

}  // namespace wib::identity

#pragma once
#include <array>
#include <cstddef>
#include <string>
#include <string_view>

/// Redaction of personal data (rules §7), before a text goes to a language model, to a log or to analytics. It reads
/// written and spoken English numbers; where it doubts it leaves account numbers and plain dates alone and takes the
/// rest.
namespace wib::privacy {

enum class Kind { ssn, card, cvv, email, phone, dob, mrn, address, id, ip };
inline constexpr std::size_t kKinds = 10;

/// "[REDACTED_SSN]" …
[[nodiscard]] std::string_view token(Kind kind);

struct Redacted {
    std::string text;
    std::array<std::size_t, kKinds> found{};  ///< how many of each kind, by its number

    [[nodiscard]] std::size_t count(Kind kind) const { return found[static_cast<std::size_t>(kind)]; }
    [[nodiscard]] std::size_t count() const;
};

[[nodiscard]] Redacted redact(std::string_view text);

}  // namespace wib::privacy

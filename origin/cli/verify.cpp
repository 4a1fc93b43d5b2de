#include "origin/cli/verify.hpp"

#include <unistd.h>

#include <array>
#include <cstdio>
#include <fstream>
#include <memory>

#include "origin/cli/arguments.hpp"

namespace wib::cli {
namespace {

using evidence::FlawKind;
using evidence::NamedVerifyKey;
using evidence::Report;

constexpr std::size_t kPiece = std::size_t{1} << 20;
constexpr std::uint64_t kTellEvery = std::uint64_t{64} << 20;

std::string_view meaning(FlawKind kind) {
    switch (kind) {
        case FlawKind::not_a_bundle:
            return "this is no evidence bundle";
        case FlawKind::cut_short:
            return "it ends before it is whole";
        case FlawKind::more_follows:
            return "something stands behind its end";
        case FlawKind::container:
            return "the archive around the files was changed";
        case FlawKind::manifest:
            return "the manifest is not one";
        case FlawKind::forged:
            return "the manifest was changed after it was signed, or signed by somebody else";
        case FlawKind::unsigned_:
            return "nobody signed the manifest";
        case FlawKind::unknown_signer:
            return "it is signed, but by none of the keys you trust";
        case FlawKind::file_changed:
            return "this is not the file that was signed";
        case FlawKind::recording_broken:
            return "the recording's chain does not hold";
        case FlawKind::audit_malformed:
            return "the audit extract is not one";
        case FlawKind::audit_forged:
            return "the audit log's checkpoint is not signed by its key";
        case FlawKind::audit_unproven:
            return "an entry is not in the audit log";
    }
    return "";
}

std::vector<NamedVerifyKey> keys_of(const std::string& text) {
    if (const auto key = evidence::parse_verifier_key(text)) return {*key};
    std::ifstream file{text};
    if (!file) throw UsageError("neither a verifier key nor a file: " + text);
    std::vector<NamedVerifyKey> keys;
    for (std::string line; std::getline(file, line);) {
        if (line.empty() || line.starts_with('#')) continue;
        auto key = evidence::parse_verifier_key(line);
        if (!key) throw UsageError("no verifier key: " + line);
        keys.push_back(std::move(*key));
    }
    if (keys.empty()) throw UsageError("no verifier key in " + text);
    return keys;
}

struct Asked {
    std::string file;
    std::vector<NamedVerifyKey> keys;
    bool is_json = false;
};

Asked asked(const std::vector<std::string>& words) {
    Asked ask;
    for (std::size_t at = 0; at < words.size(); ++at) {
        if (words[at] == "--json") {
            ask.is_json = true;
        } else if (words[at] == "--key") {
            if (++at == words.size()) throw UsageError("--key wants a verifier key or a file of them");
            for (auto& key : keys_of(words[at])) ask.keys.push_back(std::move(key));
        } else if (words[at].starts_with("--") || !ask.file.empty()) {
            throw UsageError("unknown argument: " + words[at]);
        } else {
            ask.file = words[at];
        }
    }
    if (ask.file.empty()) throw UsageError("name the bundle: wib verify FILE [--key KEY] [--json]");
    return ask;
}

/// Tells how far a long bundle has come, where somebody watches.
class Progress {
  public:
    void tell(std::uint64_t position) {
        if (!watched_ || position < next_) return;
        std::fprintf(stderr, "\r%llu MB …", static_cast<unsigned long long>(position >> 20));
        next_ = position + kTellEvery;
    }
    void end() const {
        if (next_ != kTellEvery) std::fputs("\r", stderr);
    }

  private:
    bool watched_ = ::isatty(STDERR_FILENO) == 1;
    std::uint64_t next_ = kTellEvery;
};

Report verify_file(const Asked& ask) {
    const auto close = [](std::FILE* file) { std::fclose(file); };
    std::unique_ptr<std::FILE, decltype(close)> opened{ask.file == "-" ? nullptr : std::fopen(ask.file.c_str(), "rb"),
                                                       close};
    if (ask.file != "-" && !opened) throw UsageError("cannot be read: " + ask.file);
    auto* const in = opened ? opened.get() : stdin;
    evidence::BundleVerifier verifier{ask.keys};
    Progress progress;
    Bytes piece(kPiece);
    while (const auto read = std::fread(piece.data(), 1, piece.size(), in)) {
        if (!verifier.feed(ByteView{piece}.first(read))) break;
        progress.tell(verifier.position());
    }
    if (std::ferror(in) != 0) throw UsageError("cannot be read to its end: " + ask.file);
    progress.end();
    return verifier.finish();
}

}  // namespace

std::string told(const Report& report, const std::string& file) {
    std::string out = file + (report.holds ? ": holds\n" : ": DOES NOT HOLD\n");
    if (const auto& flaw = report.flaw) {
        out += "  " + (flaw->path.empty() ? std::string{} : flaw->path + ": ");
        out += std::string{meaning(flaw->kind)} + (flaw->detail.empty() ? "" : " (" + flaw->detail + ")");
        out += ", noticed at byte " + std::to_string(flaw->offset) + "\n";
    }
    if (report.call_id)
        out += "  call " + to_string(*report.call_id) + " of organization " + to_string(*report.organization_id) +
               "\n  made " + to_rfc3339(*report.made_at) +
               (report.witness == evidence::Witness::witnessed ? ", witnessed\n"
                                                               : ", NOT witnessed: taken from elsewhere\n");
    if (report.trust)
        out += "  signed by " + *report.signing_key +
               (report.trust == evidence::Trust::trusted
                    ? ", which you trust\n"
                    : "\n  no --key was given: whose key that is must be asked elsewhere\n");
    for (const auto& held : report.files) {
        out += "  + " + held.path + "  " + std::string{codec::enum_name(held.authority)} + "  " +
               std::to_string(held.size) + " bytes";
        if (held.records)
            out += ", " + std::to_string(*held.records) +
                   (held.kind == evidence::FileKind::recording ? " records in one chain" : " entries in the log");
        out += "\n";
    }
    return out;
}

int run_verify(const std::vector<std::string>& words) {
    const auto ask = asked(words);
    const auto report = verify_file(ask);
    const auto text = ask.is_json ? codec::print(report) + "\n" : told(report, ask.file);
    std::fputs(text.c_str(), stdout);
    return report.holds ? 0 : 1;
}

}  // namespace wib::cli

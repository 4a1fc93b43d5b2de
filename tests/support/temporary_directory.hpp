#pragma once
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "shared/core/bytes.hpp"

namespace wib::testing {

/// A directory of a test's own, gone with it.
class TemporaryDirectory {
  public:
    TemporaryDirectory() {
        auto pattern = (std::filesystem::temp_directory_path() / "wib-test-XXXXXX").string();
        path_ = ::mkdtemp(pattern.data());
    }
    ~TemporaryDirectory() {
        std::error_code ignored;
        std::filesystem::permissions(path_, std::filesystem::perms::owner_all, ignored);
        std::filesystem::remove_all(path_, ignored);
    }
    TemporaryDirectory(const TemporaryDirectory&) = delete;
    TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

    [[nodiscard]] const std::string& path() const { return path_; }
    [[nodiscard]] std::string file(std::string_view name) const { return path_ + '/' + std::string{name}; }
    [[nodiscard]] std::size_t files() const {
        return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator{path_}, {}));
    }

  private:
    std::string path_;
};

inline void write_file(const std::string& path, ByteView bytes) {
    std::ofstream{path, std::ios::binary | std::ios::trunc} << as_text(bytes);
}
inline Bytes read_file(const std::string& path) {
    std::ifstream file{path, std::ios::binary};
    const std::string text{std::istreambuf_iterator<char>{file}, {}};
    return to_bytes(text);
}

}  // namespace wib::testing

#pragma once
#include <mutex>
#include <string>
#include <vector>

#include "origin/observe/log.hpp"

namespace wib::testing {

/// Keeps log lines so that a test can read them.
class MemorySink final : public observe::Sink {
  public:
    void write(std::string line) override {
        const std::scoped_lock lock{mutex_};
        lines_.push_back(std::move(line));
    }
    [[nodiscard]] std::vector<std::string> lines() const {
        const std::scoped_lock lock{mutex_};
        return lines_;
    }
    [[nodiscard]] std::string all() const {
        std::string text;
        for (const auto& line : lines()) text += line;
        return text;
    }

  private:
    mutable std::mutex mutex_;
    std::vector<std::string> lines_;
};

}  // namespace wib::testing

#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace wib::loadgen {

/// What came from a socket and has not been understood yet.
class InBuffer {
  public:
    /// Room for at least `size` bytes to be read into; got() says how many came.
    [[nodiscard]] char* space(std::size_t size) {
        if (begun_ == filled_) begun_ = filled_ = 0;
        if (bytes_.size() < filled_ + size) {
            bytes_.erase(0, begun_);
            filled_ -= begun_;
            begun_ = 0;
            if (bytes_.size() < filled_ + size) bytes_.resize(filled_ + size);
        }
        return bytes_.data() + filled_;
    }
    void got(std::size_t size) { filled_ += size; }

    /// Valid until the next space().
    [[nodiscard]] std::string_view left() const { return {bytes_.data() + begun_, filled_ - begun_}; }
    void consume(std::size_t size) { begun_ += size; }
    void clear() { begun_ = filled_ = 0; }

  private:
    std::string bytes_;
    std::size_t begun_ = 0;
    std::size_t filled_ = 0;
};

}  // namespace wib::loadgen

// What C++ needs to stand alone: memory that ends the instance when there is none, and faults that leave last words.
#include <__verbose_abort>
#include <cstdlib>
#include <new>

#include "shared/core/ensure.hpp"
#include "wasm/support/last_words.h"

namespace wib {

void broken_promise(const char* what, std::source_location where) {
    wib_end_with(what, where.file_name(), where.line());
}

}  // namespace wib

namespace {

void* allocate(std::size_t size) {
    void* memory = std::malloc(size == 0 ? 1 : size);
    if (!memory) wib_end_with("out of memory", nullptr, 0);
    return memory;
}

void* allocate(std::size_t size, std::align_val_t alignment) {
    const auto align = static_cast<std::size_t>(alignment);
    void* memory = std::aligned_alloc(align, (size + align - 1) / align * align);
    if (!memory) wib_end_with("out of memory", nullptr, 0);
    return memory;
}

}  // namespace

void* operator new(std::size_t size) {
    return allocate(size);
}
void* operator new[](std::size_t size) {
    return allocate(size);
}
void* operator new(std::size_t size, std::align_val_t align) {
    return allocate(size, align);
}
void* operator new[](std::size_t size, std::align_val_t align) {
    return allocate(size, align);
}
void operator delete(void* memory) noexcept {
    std::free(memory);
}
void operator delete[](void* memory) noexcept {
    std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
    std::free(memory);
}
void operator delete[](void* memory, std::size_t) noexcept {
    std::free(memory);
}
void operator delete(void* memory, std::align_val_t) noexcept {
    std::free(memory);
}
void operator delete[](void* memory, std::align_val_t) noexcept {
    std::free(memory);
}
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept {
    std::free(memory);
}
void operator delete[](void* memory, std::size_t, std::align_val_t) noexcept {
    std::free(memory);
}

// libc++'s hardened checks and what would have been thrown end here.
_LIBCPP_BEGIN_NAMESPACE_STD
void __libcpp_verbose_abort(const char* format, ...) {
    wib_end_with(format, nullptr, 0);
}
_LIBCPP_END_NAMESPACE_STD

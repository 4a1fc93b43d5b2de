/* What the module needs to stand alone, in C because the names are C's: the end of a broken instance, and the few calls
 * of the C library that would otherwise ask a WASI host. There is no such host: the module imports nothing. */
#include "wasm/support/last_words.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

static char last_words[256];

/* The host reads them from the memory of a dead instance, up to the NUL. */
__attribute__((export_name("edge_last_words"))) const char* edge_last_words(void) {
    return last_words;
}

static size_t append(size_t at, const char* text) {
    while (text && *text && at + 1 < sizeof last_words) last_words[at++] = *text++;
    last_words[at] = '\0';
    return at;
}

void wib_end_with(const char* what, const char* file, unsigned line) {
    size_t at = append(0, what);
    if (file) {
        char digits[12];
        size_t first = sizeof digits - 1;
        digits[first] = '\0';
        do {
            digits[--first] = (char)('0' + line % 10);
            line /= 10;
        } while (line);
        at = append(at, " (");
        at = append(at, file);
        at = append(at, ":");
        at = append(at, digits + first);
        append(at, ")");
    }
    __builtin_trap();
}

void abort(void) {
    wib_end_with("abort", NULL, 0);
}

__attribute__((noreturn)) void __assert_fail(const char* what, const char* file, int line, const char* function) {
    (void)function;
    wib_end_with(what, file, (unsigned)line);
}

/* The C++ runtime's way of dying. Its own version formats to standard error. */
__attribute__((noreturn)) void abort_message(const char* format, ...) {
    wib_end_with(format, NULL, 0);
}

/* Randomness comes in with every event. libsodium links its generator, and nothing of ours may call it. */
int getentropy(void* buffer, size_t size) {
    (void)buffer;
    (void)size;
    wib_end_with("the edge module asked for randomness", NULL, 0);
}

/* The C library's streams come along with what formats numbers; nothing is ever written to them. */
__attribute__((noreturn)) static void no_files(void) {
    wib_end_with("the edge module used a file", NULL, 0);
}
int __stdio_close(void* file) {
    (void)file;
    no_files();
}
int64_t __stdio_seek(void* file, int64_t offset, int whence) {
    (void)file;
    (void)offset;
    (void)whence;
    no_files();
}
size_t __stdio_write(void* file, const unsigned char* bytes, size_t size) {
    (void)file;
    (void)bytes;
    (void)size;
    no_files();
}

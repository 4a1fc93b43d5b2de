/* Keeps why the module is about to end where the host can read it after the trap, then traps. */
#pragma once

__attribute__((noreturn)) void wib_end_with(const char* what, const char* file, unsigned line) __asm__("wib_end_with");

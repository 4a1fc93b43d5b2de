#pragma once
/// The checkout's root, known to every test as WIB_SOURCE_DIR. The path stands in one object and not on every command line, so
/// that the same tests in another folder compile to the same bytes and come out of the compiler's cache.
extern "C" const char* const wib_source_dir;

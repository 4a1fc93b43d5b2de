#include "tests/support/source_dir.hpp"

const char* const wib_source_dir = WIB_ROOT;

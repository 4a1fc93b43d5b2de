# CMake 3.25 has no word for this platform yet: static libraries and one module, nothing shared, nothing installed.
set(WASI 1)
set(CMAKE_EXECUTABLE_SUFFIX ".wasm")
set_property(GLOBAL PROPERTY TARGET_SUPPORTS_SHARED_LIBS FALSE)

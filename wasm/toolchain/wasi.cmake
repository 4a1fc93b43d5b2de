# C++23 to a stand-alone wasm32 module, from either of two places:
#   WASI_SDK_PATH   a wasi-sdk (environment or -D)
#   otherwise       Debian's clang-19, lld-19, wasi-libc, libc++-19-dev-wasm32, libc++abi-19-dev-wasm32,
#                   libclang-rt-19-dev-wasm32
# Headers come from the sysroot only. Boost, which is headers to us, is reached through a folder of the build that
# links boost/ and nothing else, so that no header of the machine's own C library can slip in.
set(CMAKE_SYSTEM_NAME WASI)
set(CMAKE_SYSTEM_PROCESSOR wasm32)
list(APPEND CMAKE_MODULE_PATH ${CMAKE_CURRENT_LIST_DIR})
set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)
list(APPEND CMAKE_TRY_COMPILE_PLATFORM_VARIABLES WASI_SDK_PATH)

set(WASI_SDK_PATH "$ENV{WASI_SDK_PATH}" CACHE PATH "A wasi-sdk; empty for Debian's packages")
set(triple wasm32-wasi)

if(WASI_SDK_PATH)
  set(WIB_WASM_BIN ${WASI_SDK_PATH}/bin)
  set(CMAKE_C_COMPILER ${WIB_WASM_BIN}/clang)
  set(CMAKE_CXX_COMPILER ${WIB_WASM_BIN}/clang++)
  set(CMAKE_SYSROOT ${WASI_SDK_PATH}/share/wasi-sysroot)
  set(system_flags "")
else()
  set(WIB_WASM_BIN /usr/lib/llvm-19/bin)
  set(CMAKE_C_COMPILER ${WIB_WASM_BIN}/clang)
  set(CMAKE_CXX_COMPILER ${WIB_WASM_BIN}/clang++)
  # Debian's clang takes the root of the machine for its sysroot and would look into /usr/include: name each folder.
  set(system_flags "-nostdlibinc -isystem /usr/include/${triple}")
  set(cxx_system_flags "-nostdinc++ -isystem /usr/lib/llvm-19/include/${triple}/c++/v1")
  foreach(needed ${CMAKE_CXX_COMPILER} ${WIB_WASM_BIN}/wasm-ld /usr/include/${triple}/stdlib.h
      /usr/lib/llvm-19/include/${triple}/c++/v1/expected /usr/lib/llvm-19/lib/${triple}/libc++.a
      /usr/lib/llvm-19/lib/clang/19/lib/wasi/libclang_rt.builtins-wasm32.a)
    if(NOT EXISTS ${needed})
      message(FATAL_ERROR "${needed} is missing. Install clang-19 lld-19 wasi-libc libc++-19-dev-wasm32 "
        "libc++abi-19-dev-wasm32 libclang-rt-19-dev-wasm32, or set WASI_SDK_PATH.")
    endif()
  endforeach()
endif()

set(CMAKE_C_COMPILER_TARGET ${triple})
set(CMAKE_CXX_COMPILER_TARGET ${triple})
set(CMAKE_AR ${WIB_WASM_BIN}/llvm-ar)
set(CMAKE_RANLIB ${WIB_WASM_BIN}/llvm-ranlib)

set(boost_headers ${CMAKE_BINARY_DIR}/include)
if(NOT EXISTS ${boost_headers}/boost/json.hpp)
  find_path(WIB_BOOST_INCLUDE boost/json.hpp PATHS /usr/include /usr/local/include NO_CMAKE_FIND_ROOT_PATH NO_DEFAULT_PATH)
  if(NOT WIB_BOOST_INCLUDE)
    message(FATAL_ERROR "Boost's headers are missing: install libboost1.81-dev.")
  endif()
  file(MAKE_DIRECTORY ${boost_headers})
  file(CREATE_LINK ${WIB_BOOST_INCLUDE}/boost ${boost_headers}/boost SYMBOLIC)
endif()

# A fault in the module is a trap, never an exception: what throws natively ends the instance here (design §5).
# -O2 with sections: the deciding code is small, the hashing code should be quick; the linker drops the rest.
set(common_flags "-O2 -g0 -fno-exceptions -ffunction-sections -fdata-sections -fvisibility=hidden -mbulk-memory -msign-ext -mnontrapping-fptoint")
set(CMAKE_C_FLAGS_INIT "${system_flags} ${common_flags}")
set(CMAKE_CXX_FLAGS_INIT "${cxx_system_flags} ${system_flags} -isystem ${boost_headers} ${common_flags} -fno-rtti -fno-threadsafe-statics")
set(CMAKE_EXE_LINKER_FLAGS_INIT "-mexec-model=reactor")

set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)
set(CMAKE_FIND_ROOT_PATH ${CMAKE_BINARY_DIR}/include)

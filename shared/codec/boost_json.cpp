// Boost.JSON's own sources, compiled once for the whole product (natively and in wasm).
#include <boost/json/src.hpp>

#ifdef BOOST_NO_EXCEPTIONS
#include "shared/core/ensure.hpp"

// The wasm build has no exceptions. We parse with error codes, so Boost throws only when a promise of ours is broken.
namespace boost {
void throw_exception(const std::exception& broken) {
    wib::broken_promise(broken.what(), std::source_location::current());
}
void throw_exception(const std::exception& broken, const source_location&) {
    throw_exception(broken);
}
}  // namespace boost
#endif

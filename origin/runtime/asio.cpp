// Asio's own code, compiled once: every room that waits links this and compiles against declarations.
#include <boost/asio/impl/src.hpp>

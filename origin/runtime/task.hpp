#pragma once
#include <boost/asio/awaitable.hpp>

namespace wib {

/// A computation that may wait. It runs on the executor of whoever awaits it, and ends with them.
template <class T>
using Task = boost::asio::awaitable<T>;

}  // namespace wib

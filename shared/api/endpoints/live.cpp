#include "shared/api/endpoints/live.hpp"

#include "shared/api/endpoints/catalogue.hpp"
#include "shared/api/endpoints/examples.hpp"

namespace wib::api {

Example<CallEvents> CallEvents::example() {
    return {.path = {example::call()}};
}

Example<Live> Live::example() {
    return {};
}

std::vector<Described> live_endpoints() {
    return detail::described_list<CallEvents, Live>();
}

}  // namespace wib::api

#include "origin/runtime/threads.hpp"

#include <pthread.h>

#include <algorithm>
#include <string>

namespace wib {

Threads::Threads(std::size_t count) {
    for (std::size_t lane = 0; lane < std::max<std::size_t>(count, 1); ++lane)
        lanes_.push_back(std::make_unique<Lane>());
}

Threads::~Threads() {
    stop();
    join();
}

void Threads::start() {
    for (std::size_t at = 0; at < lanes_.size(); ++at) {
        auto& lane = *lanes_[at];
        lane.thread = std::thread{[&lane, at] {
            pthread_setname_np(pthread_self(), ("wib-io-" + std::to_string(at)).c_str());
            lane.io.run();
        }};
    }
}

void Threads::stop() {
    for (auto& lane : lanes_) lane->io.stop();
}

void Threads::join() {
    for (auto& lane : lanes_)
        if (lane->thread.joinable()) lane->thread.join();
}

}  // namespace wib

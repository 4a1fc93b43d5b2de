#pragma once
#include <boost/describe.hpp>
#include <string>

/// Replies of the service about itself.
namespace wib::api {

/// GET /api/health
struct HealthReply {
    std::string status;
};
BOOST_DESCRIBE_STRUCT(HealthReply, (), (status))

/// What there is nothing more to say about.
struct DoneReply {
    bool success;
};
BOOST_DESCRIBE_STRUCT(DoneReply, (), (success))

}  // namespace wib::api

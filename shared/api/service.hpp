#pragma once
#include <array>
#include <boost/describe.hpp>
#include <string>
#include <vector>

#include "shared/codec/about.hpp"
#include "shared/core/time.hpp"

/// Replies of the service about itself.
namespace wib::api {

/// GET /api/health
struct HealthReply {
    std::string status;
};
BOOST_DESCRIBE_STRUCT(HealthReply, (), (status))

/// GET /api/health/logs
struct LogTestReply {
    bool success;
    bool written;
    std::string event;
    std::string correlation_id;
    Instant written_at;

    static constexpr std::array about{
        codec::About{"written", "false where the level of the log leaves such lines out"},
        codec::About{"event", "What the line is called"},
        codec::About{"correlation_id", "Stands in the line: look for it where the logs are shipped to"}};
};
BOOST_DESCRIBE_STRUCT(LogTestReply, (), (success, written, event, correlation_id, written_at))

/// A column that is not as it should be.
struct ColumnFault {
    std::string table;
    std::string column;
    std::string expected;
    std::string actual;

    static constexpr std::array about{codec::About{"expected", "The type; empty for a column that nobody expects"},
                                      codec::About{"actual", "The type; empty for a column that is missing"}};
};
BOOST_DESCRIBE_STRUCT(ColumnFault, (), (table, column, expected, actual))

/// GET /api/internal/schema-health
struct SchemaHealthReply {
    bool success;
    bool healthy;
    std::vector<std::string> tables;
    std::int32_t columns;
    std::vector<ColumnFault> faults;
    std::vector<ColumnFault> unexpected;

    static constexpr std::array about{
        codec::About{"healthy", "Nothing is missing or of another type"},
        codec::About{"tables", "The key tables, which were compared"},
        codec::About{"columns", "How many columns this build expects in them"},
        codec::About{"unexpected", "What a newer migration has added: no fault while an older build still runs"}};
};
BOOST_DESCRIBE_STRUCT(SchemaHealthReply, (), (success, healthy, tables, columns, faults, unexpected))

/// What there is nothing more to say about.
struct DoneReply {
    bool success;
};
BOOST_DESCRIBE_STRUCT(DoneReply, (), (success))

}  // namespace wib::api

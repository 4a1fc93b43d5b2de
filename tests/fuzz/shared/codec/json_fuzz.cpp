#include <cstdint>

#include "shared/codec/reflect.hpp"
#include "shared/core/strong_id.hpp"

namespace {
enum class Shape { round, square };
BOOST_DESCRIBE_ENUM(Shape, round, square)
struct Part {
    wib::codec::Text<1, 10> name;
    std::int32_t count;
    bool operator==(const Part&) const = default;
};
BOOST_DESCRIBE_STRUCT(Part, (), (name, count))
struct Thing {
    wib::CallId id;
    Shape shape;
    std::optional<wib::Instant> at;
    wib::codec::Field<std::string> note;
    wib::codec::List<Part, 0, 3> parts;
    std::map<std::string, bool> flags;
    wib::codec::RawJson extra;
    bool operator==(const Thing&) const = default;
};
BOOST_DESCRIBE_STRUCT(Thing, (), (id, shape, at, note, parts, flags, extra))
}  // namespace

// Either a value, which prints to what reads back the same, or at least one fault.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto thing = wib::codec::parse<Thing>({reinterpret_cast<const char*>(data), size});
    if (!thing) {
        if (thing.error().faults.empty() || thing.error().faults.size() > wib::codec::kMaxFaults) __builtin_trap();
        return 0;
    }
    if (wib::codec::parse<Thing>(wib::codec::print(*thing)) != *thing) __builtin_trap();
    return 0;
}

#include "shared/codec/reflect.hpp"
#include "shared/core/strong_id.hpp"
#include "tests/fuzz/described.hpp"
#include "tests/fuzz/draw.hpp"

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
    double share;
    bool operator==(const Thing&) const = default;
};
BOOST_DESCRIBE_STRUCT(Thing, (), (id, shape, at, note, parts, flags, share))
}  // namespace

// Either a value, which prints to what reads back as the same value, or faults.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = wib::fuzz::text_of(data, size);
    const auto thing = wib::codec::parse<Thing>(text);
    if (wib::fuzz::has_answer(thing))
        wib::ensure(wib::codec::parse<Thing>(wib::codec::print(*thing)) == *thing, "a value reads back as itself");
    if (const auto any = wib::codec::parse<wib::codec::RawJson>(text))
        wib::ensure(wib::codec::parse<wib::codec::RawJson>(any->text).has_value(), "any JSON stays JSON");
    return 0;
}

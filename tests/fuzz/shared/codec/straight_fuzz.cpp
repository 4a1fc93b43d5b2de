#include "shared/codec/straight.hpp"
#include "shared/core/ensure.hpp"
#include "tests/fuzz/draw.hpp"

namespace {

struct Inner {
    std::optional<std::int64_t> count;
    std::vector<std::string> names;
    bool operator==(const Inner&) const = default;
};
BOOST_DESCRIBE_STRUCT(Inner, (), (count, names))

struct Outer {
    std::string id;
    bool is_open;
    Inner inner;
    bool operator==(const Outer&) const = default;
};
BOOST_DESCRIBE_STRUCT(Outer, (), (id, is_open, inner))

}  // namespace

// What the straight reader takes is what the parser takes, with the same value; it may give up, never differ.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = wib::fuzz::text_of(data, size);
    const auto straight = wib::codec::parse_straight<Outer>(text);
    const auto parsed = wib::codec::parse<Outer>(text);
    if (straight) wib::ensure(parsed.has_value() && *parsed == *straight, "both readers read one value");
    if (parsed && !wib::codec::print(*parsed).contains('\\')) {
        const auto printed = wib::codec::print(*parsed);
        const auto again = wib::codec::parse_straight<Outer>(printed);
        if (again) wib::ensure(*again == *parsed, "what was printed reads back");
    }
    return 0;
}

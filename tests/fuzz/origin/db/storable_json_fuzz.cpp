#include "origin/db/storable_json.hpp"

#include "shared/codec/reflect.hpp"
#include "tests/fuzz/draw.hpp"

// JSON stays JSON, is made storable at once, and what was storable is left alone.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using wib::ensure;
    using wib::codec::RawJson;
    const auto text = wib::fuzz::text_of(data, size);
    const auto stored = wib::db::storable_json(text);
    ensure(wib::db::storable_json(stored) == stored, "what is storable stays as it is");
    if (!wib::codec::parse<RawJson>(text)) return 0;
    const auto read = wib::codec::parse<RawJson>(stored);
    ensure(read.has_value(), "JSON stays JSON");
    ensure(read->text.find('\0') == std::string::npos, "without a NUL");
    return 0;
}

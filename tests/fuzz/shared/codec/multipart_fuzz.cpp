#include "shared/codec/multipart.hpp"

#include "shared/core/ensure.hpp"
#include "tests/fuzz/draw.hpp"

namespace {

namespace codec = wib::codec;
using wib::ensure;

/// What a reader told of a form that came in pieces of this size, with a part's bytes joined.
struct Told {
    std::string said;
    std::size_t text = 0;
};
Told told(std::string_view form, std::size_t piece) {
    codec::FormReader reader{"b"};
    Told all;
    while (!form.empty()) {
        auto rest = form.substr(0, piece);
        form.remove_prefix(rest.size());
        for (;;) {
            const auto news = reader.next(rest);
            if (std::holds_alternative<codec::WantsMore>(news)) break;
            if (const auto* head = std::get_if<codec::PartHead>(&news)) {
                ensure(head->name.size() + head->file_name.value_or("").size() + head->content_type.size() <=
                           codec::kLargestPartHead,
                       "a head stays below its limit");
                all.said += '[' + head->name + '|' + head->file_name.value_or("-") + '|' + head->content_type + ']';
            } else if (const auto* bytes = std::get_if<codec::PartBytes>(&news)) {
                ensure(!bytes->bytes.empty(), "there is something to tell");
                all.said += bytes->bytes;
                all.text += bytes->bytes.size();
            } else if (std::holds_alternative<codec::PartEnd>(news)) {
                all.said += '/';
            } else if (std::holds_alternative<codec::FormEnd>(news)) {
                all.said += '.';
            } else {
                all.said += '!';
                return all;
            }
        }
        ensure(rest.empty(), "who wants more has read all");
    }
    return all;
}

}  // namespace

// A form means the same wherever it is cut, and a part holds no byte that did not come.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto form = wib::fuzz::text_of(data, size);
    const auto whole = told(form, form.size() + 1);
    ensure(whole.text <= form.size(), "nothing is made up");
    for (const std::size_t piece : {1, 2, 3, 7}) {
        const auto cut = told(form, piece);
        ensure(cut.said == whole.said, "where it is cut does not matter");
    }
    if (const auto boundary = codec::form_boundary(form))
        ensure(!boundary->empty() && boundary->size() <= 70 && boundary->find_first_of("\r\n") == std::string::npos,
               "a boundary is one line");
    return 0;
}

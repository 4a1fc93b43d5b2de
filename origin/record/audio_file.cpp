#include "origin/record/audio_file.hpp"

#include <array>
#include <utility>

#include "shared/codec/header.hpp"
#include "shared/codec/text.hpp"

namespace wib::record {
namespace {

constexpr std::size_t kLongestName = 255;
constexpr std::size_t kLongestType = 100;
constexpr std::string_view kAudio = "audio/";

// The types browsers and telephones name; IANA's and those from before it had them.
constexpr std::array<std::pair<std::string_view, std::string_view>, 20> kEndings{{
    {"mpeg", "mp3"},     {"mp3", "mp3"},   {"wav", "wav"},   {"x-wav", "wav"},   {"wave", "wav"},
    {"vnd.wave", "wav"}, {"mp4", "m4a"},   {"x-m4a", "m4a"}, {"m4a", "m4a"},     {"aac", "aac"},
    {"ogg", "ogg"},      {"opus", "opus"}, {"webm", "webm"}, {"flac", "flac"},   {"x-flac", "flac"},
    {"amr", "amr"},      {"3gpp", "3gp"},  {"basic", "au"},  {"x-aiff", "aiff"}, {"aiff", "aiff"},
}};

}  // namespace

bool is_sound(std::string_view media_type) {
    return media_type.starts_with(kAudio) && media_type.size() <= kLongestType &&
           codec::is_token(media_type.substr(kAudio.size()));
}

std::string_view ending_of(std::string_view media_type) {
    for (const auto& [type, ending] : kEndings)
        if (media_type.starts_with(kAudio) && media_type.substr(kAudio.size()) == type) return ending;
    return "bin";
}

std::optional<std::string> shown_name(std::string_view file_name) {
    file_name = file_name.substr(file_name.find_last_of("/\\") + 1);
    std::string shown;
    std::size_t characters = 0;
    for (std::size_t at = 0; at < file_name.size() && characters < kLongestName;) {
        const auto length = codec::utf8_length(file_name, at);
        const auto first = static_cast<unsigned char>(file_name[at]);
        // U+0080 to U+009F control as well, in two bytes.
        const bool is_control = first < 0x20 || first == 0x7f ||
                                (length == 2 && first == 0xc2 && static_cast<unsigned char>(file_name[at + 1]) < 0xa0);
        if (length > 0 && !is_control) {
            shown += file_name.substr(at, length);
            ++characters;
        }
        at += length > 0 ? length : 1;
    }
    const auto trimmed = codec::trim(shown);
    if (trimmed.empty()) return std::nullopt;
    return std::string{trimmed};
}

}  // namespace wib::record

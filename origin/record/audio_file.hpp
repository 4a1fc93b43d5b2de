#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace wib::record {

/// Whether a media type (lower case, without parameters) is a sound's: audio/ and a token.
[[nodiscard]] bool is_sound(std::string_view media_type);
/// How a sound's object ends: "mp3" for audio/mpeg, "bin" for types nobody knows an ending of.
[[nodiscard]] std::string_view ending_of(std::string_view media_type);
/// What a browser calls a file, fit to be shown: without folders and control characters, cut to 255 characters; nothing
/// when nothing readable is left.
[[nodiscard]] std::optional<std::string> shown_name(std::string_view file_name);

}  // namespace wib::record

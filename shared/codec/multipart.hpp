#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

/// Forms with files (multipart/form-data, RFC 7578), read as they come in: what is held is a delimiter's beginning or a
/// part's head, never a part.
///
///     codec::FormReader form{*codec::form_boundary(content_type)};
///     for (auto rest = arrived;;) { const auto news = form.next(rest); … until it WantsMore }
namespace wib::codec {

/// The boundary of "multipart/form-data; boundary=…" (RFC 2046 §5.1.1); nothing for another type, or without a good
/// one.
[[nodiscard]] std::optional<std::string> form_boundary(std::string_view content_type);

/// A part begins. Texts are as they were sent, and may be anything.
struct PartHead {
    std::string name;  ///< the form's field
    std::optional<std::string> file_name;
    std::string content_type;  ///< media type in lower case; "" where none was sent
};
/// Bytes of the part that began last, at least one. A view into what was given, or into the reader: good until the next
/// call.
struct PartBytes {
    std::string_view bytes;
};
struct PartEnd {};
struct FormEnd {};    ///< whatever comes behind is no form's
struct WantsMore {};  ///< all that was given has been read
/// What came is no form; nothing behind it is believed.
struct NoForm {
    std::string_view reason;
};
using FormNews = std::variant<WantsMore, PartHead, PartBytes, PartEnd, FormEnd, NoForm>;

inline constexpr std::size_t kLargestPartHead = 8 * 1024;

class FormReader {
  public:
    explicit FormReader(std::string_view boundary) : delimiter_("\r\n--" + std::string{boundary}) {}

    /// The next thing that the bytes mean; takes what it has read off their front. Cut anywhere, a form means the same,
    /// but for where bytes are cut.
    [[nodiscard]] FormNews next(std::string_view& bytes);

  private:
    enum class At : std::uint8_t {
        preamble,
        content,
        delimiter,       ///< behind one: a line's end, or the form's
        form_end_begun,  ///< one "-" of two
        padding,         ///< spaces behind a delimiter
        line_end_begun,  ///< CR of CRLF
        head,
        end,
        broken
    };
    [[nodiscard]] FormNews read_text(std::string_view& bytes);
    [[nodiscard]] std::optional<FormNews> read_line_end(std::string_view& bytes);
    [[nodiscard]] FormNews read_head(std::string_view& bytes);
    [[nodiscard]] FormNews broken(std::string_view reason);

    std::string delimiter_;
    std::string head_;
    std::size_t matched_ = 2;  ///< characters of the delimiter at the end of what was given; a form may begin with one
    std::size_t lent_ = 2;     ///< how many of them were no text of the part
    At at_ = At::preamble;
};

}  // namespace wib::codec

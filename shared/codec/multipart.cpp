#include "shared/codec/multipart.hpp"

#include <algorithm>

#include "shared/codec/header.hpp"

namespace wib::codec {
namespace {

constexpr std::size_t kLongestBoundary = 70;

bool is_boundary(std::string_view text) {
    const auto fits = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               std::string_view{"'()+_,-./:=? "}.find(c) != std::string_view::npos;
    };
    return !text.empty() && text.size() <= kLongestBoundary && text.back() != ' ' && std::ranges::all_of(text, fits);
}

/// Takes `; name=value` or `; name="value"` off the front; nothing when that is not what stands there. In quotes only
/// `\"` and `\\` are undone: some senders write backslashes as they are (RFC 7578 §4.2 leaves it open).
struct Parameter {
    std::string_view name;
    std::string value;
};
std::optional<Parameter> take_parameter(std::string_view& text) {
    if (!text.starts_with(';')) return std::nullopt;
    text = trim(text.substr(1));
    const auto equals = text.find('=');
    if (equals == std::string_view::npos) return std::nullopt;
    Parameter parameter{.name = trim(text.substr(0, equals)), .value = {}};
    text = trim(text.substr(equals + 1));
    if (!text.starts_with('"')) {
        const auto end = std::min(text.find(';'), text.size());
        parameter.value = trim(text.substr(0, end));
        text.remove_prefix(end);
        return parameter;
    }
    std::size_t at = 1;
    for (; at < text.size() && text[at] != '"'; ++at) {
        if (text[at] == '\\' && at + 1 < text.size() && (text[at + 1] == '"' || text[at + 1] == '\\')) ++at;
        parameter.value += text[at];
    }
    if (at >= text.size()) return std::nullopt;
    text = trim(text.substr(at + 1));
    return parameter;
}

/// The part's name and its file's; nothing when it is no field of a form.
std::optional<PartHead> read_disposition(std::string_view value) {
    const auto end = std::min(value.find(';'), value.size());
    if (!equal_without_case(trim(value.substr(0, end)), "form-data")) return std::nullopt;
    value.remove_prefix(end);
    PartHead head;
    bool is_named = false;
    while (!value.empty()) {
        auto parameter = take_parameter(value);
        if (!parameter) return std::nullopt;
        if (equal_without_case(parameter->name, "name")) {
            if (is_named) return std::nullopt;
            is_named = true;
            head.name = std::move(parameter->value);
        } else if (equal_without_case(parameter->name, "filename")) {
            if (head.file_name) return std::nullopt;
            head.file_name = std::move(parameter->value);
        }
    }
    if (!is_named) return std::nullopt;
    return head;
}

/// The lines of a part's head, without the empty one.
std::optional<PartHead> parse_head(std::string_view lines) {
    std::optional<PartHead> head;
    std::optional<std::string> content_type;
    while (!lines.empty()) {
        const auto end = lines.find("\r\n");
        const auto line = lines.substr(0, end);
        lines.remove_prefix(end == std::string_view::npos ? lines.size() : end + 2);
        const auto colon = line.find(':');
        if (colon == std::string_view::npos || !is_token(line.substr(0, colon)) || !is_field_value(line.substr(colon)))
            return std::nullopt;
        const auto name = line.substr(0, colon);
        const auto value = trim(line.substr(colon + 1));
        if (equal_without_case(name, "content-disposition")) {
            if (head) return std::nullopt;
            head = read_disposition(value);
            if (!head) return std::nullopt;
        } else if (equal_without_case(name, "content-type")) {
            if (content_type) return std::nullopt;
            content_type = media_type(value);
        } else if (equal_without_case(name, "content-transfer-encoding") && !equal_without_case(value, "binary") &&
                   !equal_without_case(value, "8bit") && !equal_without_case(value, "7bit")) {
            return std::nullopt;  // deprecated (RFC 7578 §4.7): the bytes would not be what they seem
        }
    }
    if (head && content_type) head->content_type = std::move(*content_type);
    return head;
}

}  // namespace

std::optional<std::string> form_boundary(std::string_view content_type) {
    if (media_type(content_type) != "multipart/form-data") return std::nullopt;
    content_type.remove_prefix(std::min(content_type.find(';'), content_type.size()));
    std::optional<std::string> boundary;
    while (!content_type.empty()) {
        auto parameter = take_parameter(content_type);
        if (!parameter) return std::nullopt;
        if (!equal_without_case(parameter->name, "boundary")) continue;
        if (boundary || !is_boundary(parameter->value)) return std::nullopt;
        boundary = std::move(parameter->value);
    }
    return boundary;
}

FormNews FormReader::broken(std::string_view reason) {
    at_ = At::broken;
    return NoForm{reason};
}

FormNews FormReader::next(std::string_view& bytes) {
    for (;;) {
        switch (at_) {
            case At::preamble:
            case At::content: {
                const bool is_content = at_ == At::content;
                auto news = read_text(bytes);
                // What stands before the first delimiter is for nobody.
                if (!is_content && !std::holds_alternative<WantsMore>(news)) continue;
                return news;
            }
            case At::delimiter:
            case At::form_end_begun:
            case At::padding:
            case At::line_end_begun:
                if (auto news = read_line_end(bytes)) return std::move(*news);
                continue;
            case At::head:
                return read_head(bytes);
            case At::end:
                bytes = {};
                return WantsMore{};
            case At::broken:
                return NoForm{"it was none before"};
        }
    }
}

/// Up to the next delimiter. CR stands in a delimiter only at its beginning, so what began like one and goes on
/// otherwise holds no other.
FormNews FormReader::read_text(std::string_view& bytes) {
    if (matched_ > 0 && matched_ < delimiter_.size()) {
        std::size_t more = 0;
        while (more < bytes.size() && matched_ + more < delimiter_.size() && bytes[more] == delimiter_[matched_ + more])
            ++more;
        if (matched_ + more < delimiter_.size() && more < bytes.size()) {
            const auto text = std::string_view{delimiter_}.substr(0, matched_ + more).substr(lent_);
            matched_ = lent_ = 0;
            bytes.remove_prefix(more);
            if (!text.empty()) return PartBytes{text};
        } else {
            matched_ += more;
            bytes.remove_prefix(more);
        }
    }
    if (matched_ == delimiter_.size()) {
        const bool ends_a_part = at_ == At::content;
        matched_ = lent_ = 0;
        at_ = At::delimiter;
        if (ends_a_part) return PartEnd{};
        return PartBytes{};
    }
    if (bytes.empty()) return WantsMore{};

    const auto found = bytes.find(delimiter_);
    auto text = bytes.substr(0, found);
    if (found != std::string_view::npos) {
        matched_ = delimiter_.size();
    } else if (const auto last = bytes.rfind('\r'); last != std::string_view::npos) {
        const auto rest = bytes.substr(last);
        if (std::string_view{delimiter_}.starts_with(rest)) {
            matched_ = rest.size();
            text = bytes.substr(0, last);
        }
    }
    bytes.remove_prefix(text.size() + matched_);
    if (text.empty()) return read_text(bytes);
    return PartBytes{text};
}

/// Behind a delimiter: "--" ends the form, spaces and a line's end begin a part.
std::optional<FormNews> FormReader::read_line_end(std::string_view& bytes) {
    if (bytes.empty()) return WantsMore{};
    const char c = bytes.front();
    bytes.remove_prefix(1);
    if (at_ == At::form_end_begun) {
        if (c != '-') return broken("a delimiter goes on");
        at_ = At::end;
        return FormEnd{};
    }
    if (at_ == At::line_end_begun) {
        if (c != '\n') return broken("a delimiter's line does not end");
        at_ = At::head;
        head_ = "\r\n";
        return std::nullopt;
    }
    if (c == '\r') {
        at_ = At::line_end_begun;
    } else if (c == ' ' || c == '\t') {
        at_ = At::padding;
    } else if (c == '-' && at_ == At::delimiter) {
        at_ = At::form_end_begun;
    } else {
        return broken("a delimiter goes on");
    }
    return std::nullopt;
}

/// The line before counts as its first: an empty head ends at once.
FormNews FormReader::read_head(std::string_view& bytes) {
    constexpr std::string_view kEnd = "\r\n\r\n";
    constexpr auto kMost = kLargestPartHead + kEnd.size();
    const auto before = head_.size();
    const auto taken = bytes.substr(0, kMost - before);
    head_ += taken;
    const auto end = head_.find(kEnd, before - std::min(before, kEnd.size() - 1));
    if (end == std::string::npos) {
        if (head_.size() == kMost) return broken("a part's head is too large");
        bytes.remove_prefix(taken.size());
        return WantsMore{};
    }
    bytes.remove_prefix(end + kEnd.size() - before);
    auto head = parse_head(std::string_view{head_}.substr(0, end).substr(std::min<std::size_t>(2, end)));
    head_.clear();
    if (!head) return broken("a part without a good name");
    at_ = At::content;
    matched_ = lent_ = 2;  // a part without bytes may end with the line that ends its head (RFC 2046 §5.1.1)
    return std::move(*head);
}

}  // namespace wib::codec

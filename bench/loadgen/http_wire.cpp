#include "bench/loadgen/http_wire.hpp"

#include <charconv>

#include "shared/codec/header.hpp"

namespace wib::loadgen {

namespace {

template <class Number>
std::optional<Number> number(std::string_view text, int base) {
    Number value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

}  // namespace

std::string request_head(std::string_view method, std::string_view target, std::string_view host,
                         const std::map<std::string, std::string>& headers, std::string_view body) {
    std::string head;
    head.append(method).append(" ").append(target).append(" HTTP/1.1\r\nHost: ").append(host).append("\r\n");
    for (const auto& [name, value] : headers) head.append(name).append(": ").append(value).append("\r\n");
    if (!body.empty() || (method != "GET" && method != "HEAD"))
        head.append("Content-Length: ").append(std::to_string(body.size())).append("\r\n");
    return head;
}

void ReplyReader::clear() {
    in.clear();
    head_.reset();
}

std::optional<ReplyReader::Head> ReplyReader::parse_head(std::string_view text) const {
    // "HTTP/1.1 200 OK"
    if (!text.starts_with("HTTP/1.") || text.size() < 12) return std::nullopt;
    const auto status = number<int>(text.substr(9, 3), 10);
    if (!status) return std::nullopt;
    Head head{.status = *status, .keep_alive = text[7] == '1', .length = {}, .chunked = false, .size = text.size() + 4};
    for (std::size_t at = text.find("\r\n"); at != std::string_view::npos; at = text.find("\r\n", at + 2)) {
        auto line = text.substr(at + 2);
        line = line.substr(0, line.find("\r\n"));
        const auto colon = line.find(':');
        if (colon == std::string_view::npos) return std::nullopt;
        const auto name = line.substr(0, colon);
        auto value = line.substr(colon + 1);
        while (value.starts_with(' ')) value.remove_prefix(1);
        while (value.ends_with(' ')) value.remove_suffix(1);
        if (codec::equal_without_case(name, "content-length")) {
            head.length = number<std::size_t>(value, 10);
            if (!head.length) return std::nullopt;
        } else if (codec::equal_without_case(name, "transfer-encoding")) {
            head.chunked = codec::equal_without_case(value, "chunked");
        } else if (codec::equal_without_case(name, "connection")) {
            head.keep_alive = !codec::equal_without_case(value, "close");
        }
    }
    return head;
}

ReplyReader::State ReplyReader::read_chunks(std::string_view text, Reply& reply) {
    gathered_.clear();
    std::size_t at = 0;
    for (;;) {
        const auto line_end = text.find("\r\n", at);
        if (line_end == std::string_view::npos) return State::more;
        auto line = text.substr(at, line_end - at);
        line = line.substr(0, line.find(';'));
        const auto size = number<std::size_t>(line, 16);
        if (!size) return State::broken;
        at = line_end + 2;
        if (text.size() < at + *size + 2) return State::more;
        if (text.substr(at + *size, 2) != "\r\n") return State::broken;
        if (*size == 0) break;
        gathered_.append(text.substr(at, *size));
        at += *size + 2;
    }
    in.consume(head_->size + at + 2);
    reply = {head_->status, head_->keep_alive, gathered_};
    head_.reset();
    return State::done;
}

ReplyReader::State ReplyReader::next(Reply& reply) {
    const auto text = in.left();
    if (!head_) {
        const auto end = text.find("\r\n\r\n");
        if (end == std::string_view::npos) return State::more;
        head_ = parse_head(text.substr(0, end));
        if (!head_) return State::broken;
        if (head_->status == 204 || head_->status == 304) head_->length = 0;
    }
    const auto rest = text.substr(head_->size);
    if (head_->chunked) return read_chunks(rest, reply);
    if (!head_->length) return State::broken;  // ended by closing: nothing here answers so
    if (rest.size() < *head_->length) return State::more;
    in.consume(head_->size + *head_->length);
    reply = {head_->status, head_->keep_alive, rest.substr(0, *head_->length)};
    head_.reset();
    return State::done;
}

}  // namespace wib::loadgen

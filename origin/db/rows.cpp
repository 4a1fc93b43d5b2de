#include "origin/db/rows.hpp"

#include <string>

#include "origin/db/result_handle.hpp"
#include "origin/db/tenant_tx.hpp"
#include "shared/codec/hex.hpp"
#include "shared/core/bytes.hpp"

namespace wib::db {

Field Row::operator[](std::string_view column) const {
    // Not PQfnumber: it folds case and wants a terminated name.
    const auto& columns = result_->columns();
    auto at = result_->likely_column;
    for (std::size_t looked = 0; looked < columns.size(); ++looked, ++at) {
        if (at >= columns.size()) at = 0;
        if (column != columns[at]) continue;
        result_->likely_column = at + 1;
        const auto* result = result_->result;
        const int number = static_cast<int>(at);
        const auto size = static_cast<std::size_t>(PQgetlength(result, index_, number));
        return {PQgetvalue(result, index_, number), size, size == 0 && PQgetisnull(result, index_, number) != 0};
    }
    throw DecodeError("no column \"" + std::string(column) + "\"");
}

int Rows::size() const {
    return result_ ? PQntuples(result_->result) : 0;
}

int Rows::affected() const {
    if (!result_) return 0;
    const std::string_view count = PQcmdTuples(result_->result);
    return count.empty() ? 0 : Decode<int>::from(count);
}

std::string_view Rows::tag() const {
    return result_ ? PQcmdStatus(result_->result) : "";
}

Row Rows::operator[](int index) const {
    if (index < 0 || index >= size()) throw DecodeError("no row " + std::to_string(index));
    return {result_.get(), index};
}

bool Decode<bool>::from(std::string_view text) {
    if (text == "t" || text == "true") return true;
    if (text == "f" || text == "false") return false;
    throw DecodeError("not a boolean");
}

double Decode<double>::from(std::string_view text) {
    double value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) throw DecodeError("not a number");
    return value;
}

Uuid Decode<Uuid>::from(std::string_view text) {
    const auto id = parse_uuid(text);
    if (!id) throw DecodeError("not a uuid");
    return *id;
}

Instant Decode<Instant>::from(std::string_view text) {
    const auto at = parse_rfc3339(text);
    if (!at) throw DecodeError("not a moment in time");
    return *at;
}

std::string Encode<double>::text(double value) {
    char text[32];
    const auto [end, error] = std::to_chars(text, text + sizeof text, value);
    return {text, end};
}

std::string encode_bytea(std::string_view bytes) {
    return "\\x" + codec::hex(as_bytes(bytes));
}

std::string decode_bytea(std::string_view text) {
    const auto bytes = text.starts_with("\\x") ? codec::parse_hex(text.substr(2)) : std::nullopt;
    if (!bytes) throw DecodeError("not a bytea");
    return std::string(as_text(*bytes));
}

}  // namespace wib::db

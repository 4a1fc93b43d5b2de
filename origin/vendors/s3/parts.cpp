// Objects that come in parts (multipart uploads).
#include "origin/vendors/s3/answers.hpp"
#include "origin/vendors/s3/call.hpp"

namespace wib::s3 {

using record::PartedObject;
using record::StoredObject;
using record::StoreError;
using record::StorePart;
using record::Unfinished;
using Kind = StoreError::Kind;

Task<Result<PartedObject, StoreError>> S3Store::begin(std::string key, std::string content_type, Deadline deadline) {
    const auto begun = co_await send({.method = "POST",
                                      .key = key,
                                      .query = {{"uploads", ""}},
                                      .headers = {{"content-type", std::move(content_type)}}},
                                     deadline);
    if (!begun) co_return unexpected(begun.error());
    auto id = element(begun->body, "UploadId");
    if (!id || id->empty()) co_return unexpected(StoreError{Kind::refused, false, "the store named no upload"});
    co_return PartedObject{.key = std::move(key), .id = std::move(*id)};
}

Task<Result<std::string, StoreError>> S3Store::put_part(PartedObject object, int number, StorePart part,
                                                        Deadline deadline) {
    const auto answer =
        co_await send({.method = "PUT",
                       .key = std::move(object.key),
                       .query = {{"partNumber", std::to_string(number)}, {"uploadId", std::move(object.id)}},
                       .body = std::move(part.bytes),
                       .body_hash = std::move(part.sha256)},
                      deadline);
    if (!answer) co_return unexpected(answer.error());
    const auto etag = answer->headers.get("etag");
    if (etag.empty() || etag.find_first_of("<&") != std::string_view::npos)
        co_return unexpected(StoreError{Kind::refused, false, "a part was given no ETag"});
    co_return std::string{etag};
}

Task<Result<StoredObject, StoreError>> S3Store::complete(PartedObject object, std::vector<std::string> parts,
                                                         std::uint64_t size, Deadline deadline) {
    std::string xml = "<CompleteMultipartUpload>";
    for (std::size_t at = 0; at < parts.size(); ++at)
        xml.append("<Part><PartNumber>")
            .append(std::to_string(at + 1))
            .append("</PartNumber><ETag>")
            .append(parts[at])
            .append("</ETag></Part>");
    xml += "</CompleteMultipartUpload>";
    auto digest = crypto::sha256_hex(xml);
    const auto answer = co_await send({.method = "POST",
                                       .key = object.key,
                                       .query = {{"uploadId", object.id}},
                                       .headers = {{"content-type", "application/xml"}},
                                       .body = std::move(xml),
                                       .body_hash = std::move(digest)},
                                      deadline);
    if (answer) co_return StoredObject{size, element(answer->body, "ETag").value_or("")};
    // The first attempt may have succeeded unheard: then the upload is gone and the object is there.
    if (answer.error().detail.find("NoSuchUpload") != std::string::npos) {
        const auto there = co_await head(object.key, deadline);
        if (there && there->size == size) co_return *there;
    }
    co_return unexpected(answer.error());
}

Task<Result<void, StoreError>> S3Store::abandon(PartedObject object, Deadline deadline) {
    const auto answer =
        co_await send({.method = "DELETE", .key = object.key, .query = {{"uploadId", object.id}}}, deadline);
    if (answer || answer.error().detail.find("NoSuchUpload") != std::string::npos) co_return Result<void, StoreError>{};
    co_return unexpected(answer.error());
}

Task<Result<std::vector<Unfinished>, StoreError>> S3Store::unfinished(std::string prefix, Deadline deadline) {
    const auto answer = co_await send(
        {.method = "GET", .key = "", .query = {{"prefix", std::move(prefix)}, {"uploads", ""}}}, deadline);
    if (!answer) co_return unexpected(answer.error());
    co_return parse_unfinished(answer->body);
}

Task<Result<void, StoreError>> S3Store::discard(std::string key, Deadline deadline) {
    const auto answer = co_await send({.method = "DELETE", .key = std::move(key)}, deadline);
    if (answer || answer.error().kind == Kind::not_found) co_return Result<void, StoreError>{};
    co_return unexpected(answer.error());
}

}  // namespace wib::s3

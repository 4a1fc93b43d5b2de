#include "shared/api/endpoints/audio.hpp"

#include "shared/api/endpoints/catalogue.hpp"
#include "shared/api/endpoints/examples.hpp"

namespace wib::api {
namespace {

constexpr std::string_view kFile = "3c1d8f60-4b7a-4e19-9a55-6f0e2d1c7b84.mp3";

AudioFile a_file() {
    const auto key = "audio/" + to_string(example::organization()) + '/' + std::string{kFile};
    return {.id = example::a<AudioFileId>("3c1d8f60-4b7a-4e19-9a55-6f0e2d1c7b84"),
            .file_key = key,
            .original_name = "Voicemail of Mr Alvarez.mp3",
            .content_type = "audio/mpeg",
            .size_bytes = 482'133,
            .media_hash = std::string{example::kTokenHash},
            .created_by = example::user(),
            .created_by_name = "Grace Okafor",
            .created_at = example::at("08:52:40"),
            .stream_path = "/api/audio/files/" + key};
}

}  // namespace

Example<UploadAudio> UploadAudio::example() {
    return {.body = {}, .reply = {.success = true, .audio_file = a_file()}};
}

Example<ListAudio> ListAudio::example() {
    return {.reply = {.success = true,
                      .audio_files = {a_file()},
                      .pagination = {.page = 1, .limit = kDefaultPageSize, .total = 1, .total_pages = 1}}};
}

Example<StreamAudio> StreamAudio::example() {
    return {.path = {example::organization(), example::a<codec::Text<1, 64>>(kFile)}};
}

std::vector<Described> audio_endpoints() {
    return detail::described_list<UploadAudio, ListAudio, StreamAudio>();
}

}  // namespace wib::api

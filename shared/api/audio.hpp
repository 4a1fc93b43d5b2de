#pragma once
#include <array>
#include <boost/describe.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "shared/api/page.hpp"
#include "shared/codec/about.hpp"
#include "shared/codec/reflect.hpp"
#include "shared/codec/text.hpp"
#include "shared/core/strong_id.hpp"
#include "shared/core/time.hpp"

/// Questions and replies of /api/audio: sound files that people bring along.
namespace wib::api {

using AudioFileId = StrongId<struct AudioFileTag>;

struct AudioFile {
    AudioFileId id;
    std::string file_key;
    std::optional<std::string> original_name;
    std::string content_type;
    std::int64_t size_bytes;
    std::string media_hash;
    std::optional<UserId> created_by;
    std::optional<std::string> created_by_name;
    Instant created_at;
    std::string stream_path;

    static constexpr std::array about{
        codec::About{"file_key", "Where the object store keeps it; never another file's"},
        codec::About{"original_name", "As the file was called where it came from"},
        codec::About{"media_hash", "Lower hex SHA-256 of its bytes"},
        codec::About{"stream_path", "Where the console plays it from: same origin, audited, with ranges"}};
};
BOOST_DESCRIBE_STRUCT(AudioFile, (),
                      (id, file_key, original_name, content_type, size_bytes, media_hash, created_by, created_by_name,
                       created_at, stream_path))

/// POST /api/audio/upload
struct AudioFileReply {
    bool success;
    AudioFile audio_file;
};
BOOST_DESCRIBE_STRUCT(AudioFileReply, (), (success, audio_file))

/// GET /api/audio/files
struct AudioListReply {
    bool success;
    std::vector<AudioFile> audio_files;
    Pagination pagination;
};
BOOST_DESCRIBE_STRUCT(AudioListReply, (), (success, audio_files, pagination))

/// Path of /api/audio/files/audio/{organization_id}/{file}: a file's key
struct AudioKeyPath {
    OrgId organization_id;
    codec::Text<1, 64> file;

    static constexpr std::array about{codec::About{"file", "The rest of a file's `file_key`"}};
};
BOOST_DESCRIBE_STRUCT(AudioKeyPath, (), (organization_id, file))

}  // namespace wib::api

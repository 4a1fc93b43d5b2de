#include "origin/media/metrics.hpp"

namespace wib::media {

MediaMetrics::MediaMetrics(observe::Metrics& metrics)
    : streams(metrics.gauge("wib_media_streams", "Media sockets open now")),
      frames(metrics.counter("wib_media_frames_total", "Audio frames received")),
      lost(metrics.counter("wib_media_frames_lost_total", "Audio chunks that never came in time")),
      late(metrics.counter("wib_media_frames_late_total", "Audio frames that came after their gap had been written")),
      duplicates(metrics.counter("wib_media_frames_duplicate_total", "Audio frames that came twice")),
      implausible(metrics.counter("wib_media_frames_implausible_total", "Audio frames with a chunk number or stamp from nowhere")),
      overload(metrics.counter("wib_media_frames_unrecorded_total", "Audio frames the recording had no room for")),
      misunderstood(metrics.counters("wib_media_misunderstood_total", "Messages on media sockets that gave no news", {"reason"})),
      refused(metrics.counters("wib_media_refused_total", "Media sockets refused", {"reason"})),
      failed(metrics.counters("wib_recordings_failed_total", "Recordings that stopped before their call", {"fault"})),
      hearing(metrics.counters("wib_recogniser_states_total", "States recognisers entered", {"state"})),
      unheard_ms(metrics.counter("wib_recogniser_unheard_ms_total", "Milliseconds of audio no recogniser heard")),
      journal_retries(metrics.counter("wib_media_journal_retries_total", "Attempts to keep live news that failed and are repeated")),
      journal_dropped(metrics.counter("wib_media_journal_dropped_total", "Live news that could not be kept")) {}

}  // namespace wib::media

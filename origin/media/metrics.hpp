#pragma once
#include "origin/observe/metrics.hpp"

namespace wib::media {

/// What the media path counts. Made once; references are kept because this is hot.
struct MediaMetrics {
    explicit MediaMetrics(observe::Metrics& metrics);

    observe::Gauge& streams;
    observe::Counter& frames;
    observe::Counter& lost;
    observe::Counter& late;
    observe::Counter& duplicates;
    observe::Counter& implausible;
    observe::Counter& overload;              ///< frames the recording could not keep because the disk is behind
    observe::Family<observe::Counter>& misunderstood;   ///< by reason
    observe::Family<observe::Counter>& refused;         ///< stream tokens, by reason
    observe::Family<observe::Counter>& failed;          ///< recordings, by fault
    observe::Family<observe::Counter>& hearing;         ///< recogniser states entered
    observe::Counter& unheard_ms;            ///< audio no recogniser heard
    observe::Counter& journal_retries;
    observe::Counter& journal_dropped;
};

}  // namespace wib::media

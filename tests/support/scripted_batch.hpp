#pragma once
#include <map>
#include <stdexcept>

#include "origin/transcripts/ports.hpp"

namespace wib::testing {

/// A recogniser of whole recordings that keeps what it is given, and does as it is told.
class ScriptedBatch final : public transcripts::BatchRecogniser {
  public:
    using Error = transcripts::BatchError;
    /// Where an answer gets lost: the other side has done it, and we never hear so.
    struct LineBreaks : std::runtime_error {
        LineBreaks() : std::runtime_error("the process ended here") {}
    };

    [[nodiscard]] std::string name() const override { return "scripted"; }
    [[nodiscard]] bool is_configured() const override { return configured; }

    Task<Result<std::string, Error>> upload(std::string audio, Deadline) override {
        if (refusal) co_return wib::unexpected(*refusal);
        uploads.push_back(std::move(audio));
        co_return "audio-" + std::to_string(uploads.size());
    }
    Task<Result<std::string, Error>> submit(std::string audio_ref, Deadline) override {
        if (refusal || submit_refusal) co_return wib::unexpected(submit_refusal.value_or(refusal.value_or(Error{})));
        const auto id = "job-" + std::to_string(jobs.size() + 1);
        jobs.emplace_back(id, audio_ref);
        if (while_submitting) while_submitting();
        if (dies_after_submit) throw LineBreaks{};
        co_return id;
    }
    Task<Result<std::optional<std::string>, Error>> find(std::string audio_ref, Deadline) override {
        if (refusal) co_return wib::unexpected(*refusal);
        ++looked;
        for (const auto& [id, audio] : jobs)
            if (audio == audio_ref) co_return std::optional{id};
        co_return std::optional<std::string>{};
    }
    Task<Result<transcripts::BatchReport, Error>> fetch(std::string job, Deadline) override {
        if (refusal) co_return wib::unexpected(*refusal);
        fetched.push_back(std::move(job));
        co_return report;
    }

    bool configured = true;
    std::optional<Error> refusal;         ///< to everything
    std::optional<Error> submit_refusal;  ///< to the beginning of jobs only
    bool dies_after_submit = false;
    std::function<void()> while_submitting;
    transcripts::BatchReport report;
    std::vector<std::string> uploads, fetched;
    std::vector<std::pair<std::string, std::string>> jobs;  ///< id, audio
    int looked = 0;
};

}  // namespace wib::testing

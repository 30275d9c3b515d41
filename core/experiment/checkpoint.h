// Where a fold's training stands, on the disk: one file a moment, checksummed, so that a torn or spoilt one is known and passed over.
#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/files.h"
#include "core/engine/trainer.h"
#include "core/experiment/run.h"

namespace leukolens::experiment {

/// What the payload does not know. Early stopping and plateau follow from the history.
struct CheckpointFacts {
    int fold = 1;                    ///< 1-based
    int batch = 0;                   ///< as used: half the settings' where memory ran out
    std::int64_t step = 0;           ///< updates so far in this fold: the file's number
    std::int64_t stepsIntoEpoch = 0; ///< of the epoch after the history's last; 0: it has not begun
    std::optional<engine::Totals> trained;  ///< its training figures, if all its steps are done and it is not evaluated yet
    double epochSeconds = 0;         ///< spent in it so far
    std::string settingsHash, dataSha256;
    std::vector<EpochRecord> history;  ///< of this fold
};

struct Checkpoint {
    CheckpointFacts facts;
    std::span<const std::uint8_t> payload() const { return std::span(bytes).subspan(payloadAt, payloadSize); }  ///< Trainer::checkpoint()

    Bytes bytes;  ///< the whole file
    std::size_t payloadAt = 0, payloadSize = 0;
};

/// fold-K/checkpoint/. Holds two checkpoints at the most: the older one is there for a newer one that proves bad.
class CheckpointFolder {
public:
    explicit CheckpointFolder(std::filesystem::path folder) : m_folder(std::move(folder)) {}

    /// Atomically; older ones but one are removed afterwards. Creates the folder.
    Result<void> write(const CheckpointFacts& facts, std::span<const std::uint8_t> payload) const;

    /// The newest whole one of these settings and this fold; each that is passed over adds a line to `notices`. Nothing if there is none.
    std::optional<Checkpoint> newest(int fold, const std::string& settingsHash, std::vector<std::string>& notices) const;

    void keepNewest() const;  ///< of a finished fold: all but the newest are removed
    void clear() const;       ///< all are removed

private:
    std::vector<std::filesystem::path> files() const;  ///< newest first
    void keep(std::size_t count) const;

    std::filesystem::path m_folder;
};

/// Fails with ReadFailed saying what is wrong with it, or as readFile() does.
Result<Checkpoint> readCheckpoint(const std::filesystem::path& file);

}  // namespace leukolens::experiment

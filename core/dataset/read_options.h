// How a data set is read.
#pragma once

#include <cstdint>
#include <filesystem>

#include "core/dataset/read_choices.h"

namespace leukolens::dataset {

/// Nothing said: all is told by content, and nothing is kept.
struct ReadOptions : ReadChoices {
    /// The program's own folder for what reading found out (one file for each data root, made as needed, old ones removed); never the person's
    /// own. With it a second opening only looks at sizes and times. Empty: every file is read each time.
    std::filesystem::path cacheFolder;
    /// A file that was changed so shortly before it was read may change again without a trace in its times; it is read again. ns; below zero only in tests,
    /// whose files are as new as their index.
    std::int64_t racyNs = 2'000'000'000;
};

}  // namespace leukolens::dataset

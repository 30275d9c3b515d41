// How data are read, as options of the command line: the same for every verb that reads data.
#pragma once

#include <CLI/CLI.hpp>

#include <string>

#include "core/base/cancel_token.h"
#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/dataset/dataset.h"
#include "core/dataset/read_choices.h"

namespace leukolens::cli {

class ReadingOptions {
public:
    /// Adds --columns, --folders and --facts. This object must live until the command line is read.
    void addTo(CLI::App& verb);

    /// What was given of columns and folders. Fails with InvalidArgument.
    Result<dataset::ReadChoices> choices() const;

    /// Reads `source` so, with the facts of --facts added. Fails as choices(), readSubjectFacts() and readDataset() do, and
    /// with InvalidArgument where an option has no sense for this source.
    Result<dataset::Dataset> read(const std::filesystem::path& source, ProgressSink& progress,
                                  const CancelToken& cancel) const;

    /// A run goes on with the data as it read them: fails with InvalidArgument where something else was given. `run` is only
    /// named in errors.
    Result<void> requireSame(const dataset::ReadChoices& recorded, const std::filesystem::path& run) const;

private:
    std::string m_columns, m_facts;
    dataset::FolderOrder m_folders = dataset::FolderOrder::Detect;
};

}  // namespace leukolens::cli

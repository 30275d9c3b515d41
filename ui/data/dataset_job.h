// The jobs of the Data workspace: plain functions for a worker.
#pragma once

#include <QImage>

#include <filesystem>
#include <memory>
#include <vector>

#include "core/base/cancel_token.h"
#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/dataset/corrections.h"
#include "core/dataset/dataset.h"
#include "core/dataset/demo_cells.h"
#include "core/dataset/fact_edits.h"

namespace leukolens::ui {

using DatasetPointer = std::shared_ptr<const dataset::Dataset>;

/// What was read, and what the person changed, decided and typed at any time: labels, pictures that are there twice, facts of subjects.
struct OpenedData {
    DatasetPointer read;
    dataset::Corrections corrections;
    dataset::LeakDecisions decisions;
    dataset::FactEdits facts{};
};
/// Files of the program's own about all data; absent ones hold nothing.
struct KnownChanges {
    std::filesystem::path corrections, decisions;
};
/// Adds these to what `read` gives; a damaged file is an error: training without it would be another training.
Result<OpenedData> withKnownChanges(Result<DatasetPointer> read, const KnownChanges& files);

/// Adds the typed facts of `file`; a damaged file is an error: the next fact that is typed would take its place.
Result<OpenedData> withTypedFacts(Result<OpenedData> opened, const std::filesystem::path& file);

Result<DatasetPointer> openDataset(const std::filesystem::path& source, ProgressSink& progress, const CancelToken& cancel, const dataset::ReadChoices& how = {});

/// Opens the demonstration cells of `folder`; makes them first where they are absent or damaged. An interrupted making
/// leaves nothing in `folder`.
Result<DatasetPointer> openDemoCells(const std::filesystem::path& folder, const dataset::DemoSettings& settings,
                                     ProgressSink& progress, const CancelToken& cancel);

/// Up to `perClass` pictures of each class, of different subjects first, scaled to fit sidePx. [class][picture].
struct Thumbnail {
    std::filesystem::path path;
    QImage picture;
};
Result<std::vector<std::vector<Thumbnail>>> loadThumbnails(const dataset::Dataset& dataset, int perClass, int sidePx,
                                                           const CancelToken& cancel);

}  // namespace leukolens::ui

#include "ui/data/dataset_job.h"

#include <set>

#include "core/base/files.h"
#include "core/dataset/reader.h"
#include "core/experiment/load_pixels.h"
#include "core/image/decode.h"

namespace leukolens::ui {
namespace {
namespace fs = std::filesystem;

DatasetPointer share(dataset::Dataset&& dataset) {
    return std::make_shared<const dataset::Dataset>(std::move(dataset));
}

/// Indices of cells to show for a class: first one of each subject, then more.
std::vector<std::size_t> chooseCells(const dataset::Dataset& dataset, int classIndex, std::size_t count) {
    std::vector<std::size_t> first, more;
    std::set<int> subjectsSeen;
    for (std::size_t i = 0; i < dataset.cells.size() && first.size() < count; ++i) {
        const dataset::Cell& cell = dataset.cells[i];
        if (cell.classIndex != classIndex) continue;
        const bool isNew = cell.subjectIndex >= 0 && subjectsSeen.insert(cell.subjectIndex).second;
        if (isNew) {
            first.push_back(i);
        } else if (more.size() < count) {
            more.push_back(i);
        }
    }
    for (const std::size_t i : more) {
        if (first.size() < count) first.push_back(i);
    }
    return first;
}

QImage toPicture(const image::Image& image, int sidePx) {
    const QImage borrowed(image.rgb.data(), image.width, image.height, image.width * 3, QImage::Format_RGB888);
    return borrowed.scaled(sidePx, sidePx, Qt::KeepAspectRatio, Qt::SmoothTransformation);
}

}  // namespace

Result<OpenedData> withKnownChanges(Result<DatasetPointer> read, const KnownChanges& files) {
    if (!read) return fail(read.error());
    auto corrections = dataset::readCorrections(files.corrections);
    if (!corrections) return fail(corrections.error());
    auto decisions = dataset::readLeakDecisions(files.decisions);
    if (!decisions) return fail(decisions.error());
    return OpenedData{std::move(*read), std::move(*corrections), std::move(*decisions)};
}

Result<OpenedData> withTypedFacts(Result<OpenedData> opened, const fs::path& file) {
    if (!opened) return opened;
    auto facts = dataset::readFactEdits(file);
    if (!facts) return fail(facts.error());
    opened->facts = std::move(*facts);
    return opened;
}

Result<DatasetPointer> openDataset(const fs::path& source, ProgressSink& progress, const CancelToken& cancel, const dataset::ReadChoices& how) {
    dataset::ReadOptions options = experiment::readOptions();
    static_cast<dataset::ReadChoices&>(options) = how;
    return dataset::readDataset(source, progress, cancel, options).map(share);
}

Result<DatasetPointer> openDemoCells(const fs::path& folder, const dataset::DemoSettings& settings, ProgressSink& progress,
                                     const CancelToken& cancel) {
    std::error_code code;
    if (fs::exists(folder, code)) {
        Result<dataset::Dataset> found = dataset::readDataset(folder, progress, cancel);
        if (found && found->problems.empty()) return share(std::move(*found));
        if (!found && found.error().code == ErrorCode::Cancelled) return fail(found.error());
    }
    // Made beside it and renamed when complete: what is in `folder` is always whole.
    const fs::path partial = folder.parent_path() / (folder.filename().string() + ".partial");
    fs::remove_all(partial, code);
    if (code) return fail(errorFromErrno(code.value(), partial, true));
    if (const Result<void> made = createFolder(partial); !made) return fail(made.error());
    if (const Result<void> written = dataset::writeDemoCells(partial, settings, progress, cancel); !written) {
        fs::remove_all(partial, code);
        return fail(written.error());
    }
    fs::remove_all(folder, code);
    if (!code) fs::rename(partial, folder, code);
    if (code) return fail(errorFromErrno(code.value(), folder, true));
    return openDataset(folder, progress, cancel);
}

Result<std::vector<std::vector<Thumbnail>>> loadThumbnails(const dataset::Dataset& dataset, int perClass, int sidePx,
                                                           const CancelToken& cancel) {
    std::vector<std::vector<Thumbnail>> classes(dataset.classes.size());
    for (std::size_t index = 0; index < classes.size(); ++index) {
        for (const std::size_t cell : chooseCells(dataset, static_cast<int>(index), static_cast<std::size_t>(perClass))) {
            if (cancel.cancelled()) return fail(ErrorCode::Cancelled, "stopped");
            const fs::path& path = dataset.cells[cell].path;
            // A file that went away since the folder was read is shown as an empty frame.
            const Result<image::Image> decoded = image::decodeFile(path);
            classes[index].push_back({path, decoded ? toPicture(*decoded, sidePx) : QImage()});
        }
    }
    return classes;
}

}  // namespace leukolens::ui

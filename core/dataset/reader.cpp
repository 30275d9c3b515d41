#include "core/dataset/reader.h"

#include <algorithm>
#include <map>
#include <set>

#include "core/base/files.h"
#include "core/dataset/cell_check.h"
#include "core/dataset/find_images.h"
#include "core/dataset/labelled_files.h"
#include "core/dataset/unused_names.h"

namespace leukolens::dataset {
namespace fs = std::filesystem;
namespace {

int indexOf(const std::vector<std::string>& sorted, const std::string& name) {
    const auto found = std::lower_bound(sorted.begin(), sorted.end(), name);
    return found != sorted.end() && *found == name ? static_cast<int>(found - sorted.begin()) : -1;
}

/// Whole images become cells, the others problems.
void addCells(Dataset& dataset, const std::vector<LabelledFile>& files, const std::vector<CellCheck>& checks) {
    std::set<std::string> subjects;
    for (std::size_t i = 0; i < files.size(); ++i) {
        if (!checks[i].error && !files[i].external && !files[i].subject.empty()) subjects.insert(files[i].subject);
    }
    dataset.subjects.assign(subjects.begin(), subjects.end());
    for (std::size_t i = 0; i < files.size(); ++i) {
        const LabelledFile& file = files[i];
        if (const auto& error = checks[i].error) {
            const std::string advice = error->advice.empty() ? std::string() : ". " + error->advice;
            dataset.problems.push_back({std::string(toString(error->code)), file.path, error->what + advice});
            continue;
        }
        if (file.external && !file.subject.empty() && subjects.contains(file.subject)) {
            dataset.problems.push_back({"shared_with_training", file.path, "is a test cell of subject " + file.subject + ", who is among the training cells; left out"});
            continue;
        }
        (file.external ? dataset.external : dataset.cells)
            .push_back({file.path, indexOf(dataset.classes, file.label), indexOf(dataset.subjects, file.subject), file.officialFold, checks[i].sha256, checks[i].facts});
    }
}

/// Cells of the same content: noted, and left out where they contradict each other.
void findDuplicates(Dataset& dataset) {
    std::map<std::string, std::vector<const Cell*>> byContent;
    for (const Cell& cell : dataset.cells) byContent[cell.sha256].push_back(&cell);

    std::set<fs::path> contradicted;
    for (const auto& [content, cells] : byContent) {
        const Cell& first = *cells.front();
        const auto other =
            std::find_if(cells.begin(), cells.end(), [&](const Cell* cell) { return cell->classIndex != first.classIndex; });
        for (std::size_t i = other == cells.end() ? 1 : 0; i < cells.size(); ++i) {
            const Cell& cell = *cells[i];
            if (other == cells.end()) {
                dataset.problems.push_back({"duplicate", cell.path, "has the same content as " + toUtf8(first.path)});
                continue;
            }
            const Cell& opposite = cell.classIndex == first.classIndex ? **other : first;
            dataset.problems.push_back({"conflicting_label", cell.path,
                                        "is labelled " + dataset.classes[static_cast<std::size_t>(cell.classIndex)] +
                                            ", but " + toUtf8(opposite.path) + " with the same content is labelled " +
                                            dataset.classes[static_cast<std::size_t>(opposite.classIndex)] +
                                            "; both are left out"});
            contradicted.insert(cell.path);
        }
    }
    std::erase_if(dataset.cells, [&](const Cell& cell) { return contradicted.contains(cell.path); });
}

/// A test of cells that train too would tell nothing.
void keepExternalApart(Dataset& dataset) {
    std::map<std::string, const Cell*> trained;
    for (const Cell& cell : dataset.cells) trained.emplace(cell.sha256, &cell);
    std::erase_if(dataset.external, [&](const Cell& cell) {
        const auto same = trained.find(cell.sha256);
        if (same == trained.end()) return false;
        dataset.problems.push_back({"shared_with_training", cell.path, "is a test cell with the same content as " + toUtf8(same->second->path) + "; left out"});
        return true;
    });
}

void findSubjectsInTwoClasses(Dataset& dataset) {
    struct Seen {
        std::map<int, int> cellsOfClass;
        fs::path firstPath;
    };
    std::map<int, Seen> seen;
    for (const Cell& cell : dataset.cells) {
        if (cell.subjectIndex < 0) continue;
        Seen& subject = seen[cell.subjectIndex];
        if (subject.cellsOfClass.empty()) subject.firstPath = cell.path;
        ++subject.cellsOfClass[cell.classIndex];
    }
    for (const auto& [index, subject] : seen) {
        if (subject.cellsOfClass.size() < 2) continue;
        std::string counts;
        for (const auto& [classIndex, count] : subject.cellsOfClass) {
            counts += (counts.empty() ? "" : " and ") + std::to_string(count) + " labelled " +
                      dataset.classes[static_cast<std::size_t>(classIndex)];
        }
        dataset.problems.push_back(
            {"subject_in_two_classes", subject.firstPath,
             "subject " + dataset.subjects[static_cast<std::size_t>(index)] + " has cells " + counts});
    }
}

/// Classes and subjects that kept no cell are taken off the lists.
void dropUnused(Dataset& dataset) {
    for (const std::string& name : dropUnusedNames(dataset)) dataset.problems.push_back({"empty_class", dataset.root, "class " + name + " has no usable image"});
}

Error nothingLabelled(const fs::path& root, const FoundImages& found) {
    if (found.files.empty()) {
        std::string what = "holds no image (BMP, PNG, JPEG or TIFF)";
        if (!found.problems.empty()) what += "; " + std::to_string(found.problems.size()) + " folders could not be read";
        return {ErrorCode::EmptyDataset, what, root, "Choose the folder that holds the images."};
    }
    return {ErrorCode::EmptyDataset,
            "holds no class folder with images, only images outside one (" + std::to_string(found.files.size()) + ")", root,
            "Put the images of each class into a folder of its own."};
}

Result<void> requireTwoClasses(const Dataset& dataset, std::size_t files) {
    if (dataset.cells.empty()) {
        const Problem& first = dataset.problems.front();
        return fail(ErrorCode::EmptyDataset,
                    "holds no usable image: " + std::to_string(files) +
                        " found, all of them broken or contradicting each other (" + toUtf8(first.path.filename()) + " " +
                        first.message + ")",
                    dataset.root, "Copy the images again from where they came.");
    }
    if (dataset.classes.size() < 2) {
        const std::string left = std::to_string(dataset.cells.size()) + " of " + std::to_string(files);
        return fail(ErrorCode::OneClassOnly,
                    "holds usable images of one class only (" + dataset.classes.front() + ", " + left +
                        "), expected two classes at least",
                    dataset.root,
                    dataset.layout == "c-nmc" ? "Choose the folder above both all and hem."
                                              : "Choose the folder that directly holds one folder for each class.");
    }
    return {};
}

}  // namespace

Result<Dataset> readDataset(const fs::path& folder, ProgressSink& progress, const CancelToken& cancel, const ReadOptions& options) {
    if (const auto readable = requireReadableFolder(folder); !readable) return fail(readable.error());
    progress.report({"Looking for images", 0, 0});
    FoundImages found = findImagesBelow(folder, cancel);
    if (cancel.cancelled()) return fail(ErrorCode::Cancelled, "reading was stopped", folder);
    LabelledFiles labelled =
        looksLikeCnmc(found.files) ? labelCnmc(folder, found.files) : labelByFolder(folder, found.files);
    if (labelled.files.empty()) return fail(nothingLabelled(folder, found));

    const auto checks = checkCells(folder, labelled.files, options, progress, cancel);
    if (!checks) return fail(checks.error());

    Dataset dataset;
    dataset.root = folder;
    dataset.layout = std::move(labelled.layout);
    dataset.classes = std::move(labelled.classes);
    dataset.problems = std::move(found.problems);
    dataset.problems.insert(dataset.problems.end(), labelled.problems.begin(), labelled.problems.end());
    addCells(dataset, labelled.files, checks->cells);
    if (const auto& notKept = checks->notKept) {
        dataset.problems.push_back({"index_not_kept", notKept->file, notKept->what + ": the next reading has to read every file again. " + notKept->advice});
    }
    findDuplicates(dataset);
    keepExternalApart(dataset);
    findSubjectsInTwoClasses(dataset);
    dropUnused(dataset);
    std::stable_sort(dataset.problems.begin(), dataset.problems.end(),
                     [](const Problem& a, const Problem& b) { return a.path < b.path; });
    if (const auto enough = requireTwoClasses(dataset, labelled.files.size()); !enough) return fail(enough.error());
    return dataset;
}

}  // namespace leukolens::dataset

#include "core/dataset/reader.h"

#include <algorithm>
#include <map>
#include <set>

#include "core/base/files.h"
#include "core/base/utf8.h"
#include "core/dataset/cell_check.h"
#include "core/dataset/find_images.h"
#include "core/dataset/labelled_files.h"
#include "core/dataset/names.h"
#include "core/dataset/table_reader.h"
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
            .push_back({file.path, indexOf(dataset.classes, file.label), indexOf(dataset.subjects, file.subject), file.officialFold, checks[i].sha256, checks[i].facts, -1, checks[i].sketch, checks[i].drawn});
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
    for (const std::string& name : dropUnusedNames(dataset)) dataset.problems.push_back({"empty_class", dataset.source, "class " + name + " has no usable image"});
}

void noteExternalSubjects(Dataset& dataset, const std::vector<LabelledFile>& files) {
    std::map<fs::path, const LabelledFile*> byPath;
    for (const LabelledFile& file : files) {
        if (file.external) byPath.emplace(file.path, &file);
    }
    std::set<std::string> subjects;
    for (const Cell& cell : dataset.external)
        if (const auto& subject = byPath.at(cell.path)->subject; !subject.empty()) subjects.insert(subject);
    dataset.externalSubjects.assign(subjects.begin(), subjects.end());
    for (Cell& cell : dataset.external) cell.externalSubject = indexOf(dataset.externalSubjects, byPath.at(cell.path)->subject);
}

void addFacts(Dataset& dataset, const FactsBySubject& facts) {
    dataset.facts.resize(dataset.subjects.size());
    for (std::size_t i = 0; i < dataset.subjects.size(); ++i) {
        if (const auto known = facts.find(dataset.subjects[i]); known != facts.end()) dataset.facts[i] = known->second;
    }
}

/// Names of classes or of subjects that only a slip of the pen may have made two.
void findSimilarNames(Dataset& dataset, const std::vector<std::string>& names, const std::string& code, const std::string& kind) {
    std::map<std::string, std::string> seen;
    for (const std::string& name : names) {
        const auto [first, isNew] = seen.emplace(comparable(name), name);
        if (!isNew)
            dataset.problems.push_back({code, dataset.source,
                                        "the " + kind + " " + quotedForMessage(first->second) + " and " + quotedForMessage(name) +
                                            " differ in case or blanks only; are they the same?"});
    }
}

/// A name that is no text could be written to no file of a run.
void leaveOutNamelessFiles(FoundImages& found, const fs::path& root) {
    std::erase_if(found.files, [&](const fs::path& file) {
        const std::string name = toUtf8(file.lexically_relative(root));
        if (isUtf8(name)) return false;
        found.problems.push_back({"name_not_utf8", file, "its name " + quotedForMessage(name) + " is not UTF-8; left out. Rename it."});
        return true;
    });
}

bool holdsAnyOf(const fs::path& folder, const std::vector<fs::path>& sortedFiles) {
    const auto next = std::lower_bound(sortedFiles.begin(), sortedFiles.end(), folder);
    return next != sortedFiles.end() && std::mismatch(folder.begin(), folder.end(), next->begin(), next->end()).first == folder.end();
}

/// Whether a folder of that name, with images, lies beside the archive: it has been unpacked.
bool isUnpacked(const fs::path& archive, const std::vector<fs::path>& sortedFiles) {
    for (fs::path folder = archive; folder.has_extension();) {
        folder.replace_extension();
        if (holdsAnyOf(folder, sortedFiles)) return true;
    }
    return false;
}

void noteWhatIsNotRead(FoundImages& found, const fs::path& root) {
    std::erase_if(found.archives, [&](const fs::path& archive) { return isUnpacked(archive, found.files); });
    for (const fs::path& archive : found.archives)
        found.problems.push_back({"zipped", archive, "is packed; what is in it is missing here. Unpack it, then read the folder again."});
    std::map<std::string, std::pair<int, fs::path>> byEnding;
    for (const fs::path& picture : found.otherPictures)
        ++byEnding.try_emplace(lowerCase(picture.extension().string()), 0, picture).first->second.first;
    for (const auto& [ending, pictures] : byEnding) {
        found.problems.push_back({"format_not_read", root,
                                  "holds " + std::to_string(pictures.first) + " files " + ending + " (the first is " +
                                      toUtf8(pictures.second.lexically_relative(root)) +
                                      "), a format that is not read here; they are left out. Convert them to PNG or TIFF."});
    }
}

Error nothingLabelled(const fs::path& root, const FoundImages& found) {
    if (!found.archives.empty())
        return {ErrorCode::Zipped,
                "holds " + std::to_string(found.archives.size()) + " packed files (" + found.archives.front().filename().string() + ") and " +
                    std::to_string(found.files.size()) + " images, none of them with a class",
                root, "Unpack the packed files, then read the folder again."};
    if (found.files.empty()) {
        std::string what = "holds no image (BMP, PNG, JPEG, TIFF or WebP)";
        if (!found.problems.empty())
            what += "; " + std::to_string(found.problems.size()) +
                    " problems on the way, the first: " + toUtf8(found.problems.front().path.filename()) + " " + found.problems.front().message;
        return {ErrorCode::EmptyDataset, what, root, "Choose the folder that holds the images."};
    }
    return {ErrorCode::EmptyDataset, "holds no class folder with images, only images outside one (" + std::to_string(found.files.size()) + ")", root,
            "Put the images of each class into a folder of its own, or open a table that names each image and its class."};
}

std::string adviceForOneClass(const std::string& layout) {
    if (layout == "c-nmc") return "Choose the folder above both all and hem.";
    if (layout == "table") return "Check the column of the classes.";
    if (layout == "all-idb2") return "Add the images of the other class.";
    return "Choose the folder that directly holds one folder for each class.";
}

Result<void> requireTwoClasses(const Dataset& dataset, std::size_t files) {
    const auto zipped =
        std::find_if(dataset.problems.begin(), dataset.problems.end(), [](const Problem& problem) { return problem.code == "zipped"; });
    const std::string left = std::to_string(dataset.cells.size()) + " of " + std::to_string(files);
    if (zipped != dataset.problems.end() && dataset.classes.size() < 2) {
        return fail(ErrorCode::Zipped,
                    "holds usable images of fewer than two classes (" + left + "), and " + toUtf8(zipped->path.filename()) + " is packed",
                    dataset.source, "Unpack it, then read the folder again.");
    }
    if (dataset.cells.empty()) {
        if (dataset.problems.empty()) return fail(ErrorCode::EmptyDataset, "names no image", dataset.source, "Choose another table.");
        const Problem& first = dataset.problems.front();
        return fail(
            ErrorCode::EmptyDataset,
            "holds no usable image: " + std::to_string(files) + " found, all of them broken or contradicting each other (" +
                toUtf8(first.path.filename()) + " " + first.message + ")",
            dataset.source,
            dataset.layout == "table" ? "Check that the table's paths count from its own folder." : "Copy the images again from where they came.");
    }
    if (dataset.classes.size() < 2) {
        return fail(ErrorCode::OneClassOnly,
                    "holds usable images of one class only (" + dataset.classes.front() + ", " + left + "), expected two classes at least",
                    dataset.source, adviceForOneClass(dataset.layout));
    }
    return {};
}

/// What names and folders say, before any picture is opened.
LabelledFiles labelFolder(const fs::path& folder, const std::vector<fs::path>& files, FolderOrder order) {
    if (order == FolderOrder::Detect) {
        if (looksLikeCnmc(folder, files)) return labelCnmc(folder, files);
        if (auto alone = labelCnmcTestAlone(files)) return std::move(*alone);
    }
    return labelByFolder(folder, files, order);
}

Result<LabelledFiles> labelSource(const fs::path& source, const ReadOptions& options, const CancelToken& cancel) {
    std::error_code ignored;
    if (fs::is_regular_file(source, ignored) && hasTableExtension(source)) return labelByTable(source, options.columns, cancel);
    if (const auto readable = requireReadableFolder(source); !readable) return fail(readable.error());
    FoundImages found = findImagesBelow(source, cancel);
    if (cancel.cancelled()) return fail(ErrorCode::Cancelled, "reading was stopped", source);
    leaveOutNamelessFiles(found, source);
    noteWhatIsNotRead(found, source);
    LabelledFiles labelled = labelFolder(source, found.files, options.folders);
    if (labelled.files.empty()) return fail(nothingLabelled(source, found));
    labelled.root = source;
    labelled.problems.insert(labelled.problems.begin(), found.problems.begin(), found.problems.end());
    return labelled;
}

}  // namespace

Result<Dataset> readDataset(const fs::path& source, ProgressSink& progress, const CancelToken& cancel, const ReadOptions& options) {
    progress.report({"Looking for images", 0, 0});
    Result<LabelledFiles> labelled = labelSource(source, options, cancel);
    if (!labelled) return fail(labelled.error());

    const auto checks = checkCells(labelled->root, labelled->files, options, progress, cancel);
    if (!checks) return fail(checks.error());

    Dataset dataset;
    dataset.root = std::move(labelled->root);
    dataset.source = source;
    dataset.layout = std::move(labelled->layout);
    dataset.howRead = std::move(labelled->howRead);
    dataset.readAs = options;
    if (dataset.layout == "table") dataset.readAs.columns = std::move(labelled->columns);
    dataset.classes = std::move(labelled->classes);
    dataset.problems = std::move(labelled->problems);
    addCells(dataset, labelled->files, checks->cells);
    if (const auto& notKept = checks->notKept) {
        dataset.problems.push_back({"index_not_kept", notKept->file, notKept->what + ": the next reading has to read every file again. " + notKept->advice});
    }
    findDuplicates(dataset);
    keepExternalApart(dataset);
    findSubjectsInTwoClasses(dataset);
    dropUnused(dataset);
    noteExternalSubjects(dataset, labelled->files);
    addFacts(dataset, labelled->facts);
    findSimilarNames(dataset, dataset.classes, "similar_classes", "classes");
    findSimilarNames(dataset, dataset.subjects, "similar_subjects", "subjects");
    std::stable_sort(dataset.problems.begin(), dataset.problems.end(),
                     [](const Problem& a, const Problem& b) { return a.path < b.path; });
    if (const auto enough = requireTwoClasses(dataset, labelled->files.size()); !enough) return fail(enough.error());
    return dataset;
}

}  // namespace leukolens::dataset

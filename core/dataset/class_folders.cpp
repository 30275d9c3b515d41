#include <algorithm>
#include <map>
#include <set>

#include "core/base/utf8.h"
#include "core/dataset/idb2_names.h"
#include "core/dataset/labelled_files.h"
#include "core/dataset/names.h"

namespace leukolens::dataset {
namespace fs = std::filesystem;
namespace {

using Names = std::set<std::string>;

struct PlacedFile {
    fs::path path;
    std::vector<std::string> folders;  ///< below the root, from the top
};

using PlacedFiles = std::vector<PlacedFile>;

PlacedFiles place(const fs::path& root, const std::vector<fs::path>& files) {
    PlacedFiles placed;
    for (const fs::path& file : files) {
        PlacedFile entry{file, {}};
        for (const fs::path& part : file.lexically_relative(root).parent_path()) entry.folders.push_back(part.string());
        placed.push_back(std::move(entry));
    }
    return placed;
}

/// Different names at one depth; files that lie higher have none.
Names namesAt(const PlacedFiles& files, std::size_t depth) {
    Names names;
    for (const PlacedFile& file : files) {
        if (file.folders.size() > depth) names.insert(file.folders[depth]);
    }
    return names;
}

bool allDeeperThan(const PlacedFiles& files, std::size_t depth) {
    return std::all_of(files.begin(), files.end(), [depth](const PlacedFile& file) { return file.folders.size() > depth; });
}

void eraseDepth(PlacedFiles& files, std::size_t depth) {
    for (PlacedFile& file : files) {
        if (file.folders.size() > depth) file.folders.erase(file.folders.begin() + static_cast<std::ptrdiff_t>(depth));
    }
}

/// Folders that hold everything that has a folder at all, down to the first that branches; none if images lie directly in that one. Says how many.
std::size_t wrappers(const PlacedFiles& files) {
    for (std::size_t depth = 0;; ++depth) {
        const std::size_t names = namesAt(files, depth).size();
        if (names == 0) return 0;
        if (names == 1) continue;
        const bool imagesBeside =
            depth > 0 && std::any_of(files.begin(), files.end(), [depth](const PlacedFile& file) { return file.folders.size() == depth; });
        return imagesBeside ? 0 : depth;
    }
}

bool allParts(const Names& names) {
    return !names.empty() && std::all_of(names.begin(), names.end(), isPartName);
}

std::string joined(const Names& names) {
    constexpr std::size_t kShown = 6;
    std::string text;
    std::size_t shown = 0;
    for (const std::string& name : names) {
        if (shown++ == kShown) return text + " and " + std::to_string(names.size() - kShown) + " more";
        text += (shown > 1 ? ", " : "") + quotedForMessage(name, 40);
    }
    return text;
}

/// The parts that were taken off, outside the classes or in each of them.
Names mergeParts(PlacedFiles& files) {
    Names parts;
    for (;;) {
        for (std::size_t depth = wrappers(files); depth > 0; --depth) eraseDepth(files, 0);
        const Names outer = namesAt(files, 0);
        if (outer.size() < 2 || !allParts(outer)) break;
        parts.insert(outer.begin(), outer.end());
        eraseDepth(files, 0);
    }
    const Names inner = namesAt(files, 1);
    if (inner.size() > 1 && allParts(inner)) {
        parts.insert(inner.begin(), inner.end());
        eraseDepth(files, 1);
    }
    return parts;
}

bool isFlat(const PlacedFiles& files) {
    return std::all_of(files.begin(), files.end(), [&](const PlacedFile& file) { return file.folders == files.front().folders; });
}

bool mostLookLikeSubjects(const Names& names) {
    const auto fit = std::count_if(names.begin(), names.end(), looksLikeSubject);
    return 4 * fit >= 3 * static_cast<std::ptrdiff_t>(names.size());
}

struct Reading {
    FolderOrder order = FolderOrder::Class;
    std::string why;  ///< no subjects were taken; may be empty
};

/// Rules 4 to 6 of labelByFolder().
Reading chooseOrder(const PlacedFiles& files) {
    const Names first = namesAt(files, 0);
    const Names second = namesAt(files, 1);
    if (second.empty()) return {};
    if (!allDeeperThan(files, 1))
        return {FolderOrder::Class, "some images lie directly in a class folder, so the folders below are not taken for subjects"};
    std::set<std::pair<std::string, std::string>> pairs;
    for (const PlacedFile& file : files) pairs.emplace(file.folders[0], file.folders[1]);
    const bool secondRepeats = second.size() > 1 && pairs.size() >= 2 * second.size();
    if (first.size() > second.size() && secondRepeats && (mostLookLikeSubjects(first) || std::all_of(second.begin(), second.end(), looksLikeClass)))
        return {FolderOrder::SubjectClass, {}};
    if (second.size() > first.size() && mostLookLikeSubjects(second)) return {FolderOrder::ClassSubject, {}};
    return {FolderOrder::Class,
            "whether the folders below the first ones (" + joined(second) + ") are subjects is not certain, so they are not taken for subjects"};
}

LabelledFiles labelByIdb2(const PlacedFiles& files) {
    LabelledFiles labelled;
    labelled.layout = "all-idb2";
    labelled.classes = {"blast", "not-blast"};
    labelled.howRead = "ALL-IDB2: the ending of each file's name says the class (_1 blast, _0 not-blast); subjects are not known.";
    for (const PlacedFile& file : files) {
        if (const auto blast = parseIdb2Name(file.path.stem().string())) {
            labelled.files.push_back({file.path, *blast ? "blast" : "not-blast", {}, -1});
        } else {
            labelled.problems.push_back(
                {"unknown_file_name", file.path, "is not named Im<number>_1 or _0 as the other cells are, so its class is not known; left out"});
        }
    }
    return labelled;
}

bool looksLikeIdb2(const PlacedFiles& files) {
    const auto named =
        std::count_if(files.begin(), files.end(), [](const PlacedFile& file) { return parseIdb2Name(file.path.stem().string()).has_value(); });
    return 2 * named >= static_cast<std::ptrdiff_t>(files.size());
}

std::string layoutName(FolderOrder order) {
    switch (order) {
        case FolderOrder::ClassSubject: return "class-subject-folders";
        case FolderOrder::SubjectClass: return "subject-class-folders";
        case FolderOrder::Detect:
        case FolderOrder::Class: break;
    }
    return "class-folders";
}

std::string saidHow(FolderOrder order, const std::string& why) {
    switch (order) {
        case FolderOrder::ClassSubject: return "Class folders with a folder for each subject in them (class/subject/image).";
        case FolderOrder::SubjectClass: return "A folder for each subject with class folders in it (subject/class/image).";
        case FolderOrder::Detect:
        case FolderOrder::Class: break;
    }
    return "Class folders; subjects are not known" + (why.empty() ? "." : ": " + why + ".");
}

LabelledFiles labelInOrder(const fs::path& root, const PlacedFiles& files, FolderOrder order) {
    LabelledFiles labelled;
    labelled.layout = layoutName(order);
    const std::size_t classDepth = order == FolderOrder::SubjectClass ? 1 : 0;
    Names classes;
    int outside = 0, withoutSubject = 0;
    for (const PlacedFile& file : files) {
        if (file.folders.size() <= classDepth) {
            ++outside;
            continue;
        }
        std::string subject;
        if (order == FolderOrder::SubjectClass) subject = file.folders[0];
        if (order == FolderOrder::ClassSubject && file.folders.size() > 1) subject = file.folders[1];
        if (order != FolderOrder::Class && subject.empty()) ++withoutSubject;
        classes.insert(file.folders[classDepth]);
        labelled.files.push_back({file.path, file.folders[classDepth], subject, -1});
    }
    labelled.classes.assign(classes.begin(), classes.end());
    if (outside > 0)
        labelled.problems.push_back(
            {"unlabelled", root, "holds images outside any class folder (" + std::to_string(outside) + "); they have no class and are left out"});
    if (withoutSubject > 0)
        labelled.problems.push_back(
            {"no_subject", root,
             "holds images outside any subject's folder (" + std::to_string(withoutSubject) + "); they are kept, but patients cannot be kept apart"});
    return labelled;
}

}  // namespace

LabelledFiles labelByFolder(const fs::path& root, const std::vector<fs::path>& files, FolderOrder order) {
    PlacedFiles placed = place(root, files);
    const Names parts = mergeParts(placed);
    LabelledFiles labelled;
    if (order == FolderOrder::Detect && !placed.empty() && isFlat(placed) && looksLikeIdb2(placed)) {
        labelled = labelByIdb2(placed);
    } else {
        const Reading reading = order == FolderOrder::Detect ? chooseOrder(placed) : Reading{order, "as was asked for"};
        labelled = labelInOrder(root, placed, reading.order);
        labelled.howRead = saidHow(reading.order, reading.why);
    }
    if (!parts.empty() && !labelled.files.empty()) {
        labelled.howRead += " The folders " + joined(parts) + " are parts of one set.";
        labelled.problems.push_back(
            {"merged_parts", root,
             "is divided into parts (" + joined(parts) +
                 "), which are read as one set; the program makes its own parts, or keeps patients apart where it knows them"});
    }
    return labelled;
}

}  // namespace leukolens::dataset

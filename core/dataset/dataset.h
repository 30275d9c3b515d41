// A set of labelled cells as found on the disk. Immutable once read.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/dataset/correction.h"
#include "core/image/picture_facts.h"

namespace leukolens::dataset {

struct Cell {
    std::filesystem::path path;
    int classIndex = 0;     ///< into Dataset::classes
    int subjectIndex = -1;  ///< into Dataset::subjects; -1: not known
    int officialFold = -1;  ///< C-NMC's own fold 0…2; -1: none
    std::string sha256;     ///< of the file
    image::PictureFacts facts{};
};

/// Something a person should know about the files; the cell concerned, if broken, is not in Dataset::cells.
struct Problem {
    /// toString(ErrorCode) for a broken file; "duplicate", "conflicting_label" (both cells are left out),
    /// "subject_in_two_classes", "unreadable_folder", "unknown_file_name", "unlabelled" (left out: nothing says its class),
    /// "shared_with_training" (of the external test, left out: its content or subject is among the training cells),
    /// "unreadable_labels" (C-NMC's table of the external test), "empty_class" (left out: no usable image)
    std::string code;
    std::filesystem::path path;
    std::string message;  ///< plain English
};

struct Dataset {
    std::filesystem::path root;
    std::string layout;                 ///< "c-nmc" or "class-folders"
    std::vector<std::string> classes;   ///< sorted, each with a cell at least; C-NMC: "all", "hem"
    std::vector<std::string> subjects;  ///< sorted; empty: no subject is known
    std::vector<Cell> cells;            ///< sorted by path
    std::vector<Cell> external;         ///< labelled cells that never train: C-NMC's validation_data. Of other people, whom subjects does not list
    std::vector<Problem> problems;
    std::vector<Correction> corrections;  ///< that were applied to the cells: withCorrections()

    bool hasSubjects() const { return !subjects.empty(); }
};

}  // namespace leukolens::dataset

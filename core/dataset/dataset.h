// A set of labelled cells as found on the disk. Immutable once read.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/dataset/correction.h"
#include "core/dataset/leak_decisions.h"
#include "core/dataset/read_choices.h"
#include "core/dataset/subject_facts.h"
#include "core/image/picture_facts.h"
#include "core/image/picture_sketch.h"

namespace leukolens::dataset {

struct Cell {
    std::filesystem::path path;
    int classIndex = 0;     ///< into Dataset::classes
    int subjectIndex = -1;  ///< into Dataset::subjects; -1: not known
    int officialFold = -1;  ///< C-NMC's own fold 0…2; -1: none
    std::string sha256;     ///< of the file
    image::PictureFacts facts{};
    int externalSubject = -1;  ///< of external cells: into Dataset::externalSubjects; -1: not known
    std::shared_ptr<const image::PictureSketch> sketch{};  ///< shared by the copies of a cell; null: not made, the cell is compared by content only
    bool drawn = false;     ///< by the program, for demonstration: isDemoFile()
};

/// Something a person should know about the files; the cell concerned, if broken, is not in Dataset::cells.
struct Problem {
    /// toString(ErrorCode) for a broken file; "duplicate", "conflicting_label" (the cells are left out),
    /// "subject_in_two_classes", "unreadable_folder", "broken_link" (leads nowhere), "name_not_utf8" (left out), "unknown_file_name",
    /// "unlabelled" (left out: nothing says its class), "zipped" (to be unpacked), "format_not_read" (pictures of other formats),
    /// "shared_with_training" (of the external test, left out: its content or subject is among the training cells),
    /// "unreadable_labels" (C-NMC's table of the external test), "empty_class" (left out: no usable image), "merged_parts" (train, test…: read as one set),
    /// "no_subject" (kept), "similar_classes" and "similar_subjects" (names that differ in case or blanks only). Of tables also what labelByTable() and
    /// readSubjectFacts() say, and what applyDecisions() did
    std::string code;
    std::filesystem::path path;
    std::string message;  ///< plain English
};

struct Dataset {
    std::filesystem::path root;         ///< the folder; of a table the folder it lies in, absolute
    std::filesystem::path source;       ///< what was opened: the folder, or the table
    std::string layout;                 ///< "c-nmc", "class-folders", "class-subject-folders", "subject-class-folders", "all-idb2" or "table"
    std::string howRead;                ///< a sentence for people: by what classes and subjects were told
    ReadChoices readAs;                 ///< what reading `source` in the same way again needs; the columns of a table by their names
    std::vector<std::string> classes;   ///< sorted, each with a cell at least; C-NMC: "all", "hem"; ALL-IDB2: "blast", "not-blast"
    std::vector<std::string> subjects;  ///< sorted; empty: no subject is known
    std::vector<SubjectFacts> facts;    ///< parallel to subjects
    std::vector<Cell> cells;            ///< sorted by path
    std::vector<Cell> external;         ///< labelled cells that never train: C-NMC's validation_data. Of other people, whom subjects does not list
    std::vector<std::string> externalSubjects;  ///< sorted: the people of external
    std::vector<Problem> problems;
    std::vector<Correction> corrections;  ///< that were applied to the cells: withCorrections()
    LeakDecisions decisions;              ///< that were applied, those about its own pictures: applyDecisions()

    bool hasSubjects() const { return !subjects.empty(); }
};

}  // namespace leukolens::dataset

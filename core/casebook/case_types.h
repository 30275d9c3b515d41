// What a case file holds, as plain structs.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace leukolens::casebook {

using CaseId = std::int64_t;
using CellId = std::int64_t;
using ReadingId = std::int64_t;
using SlideCellId = std::int64_t;

/// Class name under which cells are kept that are uncertain or no cells.
inline constexpr const char* kUnidentified = "";

enum class CaseState { Open, Signed };

struct CaseSummary {
    CaseId id = 0;
    std::string name = {};     ///< patient's name or number as typed; may be empty
    std::string created = {};  ///< ISO 8601, local time with offset
    std::string changed = {};
    int cells = 0;
    CaseState state = CaseState::Open;
    std::string signedBy = {};  ///< empty while open
    std::string signedAt = {};  ///< ISO 8601, local time with offset; empty while open
};

/// What stands of a cell by people's word; the model's answer is kept apart and never overwritten.
struct Verdict {
    std::string assignedClass = {};
    bool excluded = false;  ///< taken out of every count, and out of what is trained on
    bool marked = false;    ///< a star: to be found again
    bool reviewed = false;  ///< a person decided it or confirmed the model's answer
    friend bool operator==(const Verdict&, const Verdict&) = default;
};

/// How a model was asked about a picture: whose mean the answer is.
struct Asked {
    int views = 1;  ///< ways the picture was turned and mirrored: 1 or 8
    std::vector<std::string> otherModels = {};  ///< SHA-256 of the files of models that were asked as well
    friend bool operator==(const Asked&, const Asked&) = default;
};

/// One image of a case.
struct CaseCell {
    CellId id = 0;
    std::string path;    ///< UTF-8, absolute
    std::string sha256;  ///< of the file when it was classified
    std::string modelName, modelSha256;
    std::vector<std::string> classes;   ///< of that model
    std::vector<double> probabilities;  ///< one a class
    Asked asked;
    std::optional<double> disagreement;  ///< standard deviation of the answers about the class's probability, 0…0.71; nothing where there was one answer, or it is not known
    std::string predictedClass;         ///< by the model; kUnidentified where it was flagged
    std::string assignedClass;          ///< what stands now; differs from predictedClass when a person corrected it
    std::vector<std::string> flags;     ///< the model's: "uncertain", "not_a_cell", …
    std::vector<float> embedding;       ///< the model's vector of the picture, to compare cells by; may be empty
    std::string added;                  ///< ISO 8601, local time with offset; empty: when it is added
    std::int64_t fileBytes = 0;         ///< size of the picture's file when it was classified; 0: not known
    bool excluded = false, marked = false, reviewed = false;  ///< see Verdict

    bool corrected() const { return assignedClass != predictedClass; }
    Verdict verdict() const { return {assignedClass, excluded, marked, reviewed}; }
    void setVerdict(Verdict verdict) {
        assignedClass = std::move(verdict.assignedClass);
        excluded = verdict.excluded;
        marked = verdict.marked;
        reviewed = verdict.reviewed;
    }
};

struct CellDecision {
    CellId cell = 0;
    Verdict verdict = {};
};

struct AuditRow {
    std::int64_t id = 0;
    std::string time;  ///< ISO 8601, local time with offset
    std::string user;
    /// "create_case", "rename_case", "add_cells", "decide", "remove_cells", "sign", "reopen", "start_reading", "decide_reading",
    /// "finish_reading", "mark_slide_cells", "remove_slide_cells", "undo_slide_cells", "restore_slide_cells", "cut_slide_cells"; in files of version 1 also "assign_class"
    std::string action;
    std::string detail;  ///< JSON
};

/// Why a cell on a slide is not shown.
enum class Removal {
    None,
    TakenOut,  ///< a person said that it is no cell: it is not found again
    Undone,    ///< what found or marked it was taken back: it may be found again
};

/// A white cell on a slide or field, found by the program or marked by a person: where a cell of the case comes from, or one that is not in it yet.
struct SlideCell {
    SlideCellId id = 0;
    std::string slide;  ///< UTF-8, absolute path
    double x = 0, y = 0, width = 0, height = 0;  ///< of the whole cell, px of the slide's finest level: left, top, size
    std::optional<double> score;  ///< the finder's, 0…1; nothing: a person marked it
    std::string picture;          ///< UTF-8, absolute path of the picture cut out around it, which is CaseCell::path of its cell; empty: none was cut
    Removal removal = Removal::None;
    bool removed() const { return removal != Removal::None; }
    bool byHand() const { return !score; }
};

/// One thing that happened to one cell.
struct CellEvent {
    enum class Kind { Added, Decided, Removed };
    Kind kind = Kind::Added;
    std::string time;  ///< ISO 8601, local time with offset
    std::string user;
    Verdict from;       ///< before it; of an addition what it was added with
    Verdict to;         ///< after it
    std::string reason; ///< why, as a person typed it; may be empty
};

/// Another person's independent reading of a case. It never changes the case's own classes.
struct Reading {
    ReadingId id = 0;
    std::string reader;
    std::string started;   ///< ISO 8601, local time with offset
    std::string finished;  ///< empty while it goes on
    int decided = 0;       ///< cells decided so far, also those that have left the case since
};

/// What a reader says of a cell.
struct ReaderVerdict {
    std::string className = {};
    bool excluded = false;
    friend bool operator==(const ReaderVerdict&, const ReaderVerdict&) = default;
};

}  // namespace leukolens::casebook

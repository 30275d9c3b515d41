// What a case file holds, as plain structs.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace leukolens::casebook {

using CaseId = std::int64_t;
using CellId = std::int64_t;
using ReadingId = std::int64_t;
using SlideCellId = std::int64_t;
using PatientId = std::int64_t;
using FactId = std::int64_t;
/// Counts the changes of a row, from 1: what is changed has to be what was seen.
using RowVersion = std::int64_t;

/// Class name under which cells are kept that are uncertain or no cells.
inline constexpr const char* kUnidentified = "";

enum class CaseState {
    Open,
    AwaitingSecond,  ///< signed by one of two: changed by nobody before the second signs or somebody reopens it
    Signed,
};

/// What lay under the microscope.
enum class Material { Unknown, Blood, Marrow, Other };
std::string_view toString(Material material);  ///< "", "blood", "marrow", "other"

/// How many cells of a class count: excluded ones do not.
struct CountOfClass {
    std::string className = {};  ///< kUnidentified for the unidentified
    int cells = 0;
    friend bool operator==(const CountOfClass&, const CountOfClass&) = default;
};

/// One session: what was looked at of one patient at one date. What Classify opens.
struct CaseSummary {
    CaseId id = 0;
    std::string name = {};     ///< the patient's pseudonym or number as typed; may be empty
    std::string created = {};  ///< ISO 8601, local time with offset
    std::string changed = {};
    int cells = 0;             ///< all of it, excluded ones too
    CaseState state = CaseState::Open;
    std::string signedBy = {};  ///< who signed last; empty while open
    std::string signedAt = {};  ///< ISO 8601, local time with offset; empty while open
    PatientId patient = 0;      ///< whose session it is; a case without a name has a patient of its own
    std::string taken = {};     ///< date of the sample, ISO 8601 (YYYY-MM-DD); that of its creation where nobody said
    Material material = Material::Unknown;
    std::string comment = {};   ///< for the report
    std::vector<CountOfClass> counts = {};  ///< classes by name, of cells that are not excluded
    RowVersion version = 1;     ///< of state, sample, comment, and whose session it is under which name
};

/// A signature under a case.
struct Signature {
    std::string person;
    std::string role;       ///< "technician", "reviewer", "administrator"; empty where there are no accounts
    std::string time;       ///< ISO 8601, local time with offset
    std::string head;       ///< SHA-256 of the trail's last line before it
    bool reentered = false; ///< the passphrase was typed again for it
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
    RowVersion version = 1;
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
    std::optional<RowVersion> seen = std::nullopt;  ///< the row that the decision is about; nothing: whatever stands there is replaced, which only who holds the case's lock may ask
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

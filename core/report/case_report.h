// What the report of a case says, before any drawing.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/casebook/case_store.h"
#include "core/casebook/nci_risk.h"
#include "core/casebook/patients.h"
#include "core/inference/model_card.h"

namespace leukolens::report {

/// Stands on every report, export and in the status bar.
inline constexpr const char* kResearchUseNotice = "For research use only. Not for diagnosis.";

struct Interval {
    double value = 0, low = 0, high = 0;  ///< proportions, 0…1
};

/// Wilson score interval of a proportion, 95 % (Wilson 1927). total ≥ 1.
Interval wilsonInterval(int count, int total);

struct ClassCount {
    std::string className;  ///< kUnidentified for the unidentified
    int count = 0;      ///< as people left it
    int corrected = 0;  ///< of them moved here by a person
    int predicted = 0;  ///< as the model said, of the same cells
    std::optional<Interval> share = std::nullopt;  ///< of the identified cells; nothing for the unidentified, and where none is identified
};

/// One session of the patient, as a point of the timeline.
struct TimelinePoint {
    casebook::CaseId session = 0;
    std::string taken;        ///< YYYY-MM-DD
    std::optional<int> day;   ///< since the start of treatment, where that is known
    casebook::Material material = casebook::Material::Unknown;
    int blasts = 0, identified = 0;
    std::optional<Interval> blast;  ///< nothing where no cell is identified, or no class means blast
};

struct ModelFacts {
    std::string name, sha256;
    std::optional<inference::ModelCard> card;  ///< as it was kept with the case; nothing: it was not, as in cases of earlier programs
};

/// Another person's finished reading of the case.
struct SecondReading {
    std::string reader;    ///< empty in a deidentified() report
    std::string finished;  ///< ISO 8601, local time with offset
    int decided = 0;       ///< cells, also those that have left the case since
    int compared = 0;      ///< of them cells that the case's own reader has decided too, excluded by neither
    std::optional<Interval> agreement = std::nullopt;  ///< compared cells with the same class; nothing where none is compared
    std::optional<Interval> kappa = std::nullopt;      ///< Cohen's, −1…1, with its 95 % interval; nothing where evaluation::Agreement has none
};

/// Where a cell's picture lies, and what it was when it was classified.
struct PictureFile {
    std::string path;    ///< UTF-8, absolute
    std::string sha256;  ///< empty: not known
};

struct CaseReport {
    casebook::CaseSummary summary;
    std::optional<casebook::PatientSummary> patient;  ///< whose session it is; nothing: the report was made of a session alone, and what follows is empty
    std::vector<casebook::PatientFact> facts;         ///< as Patients::facts()
    casebook::NciRisk risk;
    std::vector<TimelinePoint> timeline;              ///< all sessions of the patient with cells, by date
    std::vector<casebook::Signature> signatures;      ///< oldest first
    std::vector<SecondReading> readings;              ///< in the order they were started
    std::string auditHead;                            ///< hash of the trail's last line when the report was made
    std::vector<ModelFacts> modelFacts;               ///< of the models used, in the order of `models`
    std::vector<ClassCount> counts;  ///< the model's classes in its order, unidentified last; excluded cells are in none
    int total = 0;                   ///< all cells that count
    int excluded = 0;                ///< taken out of all counts
    int notReviewed = 0;             ///< of total: nobody decided or confirmed them
    int identified = 0;              ///< total less unidentified: the base of the blast percentage
    bool hasBlast = false;           ///< whether a class means blast and identified > 0
    std::string blastClass;
    int blasts = 0;
    Interval blast;                  ///< counting error only (Rümke)
    bool fewCells = false;           ///< fewer than 100 identified: gets a notice
    std::vector<std::string> models; ///< "name (sha256)" of each model used
    std::vector<casebook::CaseCell> cells;
    std::vector<PictureFile> hiddenPictures;  ///< of a deidentified() report, one a cell: to draw from, never to be told
    std::string made;                ///< ISO 8601, local time with offset
    bool deidentified = false;       ///< by deidentified(): dates are "day 12", see there
};

/// Where to read the picture of report.cells[cell].
PictureFile pictureOf(const CaseReport& report, std::size_t cell);

/// Of a session alone.
CaseReport makeCaseReport(const casebook::CaseSummary& summary, std::vector<casebook::CaseCell> cells);
/// Everything that the store knows of a session and its patient. Fails as reading does.
Result<CaseReport> readCaseReport(casebook::CaseStore& store, casebook::CaseId id);

}  // namespace leukolens::report

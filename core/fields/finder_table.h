// Finders of cells side by side: runs on the same fields, found in anew on this machine, and the program's own finder beside them.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <span>

#include "core/experiment/compared_networks.h"
#include "core/fields/field_training.h"

namespace leukolens::fields {

/// A finished run that can stand beside the others.
struct ComparedRun {
    std::filesystem::path folder;
    std::string name;  ///< of its folder; the whole path where two folders are called alike
    FieldRunRecord record;
    double secondsAnEpoch = 0;
};

/// In the order given. Errors name the run concerned: WrongState (not finished), EmptyDataset (no test fields), DataChanged (other fields, boxes or test fields than the first's), InvalidArgument (named
/// twice), or as readFieldRun() and meanSecondsAnEpoch() say.
Result<std::vector<ComparedRun>> readComparedRuns(std::span<const std::filesystem::path> folders);

struct FinderRow {
    std::string name, backbone;
    std::string startedFrom;      ///< file name of the pretrained weights; empty: random initialisation
    FieldFigures figures;         ///< on the test fields
    std::optional<FigureOverFields> difference;  ///< of the mean AP@0.5: this row's less the first's, paired; the first row has none
    std::int64_t parameters = 0;
    double secondsAnEpoch = 0;    ///< of its training, on whatever machine that was
};

/// slide::findCells() on the same fields: white cells alone, one class, no training. The scale is told from the red cells.
struct BuiltInFinder {
    detection::ClassCounts whiteCells;
    double secondsPerField = 0;
};

struct FinderTable {
    std::vector<std::string> classes, whiteClasses;  ///< whiteClasses: those of white cells
    std::vector<FinderRow> rows;
    std::optional<BuiltInFinder> builtIn;  ///< nothing where no class is one of white cells
    std::string device, precision;         ///< of the rows, as found with; the built-in finder has the CPU
    int fields = 0;                        ///< test fields
};

/// device, precision: as DetectorModel::open() has them. `set`: the runs' fields, read again (DataChanged if they are not). Fails as opening and finding do, or with Cancelled. Long: call it from a worker.
Result<FinderTable> compareFinders(const FieldSet& set, std::span<const ComparedRun> runs, const std::string& device, const std::string& precision, ProgressSink& progress, const CancelToken& cancel);

/// What a publication reports of Faster R-CNN on blood fields.
experiment::PublishedFigure publishedFinder();

/// For spreadsheets: a row a finder, then the publication.
std::string toCsv(const FinderTable& table);
nlohmann::json toJson(const FinderTable& table);

}  // namespace leukolens::fields

// The training of a finder of cells, from fields with boxes to a run folder.
#pragma once

#include <optional>

#include "core/fields/field_evaluation.h"
#include "core/fields/field_history.h"
#include "core/fields/field_run_record.h"
#include "core/fields/field_settings.h"

namespace leukolens::fields {

/// Called from the training thread.
class FieldObserver {
public:
    virtual ~FieldObserver() = default;
    virtual void onNotice(const std::string& text) = 0;
    virtual void onEpoch(const FieldEpoch& epoch) = 0;
};

struct FieldRunControl {
    FieldObserver& observer;
    ProgressSink& progress;
    CancelToken cancel;
};

struct FieldRunResult {
    std::filesystem::path folder, model;  ///< model: FOLDER/detector.leukomodel
    FieldTrainSettings settings;
    std::string device, precision;        ///< as used
    int trainFields = 0;
    std::vector<std::string> notices;
    double trainingSeconds = 0;           ///< of all epochs
    std::optional<FieldFigures> figures;  ///< on the test part; none where that is empty
};

/// Writes into `folder` (absent or empty: AlreadyExists otherwise): settings.json, split.json, history.csv, log.txt, checkpoint/, at the end detector.leukomodel and evaluation.json. The weights of the last
/// epoch are the model: nothing is chosen on the test part. Progress counts fields. Stops within one step when cancelled, with a checkpoint and Cancelled. Long: call it from a worker.
Result<FieldRunResult> trainFields(const FieldSet& set, const FieldTrainSettings& settings, const std::filesystem::path& folder, const FieldRunControl& control);

/// Goes on with a run that was stopped or killed, from its newest valid checkpoint: bit by bit as if nothing had happened (fp32 on the CPU with as many threads). Fails with DataChanged, NotFound (no such
/// run), or InvalidArgument (finished already).
Result<FieldRunResult> resumeFields(const FieldSet& set, const std::filesystem::path& folder, const FieldRunControl& control);

}  // namespace leukolens::fields

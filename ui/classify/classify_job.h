// Finding and classifying files on the inference worker; answers cross to the window as plain structs.
#pragma once

#include <mutex>
#include <optional>
#include <vector>

#include "core/base/progress.h"
#include "core/casebook/case_store.h"
#include "core/stain/shift.h"
#include "ui/classify/model_holder.h"

namespace leukolens::ui {

/// A file that was not added to the case, and why.
struct FailedFile {
    std::filesystem::path path;
    Error error;  ///< why; AlreadyExists: the same picture is in the case
};

/// One file's answer: a cell without id, or a failure.
struct Arrival {
    std::optional<casebook::CaseCell> cell;
    FailedFile failed;  ///< where there is no cell
};

/// Filled by the worker, emptied by the window. Thread-safe.
class ArrivalQueue {
public:
    void push(Arrival arrival);
    std::vector<Arrival> takeAll();

private:
    std::mutex m_mutex;
    std::vector<Arrival> m_arrivals;
};

struct ClassifyRequest {
    std::vector<std::filesystem::path> paths;  ///< files, zips and folders as dropped
    ModelChoice model;
    bool eightViews = false;
    std::filesystem::path caseFile;  ///< beside which the pictures of a zip are kept
};

struct ClassifyOutcome {
    ModelInfo model;
    int files = 0;  ///< images found below the paths
    std::optional<stain::Shift> shift = {};  ///< of the classified ones' colours against the training pictures'; empty: not known
    double looksPerSecond = 0;  ///< answers of one network for one picture; 0: too few to tell
    bool stopped = false;  ///< by the person, before all were classified
};

/// Finds the images, then classifies them in order. Fails with what loading the model says, Cancelled where the model was not loaded yet, or when
/// the network fails; unreadable files and folders are arrivals, not failures.
Result<ClassifyOutcome> classifyFiles(ModelHolder& models, const ClassifyRequest& request, ArrivalQueue& arrivals,
                                      ProgressSink& progress, const CancelToken& cancel);

}  // namespace leukolens::ui

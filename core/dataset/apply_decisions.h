// Decisions about duplicates put into effect.
#pragma once

#include "core/dataset/dataset.h"
#include "core/dataset/leak_decisions.h"

namespace leukolens::dataset {

/// The data as decided; what was done is recorded in Dataset::problems:
/// "dropped_duplicate": left out under Drop. Only where the other picture is there and stays; of exact copies the first stays.
/// "same_patient": under SamePatient a subject is now called as another (the first cell's); an unknown subject becomes the known one.
/// "same_patient_unknown": neither subject is known, nothing could be done.
/// "shared_with_training": a test cell of the external test, left out because under SamePatient its person is among the training cells;
/// with all that person's test cells.
/// "subject_in_two_classes", "empty_class": as the readers say it, where the decisions led to it.
/// They are kept in Dataset::decisions. Classes and subjects that keep no cell are taken off the lists, their facts too: of merged subjects the
/// first's facts hold. Decisions about pictures that are not there do nothing.
Dataset applyDecisions(Dataset dataset, const LeakDecisions& decisions);

}  // namespace leukolens::dataset

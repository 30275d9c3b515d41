// What is said of one test cell beside its picture.
#pragma once

#include <QString>

#include "ui/evaluation/evaluated_run.h"

namespace leukolens::ui {

/// Label, probability of each class, subject, fold and path, a line each. cell: into test.cells.
QString answerFacts(const EvaluatedRun& run, int cell);

/// Of the picture's file; empty where the folder was not found.
QString picturePath(const EvaluatedRun& run, int cell);

}  // namespace leukolens::ui

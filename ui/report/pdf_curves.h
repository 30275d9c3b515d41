// Private to this folder: training curves drawn straight onto the page.
#pragma once

#include <QPointF>

#include <vector>

#include "core/experiment/run.h"
#include "ui/report/pdf_page.h"

namespace leukolens::ui::pdf {

/// Round tick values that enclose low…high: 1, 2 or 5 times a power of ten apart, about `wanted` of them (at least two).
std::vector<double> niceTicks(double low, double high, int wanted);

/// One figure an epoch, training and validation.
struct CurvePair {
    QString title;
    std::vector<QPointF> train, validation;  ///< x: epoch, y: value; a value that is no number leaves a gap
    int bestEpoch = 0;                       ///< marked; 0: none
    int epochs = 1;                          ///< right end of the x axis
    std::vector<double> ticks;               ///< of the y axis, its ends included
};

void drawCurves(Canvas& canvas, const QRectF& where, const CurvePair& curves);

/// Accuracy and loss beside each other for each fold of the history, on axes shared by all folds.
void addFoldCurves(Document& document, const experiment::RunRecord& record);

}  // namespace leukolens::ui::pdf

// How figures of an evaluation are written for people, in the window and in reports.
#pragma once

#include <QString>

#include "core/evaluation/evaluation.h"

namespace leukolens::ui {

QString metricName(const evaluation::MetricKey& key, const std::vector<std::string>& classes);  ///< "Sensitivity, neutrophil"
QString metricHelp(evaluation::MetricKind kind);        ///< a sentence: what it is
QString figureText(double value);                       ///< "0.942", "–" where it is not defined
/// With as many digits as tell it from 0 and 1: "0.942", "0.99960"; "–" where there is none.
QString thresholdText(double value);
QString intervalText(const std::optional<evaluation::Interval>& interval);  ///< "0.904 – 0.973", "–"
QString partName(const evaluation::Part& part);         ///< "All folds", "Fold 2", "Sex: female"
QString groupingName(const std::string& by);            ///< "Age", "Sex", the column's own name
QString groupValue(const evaluation::Part& part);       ///< "female", "not known"
QString alarmWords(const evaluation::HonestyAlarm& alarm, const std::vector<std::string>& classes);
/// "95 % intervals by bootstrap over subjects (2,000 resamples, seed 1)."
QString intervalWords(const evaluation::Evaluation& evaluation);
QString temperatureWords(const evaluation::FoldCalibration& fold);

}  // namespace leukolens::ui

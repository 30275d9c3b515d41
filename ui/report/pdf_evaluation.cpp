#include "ui/report/pdf_evaluation.h"

#include <algorithm>
#include <cmath>

#include "ui/figures/evaluation_figures.h"
#include "ui/figures/evaluation_words.h"
#include "ui/figures/study_figures.h"
#include "ui/report/pdf_table.h"
#include "ui/report/report_text.h"
#include "ui/shell/class_words.h"

namespace leukolens::ui::pdf {
namespace {

using evaluation::Evaluation;
using evaluation::MetricKind;

constexpr std::size_t kMostSubjects = 40;
const TextStyle kSmall{7.5, false, ink::kMuted};

QString classList(const Evaluation& evaluation) {
    QStringList names;
    for (const auto& name : evaluation.classes) names << classTitle(name);
    return names.join(", ");
}

void addQuestion(Document& document, const report::RunReport& report) {
    const auto& evaluation = *report.evaluation;
    const QString classes = classList(evaluation);
    addHeading(document, Words::tr("Question"), {}, 14);
    const QString question = report.optimistic     ? Words::tr("How well does a network tell apart cells (%1) of patients whose other cells it has learnt from?").arg(classes)
                             : evaluation.overSubjects ? Words::tr("How well does a network tell apart cells (%1) of patients it has never seen?").arg(classes)
                                                       : Words::tr("How well does a network tell apart pictures (%1) it has not learnt from? Whose cells they are is not known of all.").arg(classes);
    document.paragraph(question, {9.5});
    document.y += 4;
    for (const auto& alarm : evaluation.alarms) {
        if (report.optimistic && alarm.kind == evaluation::HonestyKind::SubjectsShared) continue;  // said at the top
        addNotice(document, alarmWords(alarm, evaluation.classes));
    }
    document.y += 2;
}

void addData(Document& document, const Evaluation& evaluation) {
    addHeading(document, Words::tr("Test cells"), Words::tr("of all folds together"), 24);
    std::vector<TableRow> rows;
    int images = 0;
    for (std::size_t k = 0; k < evaluation.classes.size(); ++k) {
        images += evaluation.imagesOfClass[k];
        rows.push_back({{classTitle(evaluation.classes[k]), QString::number(evaluation.imagesOfClass[k]), evaluation.pooled.subjects > 0 ? QString::number(evaluation.subjectsOfClass[k]) : QStringLiteral("–")}, false});
    }
    rows.push_back({{Words::tr("All"), QString::number(images), evaluation.pooled.subjects > 0 ? QString::number(evaluation.pooled.subjects) : QStringLiteral("–")}, true});
    addTable(document, kLeft, {{Words::tr("Class"), 60, Qt::AlignLeft}, {Words::tr("Pictures"), 25}, {Words::tr("Subjects"), 25}}, rows);
    if (images != evaluation.pooled.cells) document.paragraph(Words::tr("Some pictures are tested in several folds: %1 answers in all.").arg(evaluation.pooled.cells), kSmall);
    document.y += 3;
}

void addFigures(Document& document, const Evaluation& evaluation) {
    addHeading(document, Words::tr("Figures"), Words::tr("of all test cells"), 30);
    std::vector<TableRow> rows;
    for (std::size_t i = 0; i < evaluation.keys.size(); ++i) {
        const auto& figure = evaluation.pooled.figures[i];
        const QString spread = std::isfinite(evaluation.mean[i]) && std::isfinite(evaluation.sd[i]) ? QStringLiteral("%1 ± %2").arg(figureText(evaluation.mean[i]), figureText(evaluation.sd[i])) : QStringLiteral("–");
        rows.push_back({{metricName(evaluation.keys[i], evaluation.classes), figureText(figure.value), intervalText(figure.percentile), intervalText(figure.bca), spread}, false});
    }
    addTable(document, kLeft, {{Words::tr("Figure"), 62, Qt::AlignLeft}, {Words::tr("Value"), 20}, {Words::tr("95 % interval"), 31}, {Words::tr("BCa interval"), 31}, {Words::tr("Folds, mean ± sd"), 30}}, rows);
    document.paragraph(intervalWords(evaluation), kSmall);
    document.y += 4;
}

void addPictures(Document& document, const Evaluation& evaluation) {
    addHeading(document, Words::tr("Confusion matrix and curves"), {}, 70);
    const auto matrix = confusionFigure(evaluation.confusion, evaluation.classes, ConfusionNumbers::Counts);
    addFigure(document, matrix, evaluation.classes.size() > 4 ? kWidth * 0.8 : kWidth * 0.55);
    if (evaluation.positive >= 0) {
        Figure curves = rocFigure(evaluation);
        curves.plots.push_back(precisionRecallFigure(evaluation).plots.front());
        addFigure(document, curves, kWidth);
        document.paragraph(Words::tr("The shaded bands are pointwise intervals of the same bootstrap."), kSmall);
        document.y += 3;
    }
    addHeading(document, Words::tr("Calibration"), {}, 70);
    const auto reliability = reliabilityFigure(evaluation, false);
    addFigure(document, reliability, reliability.plots.size() > 1 ? kWidth : kWidth * 0.55);
}

void addTemperatures(Document& document, const Evaluation& evaluation) {
    const auto& calibration = evaluation.calibration;
    if (calibration.folds.empty()) {
        document.paragraph(Words::tr("No temperature and no threshold: the run has no validation cells of its own, or did not keep its answers for them."), {9});
        document.y += 4;
        return;
    }
    std::vector<TableRow> rows;
    for (const auto& fold : calibration.folds) {
        const auto& threshold = fold.threshold;
        rows.push_back({{QString::number(fold.fold), QString::number(fold.cells), fold.subjects > 0 ? QString::number(fold.subjects) : QStringLiteral("–"), temperatureWords(fold),
                         threshold ? thresholdText(threshold->point.threshold) : QStringLiteral("–"), threshold ? figureText(fold.onTest->sensitivity()) : QStringLiteral("–"), threshold ? figureText(fold.onTest->specificity()) : QStringLiteral("–")},
                        false});
    }
    addTable(document, kLeft,
             {{Words::tr("Fold"), 14, Qt::AlignLeft}, {Words::tr("Validation cells"), 24}, {Words::tr("Subjects"), 20}, {Words::tr("Temperature"), 46}, {Words::tr("Threshold"), 22}, {Words::tr("Test sensitivity"), 24}, {Words::tr("Test specificity"), 24}}, rows);
    document.paragraph(Words::tr("Calibration error, Brier score and log loss of the test cells: as trained %1, %2, %3; with the temperatures %4, %5, %6.")
                           .arg(figureText(evaluation.figure(MetricKind::CalibrationError)->value), figureText(evaluation.figure(MetricKind::Brier)->value), figureText(evaluation.figure(MetricKind::LogLoss)->value),
                                figureText(calibration.errorAfter), figureText(calibration.brierAfter), figureText(calibration.logLossAfter)),
                       {9});
    if (calibration.folds.front().threshold)
        document.paragraph(Words::tr("Each threshold is the highest that reaches a sensitivity of %1 on the fold's validation cells; no test cell had a part in it.").arg(figureText(calibration.folds.front().threshold->wanted)), kSmall);
    document.y += 4;
}

void addSubgroups(Document& document, const Evaluation& evaluation) {
    if (evaluation.subgroups.empty()) return;
    addHeading(document, Words::tr("Subgroups"), {}, 30);
    const auto indexOf = [&](MetricKind kind) { return static_cast<std::size_t>(std::ranges::find(evaluation.keys, evaluation::MetricKey{kind, -1}) - evaluation.keys.begin()); };
    const std::size_t accuracy = indexOf(MetricKind::Accuracy), f1 = indexOf(MetricKind::F1Weighted);
    std::vector<TableRow> rows;
    for (const auto& group : evaluation.subgroups)
        rows.push_back({{partName(group), QString::number(group.subjects), QString::number(group.cells), figureText(group.figures[accuracy].value), intervalText(group.figures[accuracy].percentile), figureText(group.figures[f1].value),
                         intervalText(group.figures[f1].percentile)},
                        false});
    addTable(document, kLeft, {{Words::tr("Subgroup"), 50, Qt::AlignLeft}, {Words::tr("Subjects"), 18}, {Words::tr("Cells"), 16}, {Words::tr("Accuracy"), 18}, {Words::tr("95 % interval"), 28}, {Words::tr("F1, weighted"), 18}, {Words::tr("95 % interval"), 26}}, rows);
    document.y += 3;
}

void addSubjects(Document& document, const Evaluation& evaluation) {
    if (evaluation.subjects.empty()) return;
    const std::size_t shown = std::min(kMostSubjects, evaluation.subjects.size());
    addHeading(document, Words::tr("Subjects"), shown < evaluation.subjects.size() ? Words::tr("the %1 worst of %2").arg(shown).arg(evaluation.subjects.size()) : Words::tr("the worst first"), 30);
    std::vector<TableRow> rows;
    for (std::size_t i = 0; i < shown; ++i) {
        const auto& subject = evaluation.subjects[i];
        QStringList labels;
        for (std::size_t k = 0; k < evaluation.classes.size(); ++k)
            if (subject.cellsOfClass[k] > 0) labels << classTitle(evaluation.classes[k]);
        rows.push_back({{QString::fromStdString(subject.subject), labels.join(", "), QString::number(subject.cells), QString::number(subject.cells - subject.right), percent(static_cast<double>(subject.right) / subject.cells), figureText(subject.logLoss)}, false});
    }
    addTable(document, kLeft, {{Words::tr("Subject"), 40, Qt::AlignLeft}, {Words::tr("Label"), 50, Qt::AlignLeft}, {Words::tr("Cells"), 18}, {Words::tr("Errors"), 18}, {Words::tr("Right"), 22}, {Words::tr("Log loss"), 26}}, rows);
    document.y += 3;
}

void addLearningCurve(Document& document, const report::RunReport& report) {
    if (!report.studies.learning) return;
    addHeading(document, Words::tr("Learning curve"), {}, 60);
    addFigure(document, learningFigure(*report.studies.learning), kWidth);
    document.paragraph(Words::tr("The run repeated on shares of each fold's training subjects, tested on the same cells. Bands: 95 % intervals, as above."), kSmall);
    document.y += 3;
}

void addMaps(Document& document, const report::RunReport& report) {
    if (!report.answers) return;
    for (const auto& map : report.studies.maps) {
        addHeading(document, Words::tr("Map of the test cells"), {}, 80);
        addFigure(document, mapFigure(map, mapPoints(map, *report.answers), *report.answers, MapColour::Errors), kWidth * 0.8);
        document.paragraph(mapWords(map), kSmall);
        document.y += 3;
    }
}

}  // namespace

void addEvaluation(Document& document, const report::RunReport& report) {
    const auto& evaluation = *report.evaluation;
    addQuestion(document, report);
    addData(document, evaluation);
    addFigures(document, evaluation);
    addPictures(document, evaluation);
    addTemperatures(document, evaluation);
    addSubgroups(document, evaluation);
    addSubjects(document, evaluation);
    addLearningCurve(document, report);
    addMaps(document, report);
}

void addOrigin(Document& document, const report::RunReport& report) {
    addHeading(document, Words::tr("To repeat it"), {}, 24);
    const auto line = [&](const QString& name, const std::string& value) { document.paragraph(QStringLiteral("%1: %2").arg(name, QString::fromStdString(value)), {7.5}); };
    line(Words::tr("Program"), report.program);
    line(Words::tr("SHA-256 of the settings"), report.settingsHash);
    line(Words::tr("SHA-256 of the data (list of cells, labels and subjects, each picture by its own)"), report.record.dataSha256);
    for (const auto& [fold, sha256] : report.models) line(Words::tr("SHA-256 of the model of fold %1").arg(fold), sha256);
    document.paragraph(Words::tr("The run folder holds settings.json, split.json, predictions.csv (every answer) and evaluation.json (every figure): enough to compute all of this elsewhere."), kSmall);
}

}  // namespace leukolens::ui::pdf

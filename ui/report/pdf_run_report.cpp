#include <cmath>

#include "core/base/files.h"
#include "core/experiment/notices.h"
#include "core/report/paper_table.h"
#include "ui/figures/fold_figures.h"
#include "ui/report/pdf_evaluation.h"
#include "ui/report/pdf_page.h"
#include "ui/report/pdf_report.h"
#include "ui/report/pdf_table.h"
#include "ui/report/report_text.h"

namespace leukolens::ui {
namespace {

using namespace pdf;
using experiment::FoldRecord;
using report::RunReport;

/// Labels and fixed values of core/report, so that translators see them.
const char* const kSettingTexts[] = {
    QT_TRANSLATE_NOOP("Report", "Network"),
    QT_TRANSLATE_NOOP("Report", "Pretrained weights"),
    QT_TRANSLATE_NOOP("Report", "none"),
    QT_TRANSLATE_NOOP("Report", "Protocol"),
    QT_TRANSLATE_NOOP("Report", "Folds"),
    QT_TRANSLATE_NOOP("Report", "Epochs, at most"),
    QT_TRANSLATE_NOOP("Report", "Patience (epochs)"),
    QT_TRANSLATE_NOOP("Report", "Input side (px)"),
    QT_TRANSLATE_NOOP("Report", "Batch size"),
    QT_TRANSLATE_NOOP("Report", "Peak learning rate"),
    QT_TRANSLATE_NOOP("Report", "Weight decay"),
    QT_TRANSLATE_NOOP("Report", "Auxiliary loss weight"),
    QT_TRANSLATE_NOOP("Report", "not run below 299 px"),
    QT_TRANSLATE_NOOP("Report", "LSTM over rows"),
    QT_TRANSLATE_NOOP("Report", "Dropout"),
    QT_TRANSLATE_NOOP("Report", "Augmentation"),
    QT_TRANSLATE_NOOP("Report", "on"),
    QT_TRANSLATE_NOOP("Report", "off"),
    QT_TRANSLATE_NOOP("Report", "Device"),
    QT_TRANSLATE_NOOP("Report", "Precision"),
    QT_TRANSLATE_NOOP("Report", "Seed"),
};

QString protocolSentence(const RunReport& report) {
    return report.optimistic ? Words::tr("Protocol: paper, 70/30 partitions by image")
                             : Words::tr("Protocol: patient-safe, nobody is in two parts of a fold");
}

void addSubtitle(Document& document, const RunReport& report) {
    const auto& folder = report.record.result.folder;
    const std::filesystem::path name = folder.has_filename() ? folder.filename() : folder.parent_path().filename();
    document.paragraph(QString::fromStdString(toUtf8(name)), {11, true});
    document.y += 1;
    document.paragraph(protocolSentence(report), {9.5, false, ink::kMuted});
    document.y += 5;
}

QString figure(double value) {
    return std::isfinite(value) ? decimal(value, 4) : QStringLiteral("–");
}

QStringList figuresOf(const FoldRecord& fold) {
    return {figure(fold.trainAccuracy), figure(fold.trainLoss), figure(fold.testAccuracy), figure(fold.testLoss)};
}

/// What the paper published, to be read beside ours.
void addPaperTable(Document& document) {
    QStringList folds;
    for (std::size_t i = 0; i < report::kPaperFolds.size(); ++i) {
        const auto& fold = report::kPaperFolds[i];
        folds << Words::tr("fold %1: %2 / %3 (%4 epochs)").arg(i + 1).arg(decimal(fold.trainAccuracy, 3), decimal(fold.trainLoss, 4)).arg(fold.epochs);
    }
    document.y += 1;
    document.paragraph(Words::tr("The paper's Table 1, training accuracy / training loss at the best epoch: %1; mean: %2 / %3. These are of the cells that were learnt from: they say nothing about new ones.")
                           .arg(folds.join(", "), decimal(report::kPaperMean.trainAccuracy, 4), decimal(report::kPaperMean.trainLoss, 3)),
                       {8, false, ink::kMuted});
}

/// The paper's Table 1 with the held-out figures beside it.
void addFolds(Document& document, const RunReport& report) {
    const auto& run = report.record.result;
    addHeading(document, Words::tr("Folds"), Words::tr("of the best weights of each fold"), 30);
    if (run.folds.empty()) {
        document.paragraph(Words::tr("No fold was finished."), {9.5});
        document.y += 4;
        return;
    }
    std::vector<TableRow> rows;
    for (const FoldRecord& fold : run.folds) {
        rows.push_back({QStringList{QString::number(fold.fold), QString::number(fold.bestEpoch),
                                    QString::number(fold.epochs), fold.stoppedEarly ? Words::tr("yes") : Words::tr("no")} +
                            figuresOf(fold),
                        false});
    }
    rows.push_back({QStringList{Words::tr("Mean"), {}, {}, {}} + figuresOf(run.mean), true});
    addTable(document, kLeft,
             {{Words::tr("Fold"), 18, Qt::AlignLeft},
              {Words::tr("Best epoch"), 20},
              {Words::tr("Epochs run"), 20},
              {Words::tr("Stopped early"), 22},
              {Words::tr("Training accuracy"), 24},
              {Words::tr("Training loss"), 23},
              {Words::tr("Test accuracy"), 24},
              {Words::tr("Test loss"), 23}},
             rows);
    if (report.optimistic) addPaperTable(document);
    document.y += 3;
}

void addNotices(Document& document, const RunReport& report) {
    if (report.optimistic) addNotice(document, Words::tr("Optimistic: patients are shared between training and test."));
    for (const auto& notice : report.record.result.notices) {
        if (report.optimistic && notice == experiment::kOptimisticNotice) continue;  // said above
        addNotice(document, QCoreApplication::translate("Core", notice.c_str()));
    }
    document.y += 3;
}

QString joined(const std::vector<std::string>& names) {
    constexpr std::size_t kShown = 12;
    QStringList shown;
    for (std::size_t i = 0; i < std::min(names.size(), kShown); ++i) shown << QString::fromStdString(names[i]);
    QString text = shown.join(QStringLiteral(", "));
    if (names.size() > kShown) text += QStringLiteral(" … (+%1)").arg(names.size() - kShown);
    return text;
}

void addWeights(Document& document, const RunReport& report) {
    const auto& weights = report.record.result.weights;
    if (!weights) return;
    addHeading(document, Words::tr("Pretrained weights"), {}, 14);
    const TextStyle style{9};
    document.paragraph(Words::tr("Tensors loaded: %1").arg(weights->loaded), style);
    document.paragraph(Words::tr("Not in the file, initialised randomly: %1").arg(weights->missing.size()), style);
    if (!weights->missing.empty())
        document.paragraph(joined(weights->missing), {7.5, false, ink::kMuted}, kLeft + 5, kWidth - 5);
    document.paragraph(Words::tr("In the file, not used: %1").arg(weights->unexpected.size()), style);
    if (!weights->unexpected.empty()) {
        document.paragraph(joined(weights->unexpected), {7.5, false, ink::kMuted}, kLeft + 5, kWidth - 5);
    }
    document.y += 5;
}

/// Two settings a line; the last one of an odd number stands alone.
void addSettings(Document& document, const RunReport& report) {
    addHeading(document, Words::tr("Settings"), {}, 30);
    const auto shown = [](const std::string& text) { return Words::tr(text.c_str()); };
    const std::size_t half = (report.settings.size() + 1) / 2;
    std::vector<TableRow> rows;
    for (std::size_t i = 0; i < half; ++i) {
        QStringList cells = {shown(report.settings[i].first), shown(report.settings[i].second)};
        if (i + half < report.settings.size()) {
            cells << QString() << shown(report.settings[i + half].first) << shown(report.settings[i + half].second);
        }
        rows.push_back({cells, false});
    }
    constexpr double kNames = 42, kValues = 41, kBetween = 8;
    addTable(document, kLeft,
             {{Words::tr("Setting"), kNames, Qt::AlignLeft},
              {Words::tr("Value"), kValues, Qt::AlignRight},
              {{}, kBetween},
              {Words::tr("Setting"), kNames, Qt::AlignLeft},
              {Words::tr("Value"), kValues, Qt::AlignRight}},
             rows);
    document.y += 4;
}

void addCurves(Document& document, const RunReport& report) {
    if (report.record.history.empty()) return;
    document.newPage();
    addHeading(document, Words::tr("Curves"), {}, 75);
    document.paragraph(Words::tr("Training figures are taken as the epoch went, with augmentation and dropout; validation "
                                 "figures after it, without."),
                       {7.5, false, ink::kMuted});
    document.y += 3;
    for (const Figure& figure : foldFigures(report.record)) addFigure(document, figure, kWidth);
}

}  // namespace

Result<PdfWritten> writeRunReport(const RunReport& report, const std::filesystem::path& file) {
    static_cast<void>(kSettingTexts);
    const QString title = Words::tr("Training report");
    Document document;
    addTitle(document, title, shownTime(report.made));
    addSubtitle(document, report);
    addNotices(document, report);
    addFolds(document, report);
    if (report.evaluation) addEvaluation(document, report);
    addSettings(document, report);
    addWeights(document, report);
    addCurves(document, report);
    addOrigin(document, report);

    const QString foot =
        Words::tr("Settings %1").arg(shortHash(report.settingsHash)) + QStringLiteral(" · ") + shownTime(report.made);
    const auto furniture = [&](Canvas& canvas, int page) {
        if (page > 1) drawHead(canvas, title, QString::fromStdString(toUtf8(report.record.result.folder.filename())));
        drawFoot(canvas, document, page, foot);
    };
    NoProgress progress;
    return writePdf(document.finish({title, {}, languageCode(), report.made}, furniture, progress, {}), file);
}

}  // namespace leukolens::ui

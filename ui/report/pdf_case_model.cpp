// Which model answered, how it decides, and how the report can be checked.
#include <algorithm>

#include "ui/report/pdf_case_parts.h"
#include "ui/report/report_text.h"
#include "ui/shell/class_words.h"
#include "ui/shell/core_texts.h"

namespace leukolens::ui::pdf {
namespace {

using report::CaseReport;
using report::ModelFacts;

/// Ways in which cells of a model were asked, in their order.
std::vector<casebook::Asked> waysOf(const CaseReport& report, const std::string& sha256) {
    std::vector<casebook::Asked> ways;
    for (const auto& cell : report.cells)
        if (cell.modelSha256 == sha256 && std::find(ways.begin(), ways.end(), cell.asked) == ways.end()) ways.push_back(cell.asked);
    return ways;
}

QString decisionText(const inference::ModelCard& card) {
    QStringList sentences;
    const QString blast = card.blastClass.empty() ? QString() : classTitle(card.blastClass);
    if (card.threshold && !blast.isEmpty()) sentences << Words::tr("Threshold: a cell counts as %1 from a probability of %2.").arg(blast, percent(*card.threshold));
    else sentences << Words::tr("Threshold: none was chosen; the most probable class counts.");
    if (const auto band = inference::uncertainBand(card); band && band->first < band->second)
        sentences << Words::tr("Between %1 and %2 a cell is uncertain and goes to Unidentified.").arg(percent(band->first), percent(band->second));
    else if (!band && card.uncertainBelow > 0)
        sentences << Words::tr("Under %1 a cell is uncertain and goes to Unidentified.").arg(percent(card.uncertainBelow));
    return sentences.join(u' ');
}

QString calibrationText(const inference::ModelCard& card) {
    if (!card.temperature) return Words::tr("Calibration: none; a probability of 90 % may be right more or less often than 90 times in 100.");
    return Words::tr("Calibration: by temperature %1; of cells given 90 %, about 90 in 100 are of that class.").arg(decimal(*card.temperature, 3));
}

/// On what it was measured, in core's words, which are listed here for the languages that reports alone speak.
QString measuredOn(const inference::CardMetric& metric) {
    static const char* const kKnown = QT_TRANSLATE_NOOP("Core", "validation cells of %1 subjects, on which the threshold was chosen");
    static_cast<void>(kKnown);
    return coreText(metric.measuredOn);
}

/// What the locked threshold reached where it was chosen; empty where nobody chose one so.
QString sensitivityText(const inference::ModelCard& card) {
    const auto found = std::find_if(card.metrics.begin(), card.metrics.end(), [](const auto& metric) { return metric.name == inference::kLockedSensitivity; });
    if (found == card.metrics.end()) return {};
    QString text = Words::tr("Sensitivity at this threshold: %1").arg(percent(found->value));
    if (found->low && found->high) text += QStringLiteral(" (%1)").arg(percentRange(*found->low, *found->high));
    if (!found->measuredOn.empty()) text += QStringLiteral(", ") + measuredOn(*found);
    return text + u'.';
}

void addModel(Document& document, const CaseReport& report, const ModelFacts& model) {
    const TextStyle body{8.5};
    document.ensure(16);
    //: %1 is a model's name, %2 the beginning of its SHA-256
    const QString name = Words::tr("%1 · %2").arg(QString::fromStdString(model.name), shortHash(model.sha256));
    for (const auto& asked : waysOf(report, model.sha256)) {
        const QString how = askedWords(asked);
        document.paragraph(how.isEmpty() ? name : name + QStringLiteral(" · ") + how, {9.5, true});
    }
    if (!model.card) {
        document.paragraph(Words::tr("Its threshold and calibration were not kept with the case."), body);
    } else {
        document.paragraph(decisionText(*model.card), body);
        if (const QString sensitivity = sensitivityText(*model.card); !sensitivity.isEmpty()) document.paragraph(sensitivity, body);
        document.paragraph(calibrationText(*model.card), body);
    }
    document.paragraph(Words::tr("SHA-256 of the model: %1").arg(QString::fromStdString(model.sha256)), kSmallPrint);
    document.y += 2;
}

}  // namespace

void addModels(Document& document, const CaseReport& report) {
    if (report.modelFacts.empty()) return;
    addHeading(document, report.modelFacts.size() == 1 ? Words::tr("Model") : Words::tr("Models"), {}, 16);
    for (const ModelFacts& model : report.modelFacts) addModel(document, report, model);
    document.y += 2;
}

void addSmallPrint(Document& document, const CaseReport& report) {
    addHeading(document, Words::tr("How to read this report"), {}, 20);
    QStringList lines = {
        Words::tr(
            "Classes are what the model gave, as corrected by the reviewer. Cells that were uncertain or are no cells are "
            "unidentified and left out of the percentages."),
        Words::tr("The confidence interval (Wilson) covers the error of counting a limited number of cells only, not wrong "
                  "classes, sampling or staining."),
        Words::tr("Below each picture stands the probability the model gave for the class the cell is shown in; below an "
                  "unidentified one the highest, with its class. A framed picture was corrected by a person."),
    };
    if (!report.auditHead.empty())
        lines << Words::tr("Audit trail when the report was made: %1 in short, whole: %2. As long as verifying the case store finds this line, nothing was changed or taken out before it.")
                     .arg(shortHash(report.auditHead), QString::fromStdString(report.auditHead));
    lines << Words::tr("Made with Leukolens %1, %2.").arg(QStringLiteral(LEUKOLENS_VERSION), shownTime(report.made));
    for (const QString& line : lines) {
        document.paragraph(line, kSmallPrint);
        document.y += 1.2;
    }
    document.y += 3;
}

}  // namespace leukolens::ui::pdf

#include "ui/models/model_words.h"

#include <QCoreApplication>
#include <QLocale>
#include <QRegularExpression>
#include <QStringList>

#include <algorithm>
#include <array>

#include "core/nn/network_info.h"
#include "ui/shell/class_words.h"
#include "ui/shell/core_texts.h"

namespace leukolens::ui {
namespace {

struct ModelWords {
    Q_DECLARE_TR_FUNCTIONS(ModelWords)
};

constexpr std::array kEndings = {"leukomodel", "pth", "pt", "safetensors"};
constexpr int kImageNetClasses = 1000;

QString decimal(double value, int decimals) {
    return QLocale().toString(value, 'f', decimals);
}

QString percent(double share) {
    //: %1 is a number; the space before the sign is a no-break space
    return ModelWords::tr("%1\u00a0%").arg(QLocale().toString(share * 100.0, 'g', 3));
}

QString capitalised(QString text) {
    if (!text.isEmpty()) text[0] = text[0].toUpper();
    return text;
}

QString metricName(const std::string& name) {
    if (name == "accuracy") return ModelWords::tr("Accuracy");
    if (name == "balanced_accuracy") return ModelWords::tr("Balanced accuracy");
    if (name == "f1_weighted") return ModelWords::tr("F1, weighted");
    if (name == "auroc") return ModelWords::tr("AUROC");
    if (name == inference::kLockedSensitivity) return ModelWords::tr("Sensitivity at the locked threshold, on validation cells");
    if (name == "sensitivity") return ModelWords::tr("Sensitivity (blasts found)");
    if (name == "specificity") return ModelWords::tr("Specificity (others left alone)");
    return capitalised(coreText(name));
}

}  // namespace

bool isModelFile(const QString& path) {
    return std::any_of(kEndings.begin(), kEndings.end(), [&](const char* ending) {
        return path.endsWith(QLatin1Char('.') + QLatin1String(ending), Qt::CaseInsensitive);
    });
}

QString modelFileFilter() {
    return ModelWords::tr("Models and weights (*.leukomodel *.pth *.pt *.safetensors);;All files (*)");
}

QString networkName(const std::string& network) {
    const auto info = nn::networkInfo(network);
    return info ? coreText(info->title) : QString::fromStdString(network);
}

QString countText(const inference::PartCount& part) {
    if (part.cells <= 0) return {};
    const QString cells = ModelWords::tr("%Ln cell(s)", nullptr, part.cells);
    //: %1 is "4,800 cells"
    return part.subjects > 0 ? ModelWords::tr("%1 of %Ln patient(s)", nullptr, part.subjects).arg(cells) : cells;
}

QString byteText(std::uint64_t bytes) {
    return QLocale().formattedDataSize(static_cast<qint64>(bytes), 1, QLocale::DataSizeSIFormat);
}

QString kindText(const inference::ModelCard& card) {
    if (card.kind == inference::ModelKind::Trunk) return ModelWords::tr("Starting point for training");
    QStringList names;
    for (const auto& one : card.classes) names << classTitle(one.name);
    return names.join(QStringLiteral(", "));
}

QString descriptionText(const inference::ModelCard& card) {
    static const QRegularExpression imported(QStringLiteral("^Imported from (.+) \\([^()]*SHA-256 [0-9a-f]{64}\\)\\."
                                                           "(?: Its last layer of (\\d+) outputs was left out: training makes a fresh one\\.)?$"));
    const QString text = QString::fromStdString(card.description);
    const QRegularExpressionMatch found = imported.match(text);
    if (!found.hasMatch()) return coreText(card.description);
    const QString from = ModelWords::tr("Imported from %1").arg(found.captured(1));
    if (found.captured(2).isEmpty()) return from;
    return ModelWords::tr("%1. Its last layer of %2 outputs was left out: training makes a fresh one.").arg(from, found.captured(2));
}

QString pictureText(const inference::ModelCard& card) {
    const QString picture = ModelWords::tr("One white blood cell in colour; scaled to %1 × %1 px by itself").arg(card.inputPx);
    switch (card.stain.method()) {
        case stain::StainMethod::None: break;
        case stain::StainMethod::Reinhard: return picture + '\n' + ModelWords::tr("Its colours are brought to one stain by itself (Reinhard)");
        case stain::StainMethod::Macenko: return picture + '\n' + ModelWords::tr("Its colours are brought to one stain by itself (Macenko)");
    }
    return picture;
}

QString colourText(const inference::ModelCard& card) {
    if (!card.colours) return ModelWords::tr("Not known: it cannot tell pictures of a foreign stain");
    return ModelWords::tr("Those of %n training picture(s): pictures of a foreign stain are told", nullptr, card.colours->pictures);
}

QString backgroundText(const inference::ModelCard& card) {
    switch (card.background) {
        case inference::Background::Unknown: break;
        case inference::Background::Black: return ModelWords::tr("Black: it knows cut-out cells alone. A picture with its background is made black around the cell in its middle; the magnification must be that of the training");
        case inference::Background::Kept: return ModelWords::tr("As photographed, with red cells and plasma: nothing is masked");
    }
    return ModelWords::tr("Not known: pictures are taken as they are");
}

QString sharpnessText(const inference::ModelCard& card) {
    if (!card.sharpness) return ModelWords::tr("Not known: it cannot tell blurred pictures");
    const auto [smallest, largest] = std::pair(card.sharpness->smallestPx, card.sharpness->largestPx);
    return smallest == largest ? ModelWords::tr("That of training pictures of %1 px: blurred pictures of about that size are told").arg(smallest)
                               : ModelWords::tr("That of training pictures of %1 to %2 px: blurred pictures of about that size are told").arg(smallest).arg(largest);
}

QString eightBitText(const inference::ModelCard& card) {
    if (!card.eightBit) return ModelWords::tr("Not measured: it answers in full precision only");
    const QString share = QLocale().toString(100 * card.eightBit->agreement, 'f', 1);
    return inference::offersEightBit(card) ? ModelWords::tr("Offered: of %1 held-out cells %2 % keep their class").arg(card.eightBit->cells).arg(share)
                                           : ModelWords::tr("Not offered: of %1 held-out cells only %2 % keep their class, 99.5 % are needed").arg(card.eightBit->cells).arg(share);
}

QString listedCellsText(const inference::ModelCard& card) {
    return card.referencesSha256.empty() ? ModelWords::tr("None: it cannot tell pictures that are no cells, nor which training cells a cell is like")
                                         : ModelWords::tr("Yes: pictures that are like none of them are told, and which of them a cell is like");
}

QString protocolText(const std::string& protocol) {
    if (protocol == "patient") return ModelWords::tr("patients kept apart between training and test");
    if (protocol == "paper") return ModelWords::tr("optimistic: patients shared between training and test");
    if (protocol == "leave-one-out") return ModelWords::tr("one subject left out at a time");
    if (protocol == "own") return ModelWords::tr("by a table of the laboratory's own");
    if (protocol == "official") return ModelWords::tr("as C-NMC 2019 divides its cells");
    return QString::fromStdString(protocol);
}

QString originText(const inference::ModelCard& card) {
    const inference::TrainingFacts& facts = card.training;
    QStringList lines;
    if (facts.demonstration) lines << ModelWords::tr("From demonstration cells that the program drew: its answers about other pictures mean nothing");
    if (!facts.protocol.empty()) lines << capitalised(protocolText(facts.protocol));
    if (facts.fold > 0) {
        QString fold = facts.folds > 0 ? ModelWords::tr("Fold %1 of %2").arg(facts.fold).arg(facts.folds)
                                       : ModelWords::tr("Fold %1").arg(facts.fold);
        if (facts.bestEpoch > 0) fold += QStringLiteral(", ") + ModelWords::tr("best epoch %1").arg(facts.bestEpoch);
        lines << fold;
    }
    if (!facts.startedFrom.empty())
        lines << ModelWords::tr("Started from %1").arg(QString::fromStdString(facts.startedFrom));
    else if (facts.folds > 0)  // cards of the first format know neither the number of folds nor the start
        lines << ModelWords::tr("Started at random, without pretrained weights");
    return lines.isEmpty() ? ModelWords::tr("Not known: it was not trained here") : lines.join('\n');
}

QString metricText(const inference::CardMetric& metric) {
    QString text = decimal(metric.value, 2);
    if (metric.low && metric.high)
        //: value (low end to high end of its interval)
        text = ModelWords::tr("%1 (%2 to %3)").arg(text, decimal(*metric.low, 2), decimal(*metric.high, 2));
    if (metric.measuredOn.empty()) return text;
    //: %2 is "test cells of unseen subjects"
    return ModelWords::tr("%1, on %2").arg(text, coreText(metric.measuredOn));
}

QString metricMethod(const inference::CardMetric& metric) {
    if (!metric.low || !metric.high) return {};
    const QString level = ModelWords::tr("%1 interval").arg(percent(metric.level));
    return metric.method.empty() ? level : level + QStringLiteral(": ") + coreText(metric.method);
}

QString metricsText(const inference::ModelCard& card) {
    QStringList lines;
    for (const inference::CardMetric& metric : card.metrics) {
        if (metric.name == "loss") continue;  // says nothing to who uses a model; the run has it
        lines << metricName(metric.name) + QLatin1Char(' ') + metricText(metric);
    }
    return lines.isEmpty() ? ModelWords::tr("Not evaluated yet") : lines.join('\n');
}

QString calibrationText(const inference::ModelCard& card) {
    return card.temperature ? ModelWords::tr("Yes: of cells shown with 90\u00a0%, about 90\u00a0% are of that class")
                            : ModelWords::tr("No: of cells shown with 90\u00a0%, more or fewer may be of that class");
}

QString decisionText(const inference::ModelCard& card) {
    QStringList lines;
    if (card.threshold && !card.blastClass.empty())
        lines << ModelWords::tr("%1 from %2").arg(classTitle(card.blastClass), percent(*card.threshold));
    if (card.uncertainBelow > 0)
        lines << ModelWords::tr("Under %1 a cell goes to Unidentified").arg(percent(card.uncertainBelow));
    else
        lines << ModelWords::tr("Every cell is given a class, however unsure");
    return lines.join('\n');
}

QString formText(const std::string& form) {
    if (form == "leukomodel") return ModelWords::tr("Model of Leukolens");
    if (form == "pth") return ModelWords::tr("Weights of PyTorch");
    if (form == "pth-legacy") return ModelWords::tr("Weights of PyTorch, in its old form");
    if (form == "safetensors") return ModelWords::tr("Weights (safetensors)");
    return QString::fromStdString(form);
}

QString fitText(const inference::ModelInspection& inspection) {
    const QLocale locale;
    const auto loaded = static_cast<qlonglong>(inspection.loaded.size());
    const auto total = loaded + static_cast<qlonglong>(inspection.missing.size());
    return ModelWords::tr("%1 of %2 tensors fit %3")
        .arg(locale.toString(loaded), locale.toString(total), networkName(inspection.network));
}

QString headText(const inference::ModelInspection& inspection) {
    const int outputs = inspection.headClasses;
    if (outputs == 0) return ModelWords::tr("No last layer: it can be a starting point for training, it cannot classify.");
    if (canNameClasses(inspection))
        return ModelWords::tr("A last layer with %1 outputs. The file does not say which class each one is.").arg(outputs);
    if (outputs == kImageNetClasses)
        return ModelWords::tr(
            "A last layer for the 1000 classes of ImageNet, which are no cells: it is left out. A starting point "
            "for training, no classifier.");
    return ModelWords::tr(
               "A last layer with %1 outputs, which cannot be named here: it is left out. A starting point for "
               "training, no classifier.")
        .arg(QLocale().toString(outputs));
}

QString numberTypeText(const inference::ModelInspection& inspection) {
    QStringList words;
    for (const std::string& type : inspection.numberTypes) {
        if (type == "float16")
            words << ModelWords::tr("16 bits (float16): rounded to about 3 digits");
        else if (type == "bfloat16")
            words << ModelWords::tr("16 bits (bfloat16): rounded to about 2 digits");
        else if (type == "float32")
            words << ModelWords::tr("32 bits (float32): exact");
        else if (type.rfind("int", 0) != 0)  // counters of batch normalisation: no weights
            words << QString::fromStdString(type);
    }
    return words.join('\n');
}

bool canNameClasses(const inference::ModelInspection& inspection) {
    return !inspection.card && inspection.headClasses >= 2 && inspection.headClasses <= kMostNamedClasses;
}

}  // namespace leukolens::ui

#include "ui/figures/comparison_words.h"

#include <QCoreApplication>
#include <QLocale>

#include <cmath>

#include "core/base/files.h"
#include "core/experiment/comparison_file.h"
#include "core/experiment/setting_table.h"
#include "ui/shell/core_texts.h"
#include "ui/shell/setting_words.h"

namespace leukolens::ui {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Comparison)
};

/// Texts of core/experiment/compared_networks.cpp and comparison_file.cpp.
[[maybe_unused]] const char* const kTexts[] = {
    QT_TRANSLATE_NOOP("Core", "Ensemble of all"),
    QT_TRANSLATE_NOOP("Core", "the training cells of C-NMC 2019, mean of three folds that share patients"),
    QT_TRANSLATE_NOOP("Core", "B-cell against T-cell ALL, pictures of the American Society of Hematology's image bank"),
    QT_TRANSLATE_NOOP("Core", "Joshi 2020, as the InceptionV3 paper quotes it"),
    QT_TRANSLATE_NOOP("Core", "Shawly & Alsheikhy 2022, as the InceptionV3 paper quotes it"),
    QT_TRANSLATE_NOOP("Core", "fewer than two networks are to be compared"),
    QT_TRANSLATE_NOOP("Core", "Choose two at least."),
    QT_TRANSLATE_NOOP("Core", "layers are frozen, and each network has its own"),
    QT_TRANSLATE_NOOP("Core", "Compare whole trainings: freeze nothing."),
    QT_TRANSLATE_NOOP("Core", "is a file, a comparison needs a folder"),
    QT_TRANSLATE_NOOP("Core", "Choose a new folder, or go on with the comparison in it."),
    QT_TRANSLATE_NOOP("Core", "holds no comparison: comparison.json is missing"),
    QT_TRANSLATE_NOOP("Core", "Choose a folder that a comparison of models wrote."),
    QT_TRANSLATE_NOOP("Core", "is no comparison that this program knows"),
    QT_TRANSLATE_NOOP("Core", "Restore the file from a copy, or compare anew in another folder: the runs are whole."),
    QT_TRANSLATE_NOOP("Core", "Choose the folder that it began with, or compare anew."),
    QT_TRANSLATE_NOOP("Core", "divides the cells otherwise than this comparison"),
    QT_TRANSLATE_NOOP("Core", "Move the run's folder away, then go on: it is trained anew."),
    QT_TRANSLATE_NOOP("Core", "Move that folder away, then go on."),
    QT_TRANSLATE_NOOP("Core", "an ensemble needs two networks that are done"),
    QT_TRANSLATE_NOOP("Core", "See why the others failed."),
    QT_TRANSLATE_NOOP("Core", "the networks did not answer for the same cells"),
    QT_TRANSLATE_NOOP("Core", "Leave the file out, or compare that network too."),
};

}  // namespace

QString comparedTitle(const experiment::ComparedRow& row) { return coreText(titleOf(row)); }

QString initialisationText(const experiment::ComparedRow& row) {
    if (row.isEnsemble()) return QStringLiteral("–");
    switch (row.initialisation) {
        case experiment::Initialisation::Random: return Words::tr("random");
        case experiment::Initialisation::ImageNet: return Words::tr("ImageNet");
        case experiment::Initialisation::OtherWeights: return Words::tr("weights: %1").arg(QString::fromStdString(toUtf8(std::filesystem::path(row.entry.weightsFile).filename())));
    }
    return {};
}

QString parametersText(const experiment::ComparedRow& row) {
    return row.parameters > 0 ? Words::tr("%1 million").arg(QLocale().toString(static_cast<double>(row.parameters) / 1e6, 'f', 1)) : QStringLiteral("–");
}

QString signedText(double value) {
    if (!std::isfinite(value)) return QStringLiteral("–");
    return (value > 0 ? QStringLiteral("+") : QString()) + QLocale().toString(value, 'f', 3);
}

QString publishedFigure(const experiment::ComparedRow& row) {
    const auto published = experiment::comparedNetwork(row.entry.network).published;
    return published ? QString::fromStdString(published->figure) : QString();
}

QString publishedWords(const experiment::ComparedRow& row) {
    const auto published = experiment::comparedNetwork(row.entry.network).published;
    if (!published) return {};
    const QString source = coreText(published->source);
    return published->measuredOn.empty() ? Words::tr("Measured on data that are not known here. Source: %1.").arg(source) : Words::tr("Measured on: %1. Source: %2.").arg(coreText(published->measuredOn), source);
}

QString comparisonSettings(const experiment::TrainSettings& settings) {
    QStringList words;
    for (const char* key : {"protocol", "folds", "epochs", "patienceEpochs", "inputPx", "batch", "learningRate", "seed"}) {
        const auto& setting = *experiment::findSetting(key);
        words << settingTitle(setting) + QStringLiteral(": ") + settingValue(setting, settings);
    }
    return words.join(QStringLiteral(" · "));
}

QString comparisonMethod(const experiment::ModelComparison& comparison) {
    const QString intervals = comparison.overSubjects ? Words::tr("Test cells of all folds, the same for every row; 95 % intervals and differences by bootstrap over subjects.")
                                                      : Words::tr("Test cells of all folds, the same for every row; 95 % intervals and differences by bootstrap over images, as no subject is known.");
    return intervals + ' ' + Words::tr("Published figures were measured by others on other data: they do not compare.");
}

}  // namespace leukolens::ui

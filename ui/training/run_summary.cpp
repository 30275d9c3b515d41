#include "ui/training/run_summary.h"

#include <QCoreApplication>
#include <QLocale>

#include <cmath>

#include "core/experiment/run_estimate.h"

namespace leukolens::ui {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(RunSummary)
};

constexpr double kMinute = 60, kHour = 3600, kDay = 86400;

double roundedTo(double value, double step) {
    return std::round(value / step) * step;
}

}  // namespace

QString dataWords(const dataset::Dataset& dataset) {
    QStringList parts{Words::tr("%Ln cell(s)", "", static_cast<int>(dataset.cells.size()))};
    parts << (dataset.hasSubjects() ? Words::tr("%Ln patient(s)", "", static_cast<int>(dataset.subjects.size())) : Words::tr("patients not known"));
    parts << Words::tr("%Ln class(es)", "", static_cast<int>(dataset.classes.size()));
    return parts.join(QStringLiteral(" · "));
}

QString workWords(const experiment::RunCounts& counts, const experiment::TrainSettings& settings) {
    const QLocale locale;
    const QString cells = Words::tr("%Ln fold(s)", "", counts.folds) + ", " + Words::tr("about %Ln training cell(s) each", "", counts.trainCellsAFold());
    if (experiment::networkOf(settings).isFitted()) return Words::tr("%1. The trunk sees each cell once, then the classifier is fitted.").arg(cells);
    if (settings.frozenUpTo == "trunk")
        return Words::tr("%1. The trunk sees each cell %2 times, once for all epochs; then only the last layer is trained.")
            .arg(cells)
            .arg(1 + (settings.augment ? settings.featureCopies : 0));
    return Words::tr("%1: %2 batches an epoch, %3 steps at most.").arg(cells, locale.toString(counts.batchesAnEpoch), locale.toString(counts.steps));
}

QString roughDuration(double seconds) {
    const auto number = [](double value) { return QLocale().toString(qRound(value)); };
    if (seconds < kMinute) return Words::tr("less than a minute");
    if (seconds < 10 * kMinute) return Words::tr("%1 min").arg(number(seconds / kMinute));
    if (seconds < kHour) return Words::tr("%1 min").arg(number(roundedTo(seconds / kMinute, 5)));
    if (seconds < 10 * kHour) {
        const double minutes = roundedTo(seconds / kMinute, 10);
        return Words::tr("%1 h %2 min").arg(number(std::floor(minutes / 60)), number(std::fmod(minutes, 60)));
    }
    if (seconds < 2 * kDay) return Words::tr("%1 h").arg(number(seconds / kHour));
    return Words::tr("%1 days").arg(number(seconds / kDay));
}

QString timeWords(const experiment::RunCounts& counts, const experiment::TrainSettings& settings, const experiment::Speed& speed) {
    const QString device = speed.device == "cpu" ? Words::tr("this CPU") : Words::tr("this GPU");
    const QString time = roughDuration(experiment::secondsOf(counts, settings, speed));
    if (experiment::networkOf(settings).isFitted()) return Words::tr("About %1 on %2 (%3), and the fit.").arg(time, device, QString::fromStdString(speed.precision));
    return Words::tr("About %1 on %2 (%3), less where folds stop early.").arg(time, device, QString::fromStdString(speed.precision));
}

}  // namespace leukolens::ui

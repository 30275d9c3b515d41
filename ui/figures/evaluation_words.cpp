#include "ui/figures/evaluation_words.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <cmath>

#include "ui/shell/class_words.h"

namespace leukolens::ui {
namespace {

class Words {
    Q_DECLARE_TR_FUNCTIONS(Evaluation)
};

QString kindName(evaluation::MetricKind kind) {
    using enum evaluation::MetricKind;
    switch (kind) {
        case Accuracy: return Words::tr("Accuracy");
        case BalancedAccuracy: return Words::tr("Balanced accuracy");
        case Sensitivity: return Words::tr("Sensitivity");
        case Specificity: return Words::tr("Specificity");
        case Precision: return Words::tr("Precision");
        case NegativePredictiveValue: return Words::tr("Negative predictive value");
        case F1: return Words::tr("F1");
        case PrecisionMacro: return Words::tr("Precision, macro");
        case PrecisionWeighted: return Words::tr("Precision, weighted");
        case F1Macro: return Words::tr("F1, macro");
        case F1Weighted: return Words::tr("F1, weighted");
        case Kappa: return Words::tr("Cohen's kappa");
        case Mcc: return Words::tr("Matthews correlation");
        case Auroc: return Words::tr("AUROC");
        case AurocMacro: return Words::tr("AUROC, macro");
        case AurocWeighted: return Words::tr("AUROC, weighted");
        case AveragePrecision: return Words::tr("Average precision");
        case AveragePrecisionMacro: return Words::tr("Average precision, macro");
        case AveragePrecisionWeighted: return Words::tr("Average precision, weighted");
        case Brier: return Words::tr("Brier score");
        case LogLoss: return Words::tr("Log loss");
        case CalibrationError: return Words::tr("Calibration error");
    }
    return {};
}

/// The fixed values of subgroups, so that translators see them; others are the person's own.
QString valueWords(const std::string& value) {
    static const char* const kKnown[] = {QT_TRANSLATE_NOOP("Evaluation", "under 1"), QT_TRANSLATE_NOOP("Evaluation", "1 to under 10"), QT_TRANSLATE_NOOP("Evaluation", "10 to under 18"), QT_TRANSLATE_NOOP("Evaluation", "18 and over"),
                                         QT_TRANSLATE_NOOP("Evaluation", "female"), QT_TRANSLATE_NOOP("Evaluation", "male"), QT_TRANSLATE_NOOP("Evaluation", "other"), QT_TRANSLATE_NOOP("Evaluation", "myeloid"),
                                         QT_TRANSLATE_NOOP("Evaluation", "mixed"), QT_TRANSLATE_NOOP("Evaluation", "good"), QT_TRANSLATE_NOOP("Evaluation", "poor")};
    (void)kKnown;
    return Words::tr(value.c_str());
}

QString namesOf(const std::vector<evaluation::MetricKey>& figures, const std::vector<std::string>& classes) {
    QStringList names;
    for (const auto& key : figures) names << metricName(key, classes);
    return names.join(", ");
}

}  // namespace

QString metricName(const evaluation::MetricKey& key, const std::vector<std::string>& classes) {
    if (key.classIndex < 0) return kindName(key.kind);
    return Words::tr("%1, %2").arg(kindName(key.kind), classTitle(classes[static_cast<std::size_t>(key.classIndex)]));
}

QString metricHelp(evaluation::MetricKind kind) {
    using enum evaluation::MetricKind;
    switch (kind) {
        case Accuracy: return Words::tr("Share of cells that are called what they are");
        case BalancedAccuracy: return Words::tr("Mean of the sensitivities of all classes");
        case Sensitivity: return Words::tr("Share of the class's cells that are called so (recall)");
        case Specificity: return Words::tr("Share of all other cells that are called something else");
        case Precision: return Words::tr("Share of the cells called so that are so, at the prevalence of these data");
        case NegativePredictiveValue: return Words::tr("Share of the cells called something else that are something else, at the prevalence of these data");
        case F1: return Words::tr("Harmonic mean of precision and sensitivity");
        case PrecisionMacro:
        case F1Macro:
        case AurocMacro:
        case AveragePrecisionMacro: return Words::tr("Mean over the classes, each counting the same");
        case F1Weighted: return Words::tr("Mean over the classes by their cells: the measure of the C-NMC challenge");
        case PrecisionWeighted:
        case AurocWeighted:
        case AveragePrecisionWeighted: return Words::tr("Mean over the classes by their cells");
        case Kappa: return Words::tr("Agreement beyond chance: 0 chance, 1 complete");
        case Mcc: return Words::tr("Correlation of labels and answers: 0 chance, 1 complete");
        case Auroc: return Words::tr("Chance that a cell of the class gets a higher probability than another cell");
        case AveragePrecision: return Words::tr("Area under the curve of precision over recall");
        case Brier: return Words::tr("Mean squared error of the probabilities: 0 is best");
        case LogLoss: return Words::tr("Mean cross-entropy of the probabilities, in nats: 0 is best");
        case CalibrationError: return Words::tr("How far probabilities and shares of right answers lie apart, over 15 bins: 0 is best");
    }
    return {};
}

QString figureText(double value) { return std::isfinite(value) ? QLocale().toString(value, 'f', 3) : QStringLiteral("–"); }

QString thresholdText(double value) {
    constexpr int kLeast = 3, kMost = 15, kSignificant = 2;
    const double distance = std::min(value, 1 - value);
    if (!(distance > 0)) return figureText(value);
    const int digits = kSignificant - 1 - static_cast<int>(std::floor(std::log10(distance)));
    return QLocale().toString(value, 'f', std::clamp(digits, kLeast, kMost));
}

QString intervalText(const std::optional<evaluation::Interval>& interval) {
    return interval ? QStringLiteral("%1 – %2").arg(figureText(interval->low), figureText(interval->high)) : QStringLiteral("–");
}

QString groupingName(const std::string& by) {
    if (by == "age") return Words::tr("Age");
    if (by == "sex") return Words::tr("Sex");
    if (by == "immunophenotype") return Words::tr("Immunophenotype");
    if (by == "genetics") return Words::tr("Genetics");
    if (by == "prednisoneResponse") return Words::tr("Response to prednisone");
    return QString::fromStdString(by);
}

QString groupValue(const evaluation::Part& part) { return part.value.empty() ? Words::tr("not known") : valueWords(part.value); }

QString partName(const evaluation::Part& part) {
    if (part.fold > 0) return Words::tr("Fold %1").arg(part.fold);
    if (part.by.empty()) return Words::tr("All folds together");
    return Words::tr("%1: %2").arg(groupingName(part.by), groupValue(part));
}

QString alarmWords(const evaluation::HonestyAlarm& alarm, const std::vector<std::string>& classes) {
    using enum evaluation::HonestyKind;
    switch (alarm.kind) {
        case SubjectsShared: return Words::tr("Patients are in training and in test: the figures say how well cells of known patients are told apart, not those of new ones.");
        case ValidationIsTest: return Words::tr("The best epoch was chosen on the very cells that are tested: the figures are too good.");
        case NoSubjects: return Words::tr("Not every cell's subject is known: intervals count images as if each were another patient's, and are too narrow.");
        case FewSubjects:
            return Words::tr("%1 is tested on %n subject(s) only: fewer than %L2 say little about new patients.", "", static_cast<int>(alarm.value)).arg(classTitle(alarm.about)).arg(evaluation::kFewSubjects);
        case WideInterval:
            return Words::tr("Intervals are wider than %1 (up to %2): %3. More subjects are needed before anything is claimed.")
                .arg(QLocale().toString(evaluation::kWideInterval), QLocale().toString(alarm.value, 'f', 2), namesOf(alarm.figures, classes));
        case TooGood:
            return Words::tr("A weighted F1 of %1 on unseen patients is better than any published for C-NMC (0.91): check that no patient goes by two names.").arg(figureText(alarm.value));
        case IntervalMissing: return Words::tr("No interval can be given for: %1. There are too few subjects.").arg(namesOf(alarm.figures, classes));
    }
    return {};
}

QString intervalWords(const evaluation::Evaluation& evaluation) {
    const QString level = QLocale().toString(evaluation.bootstrap.level * 100, 'g', 4);
    return (evaluation.overSubjects ? Words::tr("%1 % intervals by bootstrap over subjects, each with all cells (%L2 resamples, seed %3).") : Words::tr("%1 % intervals by bootstrap over images, as not every subject is known (%L2 resamples, seed %3)."))
        .arg(level)
        .arg(evaluation.bootstrap.resamples)
        .arg(evaluation.bootstrap.seed);
}

QString temperatureWords(const evaluation::FoldCalibration& fold) {
    switch (fold.temperature.state) {
        case evaluation::TemperatureState::Fitted: return QLocale().toString(fold.temperature.value, 'f', 3);
        case evaluation::TemperatureState::NothingWrong: return Words::tr("none: hardly a validation cell is wrong");
        case evaluation::TemperatureState::NothingKnown: return Words::tr("none: the probabilities tell no class from another");
    }
    return {};
}

}  // namespace leukolens::ui

#include "ui/training/alarm_words.h"

#include <QCoreApplication>
#include <QLocale>

#include <cmath>

namespace leukolens::ui {
namespace {

using experiment::Alarm;
using experiment::AlarmKind;

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Alarms)
};

QString percent(double value) {
    return QLocale().toString(value * 100, 'f', 1) + QString::fromUtf8("\u00a0%");
}

QString loss(double value) {
    return QLocale().toString(value, 'f', 3);
}

QString rateSentence(const Alarm& alarm) {
    if (!std::isfinite(alarm.validation)) return Words::tr("The loss is no longer a number in epoch %1.").arg(alarm.epoch);
    return Words::tr("The training loss rises or jumps: %1 now, %2 before.").arg(loss(alarm.validation), loss(alarm.training));
}

QString sentence(const Alarm& alarm) {
    switch (alarm.kind) {
        case AlarmKind::SubjectsShared: return Words::tr("Patients are shared between training and test: the figures flatter.");
        case AlarmKind::RateTooHigh: return rateSentence(alarm);
        case AlarmKind::LossNotFalling: return Words::tr("The training loss has not fallen in three epochs: %1 at first, %2 now.").arg(loss(alarm.training), loss(alarm.validation));
        case AlarmKind::OneClassOnly: return Words::tr("Every validation cell seems to be called the same class (accuracy %1, that class's share).").arg(percent(alarm.validation));
        case AlarmKind::ValidationTooGood:
            return Words::tr("Validation is much better than training: %1 against %2, three epochs running.").arg(percent(alarm.validation), percent(alarm.training));
        case AlarmKind::ValidationPerfect: return Words::tr("Not one validation cell is wrong, two epochs running.");
    }
    return {};
}

}  // namespace

QString alarmSentence(const Alarm& alarm) {
    return alarm.fold > 0 ? Words::tr("Fold %1: %2", "%2 is a sentence").arg(alarm.fold).arg(sentence(alarm)) : sentence(alarm);
}

QString alarmAdvice(const Alarm& alarm) {
    switch (alarm.kind) {
        case AlarmKind::SubjectsShared: return Words::tr("For a result that holds for new patients, choose the preset Patient-safe.");
        case AlarmKind::RateTooHigh: return Words::tr("Stop, and try a learning rate ten times smaller or a longer warm-up.");
        case AlarmKind::LossNotFalling: return Words::tr("Check that the classes' folders are right, or try another learning rate or pretrained weights.");
        case AlarmKind::OneClassOnly: return Words::tr("Wait a few epochs; if it stays so, balance the classes or lower the learning rate.");
        case AlarmKind::ValidationTooGood: return Words::tr("Check in Data for copies of the same cells, or make the augmentation or dropout milder.");
        case AlarmKind::ValidationPerfect: return Words::tr("Check in Data that no cell or patient is in two parts, and that the pictures do not give the class away.");
    }
    return {};
}

}  // namespace leukolens::ui

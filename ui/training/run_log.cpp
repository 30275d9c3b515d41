#include "ui/training/run_log.h"

#include <QLocale>
#include <QTime>

#include "ui/shell/core_texts.h"
#include "ui/shell/theme.h"
#include "ui/training/alarm_words.h"

namespace leukolens::ui {
namespace {

constexpr int kMostLines = 5000;

QString percent(double value) {
    return QLocale().toString(value * 100, 'f', 1) + QString::fromUtf8("\u00a0%");
}

QString loss(double value) {
    return QLocale().toString(value, 'f', 3);
}

}  // namespace

RunLog::RunLog(QWidget* parent) : QPlainTextEdit(parent) {
    setObjectName("runLog");
    setAccessibleName(tr("Log of the run"));
    setReadOnly(true);
    setMaximumBlockCount(kMostLines);
    setFrameShape(QFrame::NoFrame);
    setFont(Theme::font(0.92));
}

void RunLog::addLine(const QString& text, bool isLive) {
    appendPlainText(isLive ? QTime::currentTime().toString("HH:mm:ss") + "   " + text : text);
}

void RunLog::add(const LiveNews& news, bool isLive) {
    for (const std::string& notice : news.notices) addLine(coreText(notice), isLive);
    for (const PhaseNews& phase : news.phases) {
        if (phase.trouble) {
            addLine(tr("Waiting: %1 %2").arg(errorDetail(*phase.trouble), errorAdvice(*phase.trouble)), isLive);
        } else {
            addLine(phase.rests ? tr("Paused") : tr("Training"), isLive);
        }
    }
    for (const experiment::EpochRecord& row : news.epochs) {
        const QString best = row.best ? tr(", best so far") : QString();
        addLine(tr("Fold %1, epoch %2: validation %3, loss %4; training %5, loss %6 (%7)%8")
                    .arg(row.fold)
                    .arg(row.epoch)
                    .arg(percent(row.validationAccuracy), loss(row.validationLoss), percent(row.trainAccuracy), loss(row.trainLoss),
                         durationText(static_cast<qint64>(row.seconds * 1000)), best),
                isLive);
    }
    for (const experiment::FoldRecord& row : news.folds) {
        addLine(tr("Fold %1 is done after %2 epochs: test %3, loss %4 with the weights of epoch %5")
                    .arg(row.fold)
                    .arg(row.epochs)
                    .arg(percent(row.testAccuracy), loss(row.testLoss))
                    .arg(row.bestEpoch),
                isLive);
    }
}

void RunLog::add(const std::vector<experiment::Alarm>& alarms, bool isLive) {
    for (const experiment::Alarm& alarm : alarms) addLine(alarmSentence(alarm) + ' ' + alarmAdvice(alarm), isLive);
}

}  // namespace leukolens::ui

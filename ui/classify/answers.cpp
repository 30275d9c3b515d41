#include "ui/classify/answers.h"

#include <QCoreApplication>
#include <QLocale>

#include <cmath>

#include "ui/shell/app_settings.h"

namespace leukolens::ui {

namespace {

constexpr int kViews = 8;
constexpr const char *kOneLook = "one_look", *kEightViews = "eight_views", *kAllFolds = "all_folds";

struct Words {
    Q_DECLARE_TR_FUNCTIONS(AnswerWords)
};

}  // namespace

Answers answersOf(const AppSettings& settings) {
    const QString chosen = settings.text(SettingKey::Answers);
    return chosen == QLatin1String(kEightViews) ? Answers::EightViews : chosen == QLatin1String(kAllFolds) ? Answers::AllFolds : Answers::OneLook;
}

void setAnswers(AppSettings& settings, Answers answers) {
    settings.set(SettingKey::Answers, QLatin1String(answers == Answers::EightViews ? kEightViews : answers == Answers::AllFolds ? kAllFolds : kOneLook));
}

bool canAskFolds(const std::vector<inference::FoldModel>& folds) { return folds.size() >= 2 && folds.size() <= kMostFolds; }

int looksOf(Answers answers, const std::vector<inference::FoldModel>& folds) {
    switch (answers) {
        case Answers::OneLook: break;
        case Answers::EightViews: return kViews;
        case Answers::AllFolds: return canAskFolds(folds) ? static_cast<int>(folds.size()) : 1;
    }
    return 1;
}

QString speedWords(double picturesPerSecond) {
    const QLocale locale;
    const auto rounded = [&locale](double value) { return locale.toString(value, 'f', value < 9.95 ? 1 : 0); };
    return picturesPerSecond >= 1 ? Words::tr("about %1 pictures a second").arg(rounded(picturesPerSecond)) : Words::tr("about %1 seconds a picture").arg(rounded(1 / picturesPerSecond));
}

QString opinionWords(const casebook::CaseCell& cell) {
    if (!cell.disagreement) return {};
    const auto models = cell.asked.otherModels.size() + 1;
    const QString who = models == 1             ? Words::tr("Eight views")
                        : cell.asked.views == 1 ? Words::tr("%1 folds").arg(models)
                                                : Words::tr("%1 folds in eight views each").arg(models);
    const long points = std::lround(100 * *cell.disagreement);
    //: who answered, such as "Eight views" or "3 folds"; percentage points
    return points == 0 ? Words::tr("%1 differ by less than ± 1 point").arg(who) : points == 1 ? Words::tr("%1 differ by ± 1 point").arg(who) : Words::tr("%1 differ by ± %2 points").arg(who).arg(points);
}

}  // namespace leukolens::ui

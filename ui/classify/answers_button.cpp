#include "ui/classify/answers_button.h"

#include <QAction>
#include <QActionGroup>
#include <QLocale>
#include <QMenu>

#include "core/inference/eight_bit.h"
#include "ui/shell/help_request.h"

namespace leukolens::ui {

namespace {
constexpr std::array kAnswers = {Answers::OneLook, Answers::EightViews, Answers::AllFolds};
}  // namespace

AnswersButton::AnswersButton(ClassifySession& session, QWidget* parent) : QPushButton(parent), m_session(session) {
    setObjectName("answers");
    help::setPlace(this, "classify#ask-the-model-more-than-once");
    setProperty("menu", true);
    auto* menu = new QMenu(this);
    menu->setToolTipsVisible(true);
    auto* choices = new QActionGroup(menu);
    const std::array names = {"answersOneLook", "answersEightViews", "answersAllFolds"};
    const std::array tips = {tr("The model answers once about each picture"),
                             tr("The picture turned and mirrored as well, for cells have no up: the mean of eight answers, and how far they differ"),
                             tr("Each fold learnt from other cells: the mean of their answers, and how far they differ")};
    for (std::size_t i = 0; i < kAnswers.size(); ++i) {
        m_actions[i] = menu->addAction(QString());
        m_actions[i]->setObjectName(names[i]);
        m_actions[i]->setToolTip(tips[i]);
        m_actions[i]->setCheckable(true);
        choices->addAction(m_actions[i]);
        connect(m_actions[i], &QAction::triggered, this, [this, answers = kAnswers[i]] { m_session.chooseAnswers(answers); });
    }
    menu->addSeparator();
    m_quick = menu->addAction(QString());
    m_quick->setObjectName("answersQuickNumbers");
    m_quick->setCheckable(true);
    connect(m_quick, &QAction::triggered, &m_session, &ClassifySession::chooseQuickNumbers);
    setMenu(menu);
    connect(&m_session, &ClassifySession::modelChanged, this, &AnswersButton::refresh);
    connect(menu, &QMenu::aboutToShow, this, &AnswersButton::refresh);  // the speed may have been measured since
    refresh();
}

QString AnswersButton::costOf(Answers answers) const {
    const int looks = looksOf(answers, m_session.folds());
    const QString times = looks == 1 ? tr("fastest") : tr("%1 times as long").arg(looks);
    if (m_session.looksPerSecond() <= 0) return times;
    const QString speed = speedWords(m_session.looksPerSecond() / looks);
    //: "8 times as long: about 2 pictures a second"
    return tr("%1: %2").arg(times, speed);
}

QString AnswersButton::wordsOfFolds() const {
    const auto& folds = m_session.folds();
    const int all = m_session.model() ? m_session.model()->card.training.folds : 0;
    if (folds.size() > kMostFolds) return tr("All folds: this training has %1, too many to ask at once").arg(folds.size());
    if (!canAskFolds(folds)) return tr("All folds: no other fold of this model's training was found");
    const QString cost = costOf(Answers::AllFolds);
    if (static_cast<int>(folds.size()) == all) return tr("All %1 folds of this training (%2)").arg(all).arg(cost);
    return tr("%1 of the %2 folds of this training (%3)").arg(folds.size()).arg(all).arg(cost);
}

void AnswersButton::refreshNumbers() {
    const auto* card = m_session.model() ? &m_session.model()->card : nullptr;
    const bool isOffered = card && inference::offersEightBit(*card) && inference::canMeasureEightBit();
    m_quick->setEnabled(isOffered);
    m_quick->setChecked(m_session.quickNumbers());
    if (isOffered) {
        m_quick->setText(tr("In 8-bit numbers (quickest)"));
        m_quick->setToolTip(tr("On a processor about 1.7 times as fast. Of %1 cells held out from its training, %2 % kept their class.")
                                .arg(card->eightBit->cells)
                                .arg(locale().toString(100 * card->eightBit->agreement, 'f', 1)));
    } else if (!card || inference::canMeasureEightBit()) {
        m_quick->setText(card && card->eightBit ? tr("In 8-bit numbers: this model would change too many answers") : tr("In 8-bit numbers: not measured with this model"));
        m_quick->setToolTip(tr("Offered where at least 99.5 % of the cells held out from the training keep their class"));
    } else {
        m_quick->setText(tr("In 8-bit numbers: not with this processor"));
        m_quick->setToolTip(tr("It has no instructions for them (VNNI)"));
    }
}

void AnswersButton::refresh() {
    const Answers chosen = m_session.answers();
    m_actions[0]->setText(tr("One look (%1)").arg(costOf(Answers::OneLook)));
    m_actions[1]->setText(tr("Eight views (%1)").arg(costOf(Answers::EightViews)));
    m_actions[2]->setText(wordsOfFolds());
    m_actions[2]->setEnabled(canAskFolds(m_session.folds()));
    for (std::size_t i = 0; i < kAnswers.size(); ++i) m_actions[i]->setChecked(kAnswers[i] == chosen);
    const bool foldsMissing = chosen == Answers::AllFolds && m_session.modelState() == ClassifySession::ModelState::Ready && !canAskFolds(m_session.folds());
    setText(foldsMissing || chosen == Answers::OneLook ? tr("One look") : chosen == Answers::EightViews ? tr("Eight views") : m_session.folds().empty() ? tr("All folds") : tr("%1 folds").arg(m_session.folds().size()));
    setToolTip((foldsMissing ? tr("All folds are chosen, but this model has none beside it: it answers alone.") + '\n' : QString()) +
               tr("How the model is asked about each picture. Answers that are there stay as they are."));
    refreshNumbers();
    //: what is asked, such as "One look", and that it is computed in 8-bit numbers
    if (m_session.model() && m_session.model()->precision == inference::kEightBitPrecision) setText(tr("%1, 8 bit").arg(text()));
    setAccessibleName(tr("Answers: %1").arg(text()));
}

}  // namespace leukolens::ui

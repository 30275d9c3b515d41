#include "ui/evaluation/confusion_page.h"

#include <QButtonGroup>
#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QRadioButton>
#include <QSplitter>
#include <QVBoxLayout>

#include <cmath>

#include "ui/evaluation/answers_view.h"
#include "ui/figures/evaluation_figures.h"
#include "ui/figures/figure_view.h"
#include "ui/shell/class_words.h"
#include "ui/shell/help_request.h"
#include "ui/shell/labels.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {

ConfusionPage::ConfusionPage(AppContext& context, EvaluationSession& session, QWidget* parent) : QWidget(parent) {
    setObjectName("confusionPage");
    help::setPlace(this, "evaluate#see-the-cells-behind-an-error");
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, Theme::kSpacingPx, 0, 0);
    auto* split = new QSplitter(this);
    split->setChildrenCollapsible(false);
    split->setHandleWidth(Theme::kMarginPx);
    split->addWidget(createMatrix());
    split->addWidget(m_answers = new AnswersView(context, session, split));
    split->setStretchFactor(0, 2);
    split->setStretchFactor(1, 3);
    row->addWidget(split);
}

QWidget* ConfusionPage::createMatrix() {
    QFrame* card = makeCard("confusionCard", this);
    auto* column = new QVBoxLayout(card);
    column->setContentsMargins(Theme::kMarginPx, 12, Theme::kMarginPx, 12);
    column->setSpacing(Theme::kSpacingPx);
    auto* numbers = new QHBoxLayout;
    m_numbers = new QButtonGroup(this);
    const std::pair<QString, const char*> kinds[] = {{tr("Counts"), "confusionCounts"}, {tr("Of the true class"), "confusionRows"}, {tr("Of what is called so"), "confusionColumns"}};
    for (int i = 0; i < 3; ++i) {
        auto* button = new QRadioButton(kinds[i].first, card);
        button->setObjectName(kinds[i].second);
        m_numbers->addButton(button, i);
        numbers->addWidget(button);
    }
    m_numbers->button(0)->setChecked(true);
    numbers->addStretch(1);
    column->addLayout(numbers);
    m_matrix = new FigureView(card);
    m_matrix->setObjectName("confusionMatrix");
    m_matrix->setToolTip(tr("Click a field to see its cells"));
    m_matrix->setCursor(Qt::PointingHandCursor);
    column->addWidget(m_matrix, 1);
    // The same by keys.
    auto* choices = new QHBoxLayout;
    const auto addChoice = [&](const QString& label, const char* name) {
        auto* text = new QLabel(label, card);
        auto* box = new QComboBox(card);
        box->setObjectName(name);
        box->setAccessibleName(label);
        box->setSizeAdjustPolicy(QComboBox::AdjustToContents);
        text->setBuddy(box);
        choices->addWidget(text);
        choices->addWidget(box);
        connect(box, &QComboBox::currentIndexChanged, this, &ConfusionPage::choose);
        return box;
    };
    m_truth = addChoice(tr("True class"), "confusionTruth");
    m_called = addChoice(tr("Called"), "confusionCalled");
    choices->addStretch(1);
    column->addLayout(choices);
    auto* filters = new QHBoxLayout;
    m_subject = new QComboBox(card);
    m_subject->setObjectName("confusionSubject");
    m_subject->setAccessibleName(tr("Subject"));
    m_subject->setToolTip(tr("Whose cells are shown"));
    m_subject->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    filters->addWidget(m_subject);
    m_wrong = new QCheckBox(tr("Errors only"), card);
    m_wrong->setObjectName("confusionWrongOnly");
    filters->addWidget(m_wrong);
    filters->addStretch(1);
    column->addLayout(filters);
    connect(m_subject, &QComboBox::currentIndexChanged, this, &ConfusionPage::choose);
    connect(m_wrong, &QCheckBox::toggled, this, &ConfusionPage::choose);
    connect(m_numbers, &QButtonGroup::idClicked, this, &ConfusionPage::showMatrix);
    connect(m_matrix, &FigureView::saveRequested, this, &ConfusionPage::saveRequested);
    connect(m_matrix, &FigureView::pointed, this, [this](const QPointF& at) {
        const int truth = static_cast<int>(std::lround(at.y())), called = static_cast<int>(std::lround(at.x()));
        const int classes = static_cast<int>(m_run->test.classes.size());
        if (truth < 0 || called < 0 || truth >= classes || called >= classes) return;
        {
            const QSignalBlocker first(m_truth), second(m_called), third(m_wrong);
            m_truth->setCurrentIndex(truth + 1);
            m_called->setCurrentIndex(called + 1);
            m_wrong->setChecked(false);
        }
        choose();
    });
    return card;
}

void ConfusionPage::setRun(const EvaluatedRunPointer& run) {
    // The same classes and subjects: what was chosen of them stays.
    const bool same = isSameRun(m_run, run);
    m_run = run;
    if (!same) {
        const QSignalBlocker first(m_truth), second(m_called), third(m_subject), fourth(m_wrong);
        for (QComboBox* box : {m_truth, m_called}) {
            box->clear();
            box->addItem(tr("any"));
            for (const auto& name : run->test.classes) box->addItem(classTitle(name));
        }
        m_subject->clear();
        m_subject->addItem(tr("All subjects"));
        for (const auto& name : run->test.subjects) m_subject->addItem(tr("Subject %1").arg(QString::fromStdString(name)));
        m_subject->setVisible(run->test.hasSubjects());
        m_wrong->setChecked(true);
    }
    m_answers->setRun(run);
    showMatrix();
    choose();
}

void ConfusionPage::showSubject(int subject) {
    {
        const QSignalBlocker first(m_truth), second(m_called), third(m_wrong), fourth(m_subject);
        m_truth->setCurrentIndex(0);
        m_called->setCurrentIndex(0);
        m_wrong->setChecked(false);
        m_subject->setCurrentIndex(subject + 1);
    }
    choose();
}

void ConfusionPage::showMatrix() {
    if (m_run) m_matrix->setFigure(confusionFigure(m_run->evaluation.confusion, m_run->evaluation.classes, static_cast<ConfusionNumbers>(m_numbers->checkedId())));
}

void ConfusionPage::choose() {
    if (!m_run) return;
    const AnswerChoice choice{m_truth->currentIndex() - 1, m_called->currentIndex() - 1, m_subject->currentIndex() - 1, m_wrong->isChecked()};
    QStringList words;
    if (choice.truth >= 0 && choice.called >= 0) {
        words << tr("%1 called %2").arg(m_truth->currentText(), m_called->currentText());
    } else if (choice.truth >= 0) {
        words << m_truth->currentText();
    } else if (choice.called >= 0) {
        words << tr("Called %1").arg(m_called->currentText());
    } else {
        words << (choice.wrongOnly ? tr("All errors") : tr("All cells"));
    }
    if (choice.subject >= 0) words << m_subject->currentText();
    m_answers->choose(choice, words.join(", "));
}

}  // namespace leukolens::ui

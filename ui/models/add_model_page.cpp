#include "ui/models/add_model_page.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>

#include "core/base/files.h"
#include "ui/models/class_naming.h"
#include "ui/models/model_card_view.h"
#include "ui/models/model_words.h"
#include "ui/shell/help_request.h"
#include "ui/shell/labels.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {
namespace {

constexpr int kLongestTitle = 120;  // as ModelLibrary::rename() takes it
constexpr int kNameWidthPx = 360;

}  // namespace

AddModelPage::AddModelPage(QWidget* parent) : QWidget(parent) {
    setObjectName("addModelPage");
    help::setPlace(this, "models#bring-in-a-model-or-weights");
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->setSpacing(12);
    auto* head = new QHBoxLayout;
    head->setSpacing(12);
    m_heading = makeTitle(tr("Add this model?"), this);
    m_heading->setObjectName("addHeading");
    head->addWidget(m_heading);
    m_place = makeMuted({}, this);
    m_place->setObjectName("addPlace");
    m_place->setWordWrap(false);
    head->addWidget(m_place, 0, Qt::AlignBottom);
    head->addStretch(1);
    outer->addLayout(head);

    QFrame* frame = makeCard("addCard", this);
    auto* inner = new QVBoxLayout(frame);
    inner->setContentsMargins(0, 0, 0, 0);
    m_area = new QScrollArea(frame);
    m_area->setObjectName("addCardArea");
    m_area->setAccessibleName(tr("Model card"));
    m_area->setWidgetResizable(true);
    m_area->setFrameShape(QFrame::NoFrame);
    m_area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* content = new QWidget;
    content->setObjectName("scrollContent");
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(24, Theme::kMarginPx, 24, Theme::kMarginPx);
    column->setSpacing(Theme::kMarginPx);
    column->addWidget(m_questions = createQuestions());
    m_card = new ModelCardView(content);
    column->addWidget(m_card, 1);
    m_area->setWidget(content);
    inner->addWidget(m_area);
    outer->addWidget(frame, 1);
    outer->addWidget(createButtons());
    connect(m_naming, &ClassNaming::changed, this, &AddModelPage::refresh);
}

QWidget* AddModelPage::createQuestions() {
    auto* questions = new QWidget(this);
    questions->setObjectName("addQuestions");
    auto* column = new QVBoxLayout(questions);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(Theme::kSpacingPx);
    column->addWidget(makeHeading(tr("Before it is added"), questions));
    auto* row = new QHBoxLayout;
    row->setSpacing(12);
    auto* label = makeMuted(tr("Name in the list"), questions);
    label->setWordWrap(false);
    row->addWidget(label);
    m_name = new QLineEdit(questions);
    m_name->setObjectName("addName");
    m_name->setAccessibleName(tr("Name in the list"));
    m_name->setToolTip(tr("How the model is called here; empty: as the file"));
    m_name->setMaxLength(kLongestTitle);
    m_name->setAcceptDrops(false);
    m_name->setFixedWidth(kNameWidthPx);
    label->setBuddy(m_name);
    row->addWidget(m_name);
    row->addStretch(1);
    column->addLayout(row);
    m_naming = new ClassNaming(questions);
    column->addWidget(m_naming);
    auto* line = new QFrame(questions);
    line->setProperty("line", true);
    column->addWidget(line);
    return questions;
}

QWidget* AddModelPage::createButtons() {
    auto* bar = new QWidget(this);
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(Theme::kSpacingPx);
    auto* words = new QVBoxLayout;
    words->setSpacing(2);
    m_listed = makeMuted({}, bar);
    m_listed->setObjectName("addListed");
    words->addWidget(m_listed);
    m_problem = makeMuted({}, bar);
    m_problem->setObjectName("addProblem");
    words->addWidget(m_problem);
    row->addLayout(words, 1);
    m_addAndUse = new QPushButton(tr("Add and use for classifying"), bar);
    m_addAndUse->setObjectName("addAndUse");
    m_addAndUse->setProperty("primary", true);
    m_addAndUse->setToolTip(tr("Keep a copy in the list, and classify cells with it from now on"));
    row->addWidget(m_addAndUse);
    m_add = new QPushButton(bar);
    m_add->setObjectName("addToList");
    row->addWidget(m_add);
    m_cancel = new QPushButton(tr("Cancel"), bar);
    m_cancel->setObjectName("addCancel");
    m_cancel->setToolTip(tr("Leave it: nothing was changed (Esc)"));
    row->addWidget(m_cancel);
    connect(m_cancel, &QPushButton::clicked, this, &AddModelPage::cancelRequested);
    connect(m_add, &QPushButton::clicked, this, [this] { Q_EMIT addRequested(false); });
    connect(m_addAndUse, &QPushButton::clicked, this, [this] { Q_EMIT addRequested(true); });
    return bar;
}

void AddModelPage::ask(const inference::ModelInspection& inspection, const QString& place, const QString& listedAs) {
    m_inspection = inspection;
    m_listedAs = listedAs;
    m_busy = false;
    const bool weights = !inspection.card;
    m_heading->setText(weights ? tr("Add these weights?") : tr("Add this model?"));
    m_place->setText(place);
    m_card->showInspection(inspection);
    m_questions->setVisible(weights);
    m_name->clear();
    m_name->setPlaceholderText(QString::fromStdString(toUtf8(inspection.file.stem())));
    m_naming->setVisible(canNameClasses(inspection));
    m_naming->start(canNameClasses(inspection) ? inspection.headClasses : 0);
    m_listed->setText(listedAs.isEmpty() ? QString() : tr("It is in the list already, as “%1”.").arg(listedAs));
    m_listed->setVisible(!listedAs.isEmpty());
    m_area->verticalScrollBar()->setValue(0);
    refresh();
    m_area->setFocus(Qt::OtherFocusReason);  // on no button: a key pressed for something else must not answer
}

void AddModelPage::setBusy(bool busy) {
    m_busy = busy;
    refresh();
}

bool AddModelPage::willClassify() const {
    if (m_inspection.card) return m_inspection.card->kind == inference::ModelKind::Classifier;
    return canNameClasses(m_inspection) && m_naming->wanted();
}

QString AddModelPage::problem() const {
    return canNameClasses(m_inspection) ? m_naming->problem() : QString();
}

void AddModelPage::refresh() {
    const QString wrong = problem();
    const bool classifies = willClassify();
    m_problem->setText(wrong);
    m_problem->setVisible(!wrong.isEmpty());
    m_addAndUse->setVisible(classifies);
    m_add->setText(!classifies            ? tr("Add as a starting point for training")
                   : m_listedAs.isEmpty() ? tr("Add to the list")
                                          : tr("Show in the list"));
    m_add->setToolTip(classifies ? tr("Keep a copy in the list; what classifies now stays as it is")
                                 : tr("Keep a copy in the list, to start trainings from"));
    m_add->setProperty("primary", !classifies);
    setRole(m_add, "");  // its look follows the property above
    for (QPushButton* button : {m_add, m_addAndUse}) button->setEnabled(!m_busy && wrong.isEmpty());
    m_cancel->setEnabled(!m_busy);
    m_questions->setEnabled(!m_busy);
}

inference::ImportChoices AddModelPage::choices() const {
    inference::ImportChoices choices;
    choices.name = m_name->text().simplified().toStdString();
    if (!m_inspection.card && willClassify()) {
        choices.classes = m_naming->names();
        choices.blastClass = m_naming->blastClass();
    }
    return choices;
}

}  // namespace leukolens::ui

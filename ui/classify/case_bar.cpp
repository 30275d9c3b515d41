#include "ui/classify/case_bar.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>

#include "core/base/files.h"
#include "ui/classify/answers_button.h"
#include "ui/shell/dates.h"
#include "ui/shell/shortcuts.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {

namespace {

constexpr int kModelTextPx = 200;
constexpr int kCaseNamePx = 150;

QString nameOf(const casebook::CaseSummary& summary) {
    return summary.name.empty() ? CaseBar::tr("Unnamed") : QString::fromStdString(summary.name);
}

}  // namespace

CaseBar::CaseBar(ClassifySession& session, QWidget* parent) : QWidget(parent), m_session(session) {
    setObjectName("caseBar");
    createLayout();
    connect(m_cases, &QComboBox::activated, this, [this](int row) {
        const qint64 id = m_cases->itemData(row).toLongLong();
        if (id != m_session.summary().id && id != 0) Q_EMIT caseChosen(id);
    });
    connect(m_newCase, &QPushButton::clicked, this, &CaseBar::newCaseRequested);
    connect(m_name, &QLineEdit::editingFinished, this, &CaseBar::commitName);
    connect(m_model, &QPushButton::clicked, this, &CaseBar::chooseModelRequested);
    connect(m_report, &QPushButton::clicked, this, &CaseBar::reportRequested);
    connect(&m_session, &ClassifySession::caseChanged, this, &CaseBar::showCase);
    connect(&m_session, &ClassifySession::knownCasesChanged, this, &CaseBar::fillCases);
    connect(&m_session, &ClassifySession::modelChanged, this, &CaseBar::showModel);
    showCase();
    Shortcuts::follow(this, ShortcutId::Models, [this] { showModel(); });
}

void CaseBar::createLayout() {
    m_cases = new QComboBox(this);
    m_cases->setObjectName("caseChooser");
    m_cases->setToolTip(tr("Open a case, the last changed first"));
    m_cases->setAccessibleName(tr("Case"));
    m_cases->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_cases->setMinimumContentsLength(26);
    m_newCase = new QPushButton(Theme::icon("add"), tr("New case"), this);
    m_newCase->setObjectName("newCase");
    m_newCase->setToolTip(tr("Start an empty case; this one stays saved"));
    m_name = new QLineEdit(this);
    m_name->setObjectName("patientName");
    m_name->setPlaceholderText(tr("Patient's name or number"));
    m_name->setToolTip(tr("Patient's name or number, printed on the report; saved as soon as you leave the field"));
    m_name->setAccessibleName(tr("Patient's name or number"));
    m_name->setMaxLength(200);
    m_name->setAcceptDrops(false);  // files dropped on it are meant for the case
    m_name->setMinimumWidth(150);
    m_name->setMaximumWidth(340);
    m_model = new QPushButton(Theme::icon("model"), {}, this);
    m_model->setObjectName("chooseModel");
    m_report = new QPushButton(Theme::icon("report", Theme::onAccent()), tr("Report…"), this);
    m_report->setObjectName("report");
    m_report->setProperty("primary", true);
    Shortcuts::describe(m_report, ShortcutId::CaseReport, tr("Show the report of this case, to save it as PDF or to print it"));

    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(Theme::kSpacingPx);
    row->addWidget(m_cases, 2);
    row->addWidget(m_newCase);
    row->addSpacing(Theme::kSpacingPx);
    row->addWidget(m_name, 2);
    row->addStretch(1);
    row->addWidget(m_model);
    row->addWidget(new AnswersButton(m_session, this));
    row->addWidget(m_report);
}

void CaseBar::commitName() {
    m_session.rename(m_name->text());
}

void CaseBar::focusName() {
    m_name->setFocus(Qt::OtherFocusReason);
}

void CaseBar::setReportEnabled(bool enabled) {
    m_report->setEnabled(enabled);
}

void CaseBar::fillCases() {
    m_cases->clear();
    const casebook::CaseSummary& current = m_session.summary();
    if (current.id == 0) m_cases->addItem(tr("New case"), qint64{0});
    for (const casebook::CaseSummary& known : m_session.knownCases()) {
        const QString name = fontMetrics().elidedText(nameOf(known), Qt::ElideRight, kCaseNamePx);
        const QDateTime changed = isoTime(known.changed);
        //: a case in the list: name, day of the last change
        m_cases->addItem(tr("%1 · %2").arg(name, dateText(changed.date())),
                         static_cast<qint64>(known.id));
        if (known.state == casebook::CaseState::Signed) m_cases->setItemIcon(m_cases->count() - 1, Theme::icon("check"));
        const QString when = timeText(changed);
        m_cases->setItemData(m_cases->count() - 1,
                             tr("%1\nCells: %2\nLast changed: %3").arg(nameOf(known), locale().toString(known.cells), when),
                             Qt::ToolTipRole);
        if (known.id == current.id) m_cases->setCurrentIndex(m_cases->count() - 1);
    }
}

void CaseBar::showCase() {
    const QString name = QString::fromStdString(m_session.summary().name);
    if (m_name->text() != name) m_name->setText(name);
    if (!m_name->hasFocus()) m_name->setCursorPosition(0);  // the beginning of a long name says more than its end
    setEnabled(!m_session.loading());
    const bool fixed = m_session.access() != ClassifySession::Access::Open;
    m_name->setReadOnly(fixed);
    m_cases->setEnabled(!m_session.reading());  // a reading is left first, so that nobody goes on reading another case by mistake
    m_newCase->setEnabled(!m_session.reading());
    fillCases();
}

void CaseBar::showModel() {
    QString text, tip;
    switch (m_session.modelState()) {
        case ClassifySession::ModelState::None:
            text = tr("Choose model…");
            tip = Shortcuts::withKeys(tr("Choose the model that classifies the cells"), ShortcutId::Models);
            break;
        case ClassifySession::ModelState::Loading: text = tip = tr("Loading the model…"); break;
        case ClassifySession::ModelState::Failed:
            text = tr("Model cannot be used");
            tip = QString::fromStdString(m_session.modelError().message());
            break;
        case ClassifySession::ModelState::Ready:
            text = m_session.modelName();
            tip = Shortcuts::withKeys(tr("Model: %1\n%2\nSHA-256 %3\nClick for the list of models")
                                          .arg(text, QString::fromStdString(toUtf8(m_session.model()->file)),
                                               QString::fromStdString(m_session.model()->sha256)),
                                      ShortcutId::Models);
            break;
    }
    const bool failed = m_session.modelState() == ClassifySession::ModelState::Failed;
    m_model->setIcon(failed ? Theme::icon("warning", Theme::failure()) : Theme::icon("model"));
    m_model->setText(fontMetrics().elidedText(text, Qt::ElideMiddle, kModelTextPx));
    m_model->setToolTip(tip);
    m_model->setAccessibleName(tr("Model: %1").arg(text));
}

}  // namespace leukolens::ui

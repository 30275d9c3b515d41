#include "ui/classify/state_strip.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

#include <algorithm>

#include "ui/shell/dates.h"
#include "ui/shell/labels.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {

namespace {

QString shown(const std::string& text, const QString& otherwise) {
    return text.empty() ? otherwise : QString::fromStdString(text);
}

}  // namespace

StateStrip::StateStrip(ClassifySession& session, QWidget* parent) : NoticeStrip("stateStrip", parent), m_session(session) {
    m_text = addText("stateText");
    m_reader = new QLineEdit(this);
    m_reader->setObjectName("readerName");
    m_reader->setPlaceholderText(tr("Second reader's name"));
    m_reader->setAccessibleName(tr("Second reader's name"));
    m_reader->setToolTip(tr("Name of the second reader; an unfinished reading under this name is continued"));
    m_reader->setMaxLength(200);
    row().addWidget(m_reader);
    m_start = addButton("startReading", tr("Start reading"), tr("Decide every cell anew; this case keeps its classes"));
    m_cancel = addButton("cancelReading", tr("Cancel"), tr("Do not start a second reading"));
    m_finish = addButton("finishReading", tr("Finish"), tr("Finish this reading; it cannot be changed afterwards"));
    m_leave = addButton("leaveReading", tr("Leave"), tr("Back to the case; this reading is kept and can be continued"));
    m_tryAgain = addButton("tryAgain", tr("Try again"), tr("Open the case anew; it can be changed here once nobody else has it"));
    m_showAnswers = addButton("endBlinded", tr("Show answers"), tr("End the blinded review"));

    const auto start = [this] {
        m_asking = false;
        m_session.startReading(m_reader->text());
        update();
    };
    connect(m_start, &QPushButton::clicked, this, start);
    connect(m_reader, &QLineEdit::returnPressed, this, [this, start] {
        if (m_start->isEnabled()) start();
    });
    connect(m_reader, &QLineEdit::textChanged, this, [this] { m_start->setEnabled(!m_reader->text().trimmed().isEmpty()); });
    connect(m_cancel, &QPushButton::clicked, this, [this] {
        m_asking = false;
        update();
    });
    connect(m_finish, &QPushButton::clicked, &m_session, &ClassifySession::finishReading);
    connect(m_leave, &QPushButton::clicked, &m_session, &ClassifySession::leaveReading);
    connect(m_tryAgain, &QPushButton::clicked, &m_session, &ClassifySession::reopen);
    connect(m_showAnswers, &QPushButton::clicked, &m_session, [this] { m_session.setBlinded(false); });
    connect(&m_session, &ClassifySession::caseChanged, this, &StateStrip::update);
    connect(&m_session.cells(), &QAbstractItemModel::dataChanged, this, &StateStrip::showProgress);
    update();
}

void StateStrip::askForReader(const QString& suggestion) {
    m_asking = true;
    m_reader->setText(suggestion);
    m_start->setEnabled(!suggestion.trimmed().isEmpty());
    update();
    m_reader->selectAll();
    m_reader->setFocus(Qt::OtherFocusReason);
}

void StateStrip::update() {
    const bool reading = m_session.reading(), held = m_session.access() == ClassifySession::Access::HeldElsewhere;
    if (reading || held) m_asking = false;
    const bool blinded = m_session.blinded() && !reading;
    setVisible(held || reading || m_asking || blinded);
    for (QWidget* widget : {static_cast<QWidget*>(m_reader), static_cast<QWidget*>(m_start), static_cast<QWidget*>(m_cancel)}) widget->setVisible(m_asking);
    for (QWidget* widget : {m_finish, m_leave}) widget->setVisible(reading);
    m_tryAgain->setVisible(held);
    m_tryAgain->setEnabled(!m_session.loading());
    m_showAnswers->setVisible(blinded && !held && !m_asking);
    setIcon(held ? "info" : "user", Theme::accent());
    if (held) {
        const casebook::CaseHolder& holder = m_session.holder();
        //: who has the case open, on which computer, since when
        m_text->setText(tr("%1 on %2 has had this case open since %3. You can view it here, but not change it.")
                            .arg(shown(holder.user, tr("Somebody")), shown(holder.computer, tr("another computer")), holder.since.empty() ? QStringLiteral("?") : isoTimeText(holder.since)));
    } else if (m_asking) {
        m_text->setText(tr("Second reading: every cell is decided anew, without the model's answer and the first reader's."));
    } else if (reading) {
        showProgress();
    } else if (blinded) {
        m_text->setText(tr("Blinded: the model's answer to a cell is shown once you have decided it."));
    }
}

void StateStrip::showProgress() {
    if (!m_session.reading()) return;
    const auto& cells = m_session.cells().cells();
    const auto decided = std::count_if(cells.begin(), cells.end(), [](const ShownCell& cell) { return cell.cell.reviewed; });
    m_text->setText(tr("Second reading by %1: %2 of %3 cells decided.")
                        .arg(m_session.reader(), locale().toString(static_cast<int>(decided)), locale().toString(static_cast<int>(cells.size()))));
}

}  // namespace leukolens::ui

#include "ui/cases/audit_panel.h"

#include <QCheckBox>
#include <QDateTime>
#include <QDir>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QStyle>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

#include "core/base/files.h"
#include "core/casebook/store_copy.h"
#include "ui/cases/audit_words.h"
#include "ui/cases/case_words.h"
#include "ui/cases/copy_store_dialog.h"
#include "ui/shell/dialogs.h"
#include "ui/shell/help_request.h"
#include "ui/shell/job_panel.h"
#include "ui/shell/labels.h"
#include "ui/shell/shortcuts.h"
#include "ui/shell/tables.h"
#include "ui/shell/theme.h"
#include "ui/widgets/text_table.h"

namespace leukolens::ui {
namespace {

constexpr int kShownLines = 2000;

/// Every word somewhere in the line.
class LineFilter : public QSortFilterProxyModel {
public:
    using QSortFilterProxyModel::QSortFilterProxyModel;
    void setWords(const QString& words) {
        m_words = words.toLower().split(' ', Qt::SkipEmptyParts);
        invalidateFilter();
    }

protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override {
        if (m_words.isEmpty()) return true;
        QString line;
        for (int column = 0; column < sourceModel()->columnCount(parent); ++column) line += sourceModel()->index(row, column, parent).data().toString().toLower() + '\n';
        return std::ranges::all_of(m_words, [&line](const QString& word) { return line.contains(word); });
    }

private:
    QStringList m_words;
};

}  // namespace

AuditPanel::AuditPanel(AppContext& context, CasesSession& session, QWidget* parent) : QWidget(parent), m_context(context), m_session(session) {
    setObjectName("auditPanel");
    help::setPlace(this, "cases#see-who-did-what");
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 12, 0, 0);
    column->setSpacing(12);
    column->addWidget(createBar());
    m_progress = new JobPanel(context.fileWorker, "verifyPanel", this);
    m_progress->hide();
    column->addWidget(m_progress);
    column->addWidget(createResult());
    QFrame* card = makeCard("auditCard", this);
    auto* inCard = new QVBoxLayout(card);
    inCard->setContentsMargins(12, 8, 12, 8);
    m_table = new TextTable(this);
    auto* filter = new LineFilter(this);
    m_found = filter;
    m_found->setSourceModel(m_table);
    m_view = new QTableView(card);
    m_view->setObjectName("auditTable");
    m_view->setAccessibleName(tr("Lines of the audit trail, newest first"));
    styleTable(*m_view);
    m_view->horizontalHeader()->setResizeContentsPrecision(0);
    m_view->setModel(m_found);
    inCard->addWidget(m_view, 1);
    m_count = makeMuted(QString(), card);
    m_count->setObjectName("auditCount");
    inCard->addWidget(m_count);
    column->addWidget(card, 1);
    const auto describe = [this] {
        const int all = m_table->rowCount(), found = m_found->rowCount();
        m_count->setText(found == all ? tr("%Ln line(s)", "", all) : tr("%1 of %Ln line(s)", "", all).arg(QLocale().toString(found)));
    };
    connect(m_search, &QLineEdit::textChanged, this, [this, filter, describe] {
        filter->setWords(m_search->text());
        describe();
    });
    connect(m_table, &QAbstractItemModel::modelReset, this, describe);
    connect(&session, &CasesSession::openedChanged, this, [this] {
        m_onlyPatient->setEnabled(m_session.opened().has_value());
        if (isVisible()) read();
    });
    connect(&session, &CasesSession::patientsChanged, this, [this] {
        if (isVisible()) read();
    });
}

QWidget* AuditPanel::createBar() {
    auto* bar = new QWidget(this);
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(Theme::kSpacingPx);
    m_search = new QLineEdit(bar);
    m_search->setObjectName("auditSearch");
    m_search->setClearButtonEnabled(true);
    m_search->addAction(Theme::icon("search", Theme::mutedText()), QLineEdit::LeadingPosition);
    m_search->setPlaceholderText(tr("Search: person, date, action, value"));
    m_search->setAccessibleName(tr("Search the audit trail"));
    Shortcuts::describe(m_search, ShortcutId::FindCase, tr("Words that are part of a line, in any order"));
    row->addWidget(m_search, 1);
    m_onlyPatient = new QCheckBox(tr("Only the chosen patient"), bar);
    m_onlyPatient->setObjectName("auditOnlyPatient");
    m_onlyPatient->setToolTip(tr("Show the lines about the patient that is chosen in the list, and about the sessions of that patient"));
    m_onlyPatient->setEnabled(false);
    row->addWidget(m_onlyPatient);
    row->addSpacing(Theme::kSpacingPx);
    m_verify = makeButton("check-circle", tr("Verify"), bar);
    m_verify->setObjectName("verifyTrail");
    m_verify->setToolTip(tr("Check every line of the trail and every cell against it"));
    m_backUp = makeButton("copy", tr("Back up now…"), bar);
    m_backUp->setObjectName("backUpStore");
    m_backUp->setToolTip(tr("Write a checked copy of the whole case store into a file; work goes on meanwhile"));
    m_copy = makeButton("export", tr("Copy to server…"), bar);
    m_copy->setObjectName("copyStoreToServer");
    row->addWidget(m_verify);
    row->addWidget(m_backUp);
    row->addWidget(m_copy);
    connect(m_onlyPatient, &QCheckBox::toggled, this, &AuditPanel::read);
    connect(m_verify, &QPushButton::clicked, this, &AuditPanel::verify);
    connect(m_backUp, &QPushButton::clicked, this, &AuditPanel::backUp);
    connect(m_copy, &QPushButton::clicked, this, &AuditPanel::copyToServer);
    return bar;
}

QWidget* AuditPanel::createResult() {
    m_result = new QFrame(this);
    m_result->setObjectName("verifyResult");
    auto* row = new QHBoxLayout(m_result);
    row->setContentsMargins(12, 8, 12, 8);
    row->setSpacing(12);
    m_resultIcon = new QLabel(m_result);
    m_resultText = makeText(QString(), m_result);
    m_resultText->setObjectName("verifyText");
    row->addWidget(m_resultIcon, 0, Qt::AlignTop);
    row->addWidget(m_resultText, 1);
    m_result->hide();
    return m_result;
}

void AuditPanel::focusSearch() {
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
}

void AuditPanel::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    followStore();
    read();
}

void AuditPanel::followStore() {
    const auto address = m_session.writer().address();
    const bool server = address && address->isServer();
    m_copy->setEnabled(address && !server);
    m_copy->setToolTip(server ? tr("The cases are on a server already; Back up now writes them into a file") : tr("Copy the whole case store into an empty database on a PostgreSQL server"));
}

void AuditPanel::read() {
    const auto patient = m_onlyPatient->isChecked() && m_session.opened() ? m_session.opened()->summary.patient.id : 0;
    m_session.writer().read<std::vector<Line>>(
        tr("Reading the audit trail"),
        [patient](casebook::CaseStore& store) -> Result<std::vector<Line>> {
            casebook::AuditTrail trail(store);
            auto rows = patient == 0 ? trail.newest(kShownLines) : trail.ofPatient(patient);
            if (!rows) return fail(rows.error());
            if (patient != 0) std::ranges::reverse(*rows);
            std::vector<Line> lines;
            lines.reserve(rows->size());
            // Here and not in the window: a line about many cells takes a while.
            for (auto& row : *rows) {
                QString change = auditChange(row);
                row.detail.clear();
                lines.push_back({std::move(row), std::move(change)});
            }
            return lines;
        },
        this,
        [this, number = ++m_readNumber](Result<std::vector<Line>> lines) {
            if (number != m_readNumber) return;
            if (!lines) return Q_EMIT failed(tr("The audit trail could not be read."), lines.error());
            m_lines = std::move(*lines);
            fill();
        });
}

QString AuditPanel::subjectOf(const casebook::AuditRow& row) const {
    if (!m_session.patients()) return {};
    for (const auto& patient : *m_session.patients()) {
        if (row.patient == patient.patient.id && !row.caseId) return patientTitle(patient.patient.label);
        if (!row.caseId) continue;
        for (const auto& session : patient.sessions)
            if (session.id == *row.caseId) return tr("%1 · %2").arg(patientTitle(patient.patient.label), caseDate(session.taken));
    }
    return {};
}

void AuditPanel::fill() {
    std::map<std::pair<std::optional<casebook::CaseId>, std::optional<casebook::PatientId>>, QString> subjects;
    std::vector<std::vector<TextCell>> lines;
    lines.reserve(m_lines.size());
    for (const auto& [row, words] : m_lines) {
        const auto [subject, isNew] = subjects.try_emplace({row.caseId, row.patient});
        if (isNew) subject->second = subjectOf(row);
        TextCell change{words};
        change.toolTip = change.text;
        TextCell number{QLocale().toString(static_cast<qlonglong>(row.id)), {}, true};
        number.toolTip = tr("SHA-256 of this line: %1").arg(QString::fromStdString(row.hash));
        lines.push_back({textCell(auditTime(row.time)), std::move(number), textCell(QString::fromStdString(row.person)), textCell(auditAction(row.action)), textCell(subject->second), std::move(change)});
    }
    m_table->set({tr("Time"), tr("Line"), tr("Person"), tr("Action"), tr("About"), tr("Old and new value")}, std::move(lines), {}, {0, 2, 3, 4, 5});
    m_view->horizontalHeader()->setStretchLastSection(true);
    for (int column = 0; column + 1 < m_table->columnCount(); ++column) m_view->resizeColumnToContents(column);
    const bool longer = static_cast<int>(m_lines.size()) == kShownLines && !m_onlyPatient->isChecked();
    m_count->setToolTip(longer ? tr("The newest lines are shown; all are verified.") : QString());
}

void AuditPanel::verify() {
    m_verify->setEnabled(false);
    m_result->hide();
    m_progress->setHeading(tr("Verifying the audit trail"));
    m_progress->show();
    m_session.writer().readLong<casebook::Verification>(
        tr("Verifying the audit trail"), [](casebook::CaseStore& store, ProgressSink& progress, const CancelToken& cancel) { return casebook::AuditTrail(store).verify(progress, cancel); }, this,
        [this](const Result<casebook::Verification>& found) {
            m_verify->setEnabled(true);
            m_progress->hide();
            if (!found) return Q_EMIT failed(tr("The audit trail could not be verified."), found.error());
            showResult(*found);
        });
}

void AuditPanel::showResult(const casebook::Verification& found) {
    const bool intact = found.intact();
    m_result->setProperty("message", intact ? "notice" : "error");
    m_result->style()->unpolish(m_result);
    m_result->style()->polish(m_result);
    m_resultIcon->setPixmap(Theme::icon(intact ? "check-circle" : "error", intact ? Theme::success() : Theme::failure()).pixmap(20, 20));
    m_resultText->setText(verificationWords(found));
    m_result->show();
    if (intact || found.firstBad->row == 0) return;
    const auto line = std::ranges::find_if(m_lines, [&found](const Line& shown) { return shown.row.id == found.firstBad->row; });
    if (line == m_lines.end()) return;
    const QModelIndex index = m_found->mapFromSource(m_table->index(static_cast<int>(line - m_lines.begin()), 0));
    m_view->setCurrentIndex(index);
    m_view->scrollTo(index);
}

void AuditPanel::backUp() {
    const auto address = m_session.writer().address();
    if (!address) return Q_EMIT failed(tr("The case store could not be backed up."), address.error());
    const QString name = QStringLiteral("leukolens-cases-%1.leukocases").arg(QDateTime::currentDateTime().toString(QStringLiteral("yyyy-MM-dd-HHmm")));
    const QString file = dialogs::saveFile(this, tr("Back up the case store"), QDir::home().filePath(name), tr("Case files (*.leukocases)"));
    if (file.isEmpty()) return;
    m_backUp->setEnabled(false);
    m_context.fileWorker.run<casebook::Verification>(
        tr("Backing up the case store"), [address = *address, target = std::filesystem::path(file.toStdString())](ProgressSink& progress, const CancelToken& cancel) { return casebook::backUpStore(address, target, progress, cancel); },
        this, [this, file](const Result<casebook::Verification>& done) {
            m_backUp->setEnabled(true);
            if (!done) return Q_EMIT failed(tr("The case store could not be backed up."), done.error());
            if (!done->intact()) Q_EMIT noticed(tr("The case store was backed up as it is: %1. It has been altered outside of the program; Verify says where. Keep older backups.").arg(file));
            else Q_EMIT noticed(tr("The case store was backed up and the copy checked: %1. To restore it, choose this file as the case store in Settings.").arg(file));
            if (isVisible()) read();
        });
}

void AuditPanel::copyToServer() {
    const auto address = m_session.writer().address();
    if (!address || address->isServer()) return;
    auto* dialog = new CopyStoreDialog(m_context, address->file(), window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &CopyStoreDialog::useRequested, this, [this](const QString& server) {
        m_context.settings.set(SettingKey::CaseFile, server);
        // What would be changed before the next start would stand in the old store only.
        window()->close();
    });
    dialog->open();
}

}  // namespace leukolens::ui

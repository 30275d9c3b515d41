#include "ui/shell/problem_dialog.h"

#include <QDate>
#include <QDialogButtonBox>
#include <QDir>
#include <QFontDatabase>
#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScreen>
#include <QVBoxLayout>

#include "ui/shell/core_texts.h"
#include "ui/shell/dialogs.h"
#include "ui/shell/help_request.h"
#include "ui/shell/job_runner.h"
#include "ui/shell/labels.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {
namespace {

constexpr QSize kBestSize(900, 620);
constexpr double kShareOfScreen = 0.9;
constexpr int kTypedLines = 4;
const QString kTypedEntry = QStringLiteral("what-happened.txt");

}  // namespace

ProblemDialog::ProblemDialog(ProblemSources sources, JobRunner& worker, QWidget* parent) : QDialog(parent), m_worker(worker) {
    setObjectName("problemDialog");
    help::setPlace(this, "troubleshooting#report-a-problem");
    setWindowTitle(tr("Report a problem"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(Theme::kMarginPx, Theme::kMarginPx, Theme::kMarginPx, Theme::kMarginPx);
    layout->setSpacing(Theme::kSpacingPx);
    layout->addWidget(makeMuted(tr("Puts what is listed below into a zip file, which you can hand on. No image and no name goes into it, and nothing is sent."), this));
    layout->addWidget(createWords());
    layout->addWidget(createEntries(), 1);
    m_state = makeText(QString(), this);
    m_state->setObjectName("problemState");
    layout->addWidget(m_state);
    layout->addWidget(createButtons());
    resize(kBestSize.boundedTo(screen()->availableSize() * kShareOfScreen));
    collect(std::move(sources));
}

QWidget* ProblemDialog::createWords() {
    auto* part = new QWidget(this);
    auto* column = new QVBoxLayout(part);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    auto* label = new QLabel(tr("What &happened?"), part);
    m_words = new QPlainTextEdit(part);
    m_words->setObjectName("problemWords");
    m_words->setAccessibleName(tr("What happened"));
    m_words->setPlaceholderText(tr("What you did, what you expected, and what came instead"));
    m_words->setTabChangesFocus(true);
    m_words->setFixedHeight(m_words->fontMetrics().lineSpacing() * kTypedLines + 2 * Theme::kSpacingPx);
    label->setBuddy(m_words);
    column->addWidget(label);
    column->addWidget(m_words);
    connect(m_words, &QPlainTextEdit::textChanged, this, [this] {
        if (m_list->currentRow() == 0) showEntry();
    });
    return part;
}

QWidget* ProblemDialog::createEntries() {
    auto* part = new QWidget(this);
    auto* row = new QHBoxLayout(part);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(Theme::kSpacingPx);
    m_list = new QListWidget(part);
    m_list->setObjectName("problemEntries");
    m_list->setAccessibleName(tr("What the zip holds"));
    m_list->setFixedWidth(m_list->fontMetrics().horizontalAdvance(kTypedEntry) + 3 * Theme::kMarginPx);
    row->addWidget(m_list);
    m_text = new QPlainTextEdit(part);
    m_text->setObjectName("problemText");
    m_text->setAccessibleName(tr("Content of the chosen entry"));
    m_text->setReadOnly(true);
    m_text->setTabChangesFocus(true);
    m_text->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_text->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    row->addWidget(m_text, 1);
    connect(m_list, &QListWidget::currentRowChanged, this, &ProblemDialog::showEntry);
    return part;
}

QWidget* ProblemDialog::createButtons() {
    auto* buttons = new QDialogButtonBox(this);
    m_save = buttons->addButton(tr("Save zip…"), QDialogButtonBox::ActionRole);
    m_save->setObjectName("problemSave");
    m_save->setEnabled(false);
    makePrimary(m_save);
    buttons->addButton(tr("Close"), QDialogButtonBox::RejectRole)->setObjectName("problemClose");
    connect(m_save, &QPushButton::clicked, this, &ProblemDialog::save);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    return buttons;
}

void ProblemDialog::collect(ProblemSources sources) {
    say(tr("Reading the log and the names that have to be taken out of it…"), "muted");
    m_worker.run<ProblemReport>(
        tr("Reading the log"), [sources = std::move(sources)](ProgressSink&, const CancelToken&) -> Result<ProblemReport> { return collectProblemReport(sources); }, this,
        [this](Result<ProblemReport> report) {
            if (!report) return say(errorWords(report.error()), "failure");
            showCollected(std::move(*report));
        },
        JobPolicy::Disposable);
}

void ProblemDialog::showCollected(ProblemReport report) {
    m_report = std::move(report);
    m_list->addItem(kTypedEntry);
    for (const ReportEntry& entry : m_report->entries) m_list->addItem(entry.name);
    m_list->setCurrentRow(0);
    m_save->setEnabled(true);
    if (m_report->namesKnown) say(tr("Names became NAME, places FILE. Look through the entries before you hand the file on."), "muted");
    else say(tr("The case store could not be read, so the names in it are not known: of the log only times and codes of errors go into the file. Leave names out of what you type."), "warning");
}

std::vector<ReportEntry> ProblemDialog::entries() const {
    std::vector<ReportEntry> all{{kTypedEntry, redactedWords(*m_report, m_words->toPlainText())}};
    all.insert(all.end(), m_report->entries.begin(), m_report->entries.end());
    return all;
}

void ProblemDialog::showEntry() {
    const int row = m_list->currentRow();
    if (!m_report || row < 0) return;
    m_text->setPlainText(row == 0 ? redactedWords(*m_report, m_words->toPlainText()) : m_report->entries[static_cast<std::size_t>(row - 1)].text);
}

void ProblemDialog::save() {
    const QString name = QStringLiteral("leukolens-problem-%1.zip").arg(QDate::currentDate().toString(Qt::ISODate));
    const QString file = dialogs::saveFile(this, tr("Save the report of a problem"), QDir::home().filePath(name), tr("Zip files (*.zip)"));
    if (file.isEmpty()) return;
    m_save->setEnabled(false);
    m_worker.run<void>(
        tr("Saving the report of a problem"), [target = std::filesystem::path(file.toStdString()), all = entries()](ProgressSink&, const CancelToken&) { return saveProblemZip(target, all); }, this,
        [this, file](const Result<void>& saved) {
            m_save->setEnabled(true);
            if (!saved) return say(errorWords(saved.error()), "failure");
            say(tr("Saved: %1").arg(file), "");
        },
        JobPolicy::MustFinish);
}

void ProblemDialog::say(const QString& words, const char* role) {
    m_state->setText(words);
    setRole(m_state, role);
}

}  // namespace leukolens::ui

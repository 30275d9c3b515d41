#include "ui/shell/store_setting_editor.h"

#include <QCoreApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include "core/base/files.h"
#include "core/casebook/case_store.h"
#include "ui/shell/core_texts.h"
#include "ui/shell/dialogs.h"
#include "ui/shell/job_runner.h"
#include "ui/shell/labels.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {
namespace {

QString translated(const char* source) { return QCoreApplication::translate("Settings", source); }

}  // namespace

StoreSettingEditor::StoreSettingEditor(AppSettings& settings, const SettingSpec& spec, const QString& objectName, JobRunner& worker, QWidget* parent)
    : QWidget(parent), m_settings(settings), m_spec(spec), m_worker(worker) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addWidget(createLine(objectName));
    column->addLayout(createTest());
    setFocusProxy(m_line);
    showSetting();
    connect(&settings, &AppSettings::changed, this, [this](SettingKey key) {
        if (key == m_spec.key) showSetting();
    });
}

QWidget* StoreSettingEditor::createLine(const QString& objectName) {
    auto* bar = new QWidget(this);
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(Theme::kSpacingPx);
    m_line = new QLineEdit(bar);
    m_line->setObjectName(objectName);
    m_line->setPlaceholderText(tr("Standard place"));
    m_line->setToolTip(translated(m_spec.help));
    m_line->setAccessibleName(translated(m_spec.label));
    m_line->setAccessibleDescription(translated(m_spec.help));
    row->addWidget(m_line, 1);
    auto* chooser = new QToolButton(bar);
    chooser->setObjectName(objectName + "_choose");
    chooser->setIcon(Theme::icon("folder-open"));
    chooser->setToolTip(tr("Choose a case file…"));
    chooser->setAccessibleName(tr("Choose a case file…"));
    row->addWidget(chooser);
    connect(m_line, &QLineEdit::editingFinished, this, &StoreSettingEditor::commit);
    connect(chooser, &QToolButton::clicked, this, &StoreSettingEditor::choose);
    return bar;
}

/// Below the line: an address needs its whole width.
QLayout* StoreSettingEditor::createTest() {
    auto* row = new QHBoxLayout;
    row->setSpacing(Theme::kSpacingPx);
    m_test = new QPushButton(tr("Test connection"), this);
    m_test->setObjectName("testStoreConnection");
    m_test->setAutoDefault(false);
    m_test->setToolTip(tr("Connect now; the tables of this program are made where the database has none"));
    m_result = makeText(QString(), this);
    m_result->setObjectName("storeConnectionResult");
    m_result->setFont(Theme::font(0.9));
    m_result->hide();
    row->addWidget(m_test, 0, Qt::AlignTop | Qt::AlignLeft);
    row->addWidget(m_result, 1);
    connect(m_test, &QPushButton::clicked, this, &StoreSettingEditor::test);
    return row;
}

void StoreSettingEditor::showSetting() {
    if (m_line->text() != m_settings.text(m_spec.key)) {
        m_line->setText(m_settings.text(m_spec.key));
        m_line->setCursorPosition(0);  // which server it is stands in front
    }
    m_test->setVisible(m_settings.casesOnServer());
}

void StoreSettingEditor::say(const QString& words, const char* role) {
    m_result->setText(words);
    setRole(m_result, role);
    m_result->setVisible(!words.isEmpty());
}

void StoreSettingEditor::commit() {
    const QString typed = m_line->text().trimmed();
    if (typed == m_settings.text(m_spec.key)) return;
    if (typed.isEmpty()) {
        m_settings.set(m_spec.key, typed);
        return say({}, "");
    }
    const auto address = casebook::StoreAddress::parse(typed.toStdString());
    if (!address) return say(errorWords(address.error()), "failure");
    m_typed = typed;
    m_saved = address->isServer() ? QString::fromStdString(toUtf8(address->shown())) : typed;
    m_settings.set(m_spec.key, m_saved);
    say(m_saved == typed ? QString() : tr("The password is not saved. You are asked for it at each start, unless it stands in PostgreSQL's password file."), "warning");
}

void StoreSettingEditor::choose() {
    const QString chosen = dialogs::openFile(this, translated(m_spec.label), m_settings.text(m_spec.key), QString());
    if (chosen.isEmpty()) return;
    say({}, "");
    m_settings.set(m_spec.key, chosen);
}

void StoreSettingEditor::test() {
    commit();
    if (!m_settings.casesOnServer()) return;
    const QString now = m_settings.text(m_spec.key);
    const std::string address = (now == m_saved ? m_typed : now).toStdString();
    m_test->setEnabled(false);
    say(tr("Connecting…"), "muted");
    m_worker.run<std::size_t>(
        tr("Connecting to the case store"),
        [address](ProgressSink&, const CancelToken&) -> Result<std::size_t> {
            const auto parsed = casebook::StoreAddress::parse(address);
            if (!parsed) return fail(parsed.error());
            const auto store = casebook::CaseStore::open(*parsed);
            if (!store) return fail(store.error());
            const auto cases = (*store)->listCases();
            if (!cases) return fail(cases.error());
            return cases->size();
        },
        this,
        [this](const Result<std::size_t>& cases) {
            m_test->setEnabled(true);
            if (!cases) return say(errorWords(cases.error()), "failure");
            say(tr("Connected: %Ln case(s) are kept there.", "", static_cast<int>(*cases)), "");
        },
        JobPolicy::Disposable);
}

}  // namespace leukolens::ui

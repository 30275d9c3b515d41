#include "ui/shell/settings_dialog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QCoreApplication>
#include <QDialogButtonBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScreen>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

#include "ui/shell/dialogs.h"
#include "ui/shell/help_request.h"
#include "ui/shell/labels.h"
#include "ui/shell/store_setting_editor.h"
#include "ui/shell/theme.h"
#include "ui/shell/wheel_guard.h"

namespace leukolens::ui {
namespace {

QString translated(const char* source) {
    return QCoreApplication::translate("Settings", source);
}

QString editorName(const SettingSpec& spec) {
    return QString("setting_%1").arg(spec.name);
}

}  // namespace

SettingsDialog::SettingsDialog(AppSettings& settings, JobRunner& worker, QWidget* parent) : QDialog(parent), m_settings(settings), m_worker(worker) {
    setObjectName("settingsDialog");
    help::setPlace(this, "settings");
    setWindowTitle(tr("Settings"));
    setMinimumWidth(680);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 24, 24, Theme::kMarginPx);
    layout->setSpacing(Theme::kMarginPx);
    auto* rows = new QWidget;
    rows->setObjectName("scrollContent");
    auto* form = new QGridLayout(rows);
    form->setContentsMargins(0, 0, Theme::kMarginPx, 0);
    form->setHorizontalSpacing(24);
    form->setVerticalSpacing(0);
    form->setColumnStretch(1, 1);
    for (const SettingSpec& spec : AppSettings::table()) {
        if (spec.kind != SettingKind::Hidden) addRow(*form, spec);
    }
    form->setRowStretch(form->rowCount(), 1);
    auto* area = new QScrollArea(this);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setWidget(rows);
    layout->addWidget(area, 1);
    auto* buttons = new QDialogButtonBox(this);
    QPushButton* defaults = buttons->addButton(tr("Defaults"), QDialogButtonBox::ResetRole);
    defaults->setObjectName("settingsDefaults");
    defaults->setToolTip(tr("Set everything shown here back to how it was delivered"));
    QPushButton* close = buttons->addButton(tr("Close"), QDialogButtonBox::RejectRole);
    close->setObjectName("settingsClose");
    layout->addWidget(buttons);
    constexpr double kShareOfScreen = 0.8;
    resize(minimumWidth(), std::min(rows->sizeHint().height() + 120, static_cast<int>(screen()->availableSize().height() * kShareOfScreen)));
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(defaults, &QPushButton::clicked, this, [this] {
        for (const SettingSpec& spec : AppSettings::table()) {
            if (spec.kind != SettingKind::Hidden) m_settings.reset(spec.key);
        }
    });
}

void SettingsDialog::addRow(QGridLayout& form, const SettingSpec& spec) {
    QWidget* editor = makeEditor(spec);
    auto* label = new QLabel(translated(spec.label), this);
    label->setBuddy(editor);
    QLabel* help = makeMuted(translated(spec.help), this);
    help->setFont(Theme::font(0.9));
    help->setContentsMargins(0, 2, 0, 10);
    const int row = form.rowCount();
    form.addWidget(label, row, 0, Qt::AlignVCenter);
    form.addWidget(editor, row, 1);
    form.addWidget(help, row + 1, 1);
}

QWidget* SettingsDialog::makeEditor(const SettingSpec& spec) {
    QWidget* editor = nullptr;
    switch (spec.kind) {
        case SettingKind::Choice: editor = makeChoice(spec); break;
        case SettingKind::Text: editor = makeText(spec); break;
        case SettingKind::Lines: editor = makeLines(spec); break;
        case SettingKind::Path:
        case SettingKind::Picture:
        case SettingKind::Folder: editor = makePath(spec); break;
        case SettingKind::Store: editor = new StoreSettingEditor(m_settings, spec, editorName(spec), m_worker, this); break;
        case SettingKind::Integer: editor = makeInteger(spec); break;
        case SettingKind::Flag: editor = makeFlag(spec); break;
        case SettingKind::Hidden: return nullptr;
    }
    editor->setToolTip(translated(spec.help));
    editor->setAccessibleName(translated(spec.label));
    editor->setAccessibleDescription(translated(spec.help));
    return editor;
}

void SettingsDialog::onChange(QWidget* editor, SettingKey key, std::function<void()> refresh) {
    refresh();
    connect(&m_settings, &AppSettings::changed, editor, [key, refresh = std::move(refresh)](SettingKey changed) {
        if (changed == key) refresh();
    });
}

QWidget* SettingsDialog::makeChoice(const SettingSpec& spec) {
    auto* box = new QComboBox(this);
    box->setObjectName(editorName(spec));
    for (const auto& [value, label] : spec.choices) box->addItem(translated(label), value);
    guardFromWheel(box);
    onChange(box, spec.key, [this, box, key = spec.key] {
        const QSignalBlocker blocker(box);
        box->setCurrentIndex(box->findData(m_settings.value(key)));
    });
    connect(box, &QComboBox::currentIndexChanged, this,
            [this, box, key = spec.key] { m_settings.set(key, box->currentData()); });
    return box;
}

QWidget* SettingsDialog::makeText(const SettingSpec& spec) {
    auto* edit = new QLineEdit(this);
    edit->setObjectName(editorName(spec));
    onChange(edit, spec.key, [this, edit, key = spec.key] {
        if (edit->text() != m_settings.text(key)) edit->setText(m_settings.text(key));
    });
    connect(edit, &QLineEdit::editingFinished, this,
            [this, edit, key = spec.key] { m_settings.set(key, edit->text().trimmed()); });
    return edit;
}

QWidget* SettingsDialog::makeLines(const SettingSpec& spec) {
    constexpr int kLines = 3;
    auto* edit = new QPlainTextEdit(this);
    edit->setObjectName(editorName(spec));
    edit->setTabChangesFocus(true);
    edit->setFixedHeight(edit->fontMetrics().lineSpacing() * kLines + 2 * Theme::kSpacingPx);
    onChange(edit, spec.key, [this, edit, key = spec.key] {
        if (edit->toPlainText() != m_settings.text(key)) edit->setPlainText(m_settings.text(key));
    });
    connect(edit, &QPlainTextEdit::textChanged, this, [this, edit, key = spec.key] { m_settings.set(key, edit->toPlainText()); });
    return edit;
}

QWidget* SettingsDialog::makePath(const SettingSpec& spec) {
    auto* row = new QWidget(this);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Theme::kSpacingPx);
    auto* edit = qobject_cast<QLineEdit*>(makeText(spec));
    edit->setToolTip(translated(spec.help));
    edit->setAccessibleName(translated(spec.label));
    edit->setAccessibleDescription(translated(spec.help));
    edit->setPlaceholderText(spec.kind == SettingKind::Picture ? tr("None") : tr("Standard place"));
    layout->addWidget(edit, 1);
    row->setFocusProxy(edit);
    auto* choose = new QToolButton(row);
    choose->setObjectName(editorName(spec) + "_choose");
    choose->setIcon(Theme::icon("folder-open"));
    choose->setToolTip(tr("Choose…"));
    choose->setAccessibleName(tr("Choose…"));
    layout->addWidget(choose);
    connect(choose, &QToolButton::clicked, this, [this, &spec] {
        const QString caption = translated(spec.label);
        const QString start = m_settings.text(spec.key);
        const QString chosen = spec.kind == SettingKind::Folder ? dialogs::openFolder(this, caption, start)
                                                                : dialogs::openFile(this, caption, start, spec.kind == SettingKind::Picture ? tr("Pictures (*.png *.svg)") : QString());
        if (!chosen.isEmpty()) m_settings.set(spec.key, chosen);
    });
    return row;
}

QWidget* SettingsDialog::makeInteger(const SettingSpec& spec) {
    auto* box = new QSpinBox(this);
    box->setObjectName(editorName(spec));
    box->setRange(spec.low, spec.high);
    box->setSingleStep(8);
    guardFromWheel(box);
    onChange(box, spec.key, [this, box, key = spec.key] { box->setValue(m_settings.number(key)); });
    connect(box, &QSpinBox::valueChanged, this, [this, key = spec.key](int number) { m_settings.set(key, number); });
    return box;
}

QWidget* SettingsDialog::makeFlag(const SettingSpec& spec) {
    auto* box = new QCheckBox(this);
    box->setObjectName(editorName(spec));
    onChange(box, spec.key, [this, box, key = spec.key] { box->setChecked(m_settings.flag(key)); });
    connect(box, &QCheckBox::toggled, this, [this, key = spec.key](bool on) { m_settings.set(key, on); });
    return box;
}

}  // namespace leukolens::ui

#include "ui/shell/setting_editors.h"

#include <QCheckBox>
#include <QComboBox>
#include <QCoreApplication>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QToolButton>

#include <functional>

#include "ui/shell/dialogs.h"
#include "ui/shell/store_setting_editor.h"
#include "ui/shell/theme.h"
#include "ui/shell/wheel_guard.h"

namespace leukolens::ui {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(SettingsDialog)
};

QString editorName(const SettingSpec& spec) {
    return QString("setting_%1").arg(spec.name);
}

void describe(QWidget* editor, const SettingSpec& spec) {
    editor->setToolTip(settingText(spec.help));
    editor->setAccessibleName(settingText(spec.label));
    editor->setAccessibleDescription(settingText(spec.help));
}

/// Keeps the editor in step when the value changes elsewhere (Defaults, an import).
void onChange(AppSettings& settings, QWidget* editor, SettingKey key, std::function<void()> refresh) {
    refresh();
    QObject::connect(&settings, &AppSettings::changed, editor, [key, refresh = std::move(refresh)](SettingKey changed) {
        if (changed == key) refresh();
    });
}

QWidget* makeChoice(AppSettings& settings, const SettingSpec& spec, QWidget* parent) {
    auto* box = new QComboBox(parent);
    box->setObjectName(editorName(spec));
    for (const auto& [value, label] : spec.choices) box->addItem(settingText(label), value);
    guardFromWheel(box);
    onChange(settings, box, spec.key, [&settings, box, key = spec.key] {
        const QSignalBlocker blocker(box);
        box->setCurrentIndex(box->findData(settings.value(key)));
    });
    QObject::connect(box, &QComboBox::currentIndexChanged, box, [&settings, box, key = spec.key] { settings.set(key, box->currentData()); });
    return box;
}

QLineEdit* makeLine(AppSettings& settings, const SettingSpec& spec, QWidget* parent) {
    auto* edit = new QLineEdit(parent);
    edit->setObjectName(editorName(spec));
    onChange(settings, edit, spec.key, [&settings, edit, key = spec.key] {
        if (edit->text() != settings.text(key)) edit->setText(settings.text(key));
    });
    QObject::connect(edit, &QLineEdit::editingFinished, edit, [&settings, edit, key = spec.key] { settings.set(key, edit->text().trimmed()); });
    return edit;
}

QWidget* makeLines(AppSettings& settings, const SettingSpec& spec, QWidget* parent) {
    constexpr int kLines = 3;
    auto* edit = new QPlainTextEdit(parent);
    edit->setObjectName(editorName(spec));
    edit->setTabChangesFocus(true);
    edit->setFixedHeight(edit->fontMetrics().lineSpacing() * kLines + 2 * Theme::kSpacingPx);
    onChange(settings, edit, spec.key, [&settings, edit, key = spec.key] {
        if (edit->toPlainText() != settings.text(key)) edit->setPlainText(settings.text(key));
    });
    QObject::connect(edit, &QPlainTextEdit::textChanged, edit, [&settings, edit, key = spec.key] { settings.set(key, edit->toPlainText()); });
    return edit;
}

QWidget* makePath(AppSettings& settings, const SettingSpec& spec, QWidget* parent) {
    auto* row = new QWidget(parent);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Theme::kSpacingPx);
    QLineEdit* edit = makeLine(settings, spec, row);
    describe(edit, spec);
    edit->setPlaceholderText(spec.kind == SettingKind::Picture ? Words::tr("None") : Words::tr("Standard place"));
    layout->addWidget(edit, 1);
    row->setFocusProxy(edit);
    auto* choose = new QToolButton(row);
    choose->setObjectName(editorName(spec) + "_choose");
    choose->setIcon(Theme::icon("folder-open"));
    choose->setToolTip(Words::tr("Choose…"));
    choose->setAccessibleName(Words::tr("Choose…"));
    layout->addWidget(choose);
    QObject::connect(choose, &QToolButton::clicked, row, [row, &settings, &spec] {
        const QString caption = settingText(spec.label);
        const QString start = settings.text(spec.key);
        const QString chosen = spec.kind == SettingKind::Folder ? dialogs::openFolder(row, caption, start)
                                                                : dialogs::openFile(row, caption, start, spec.kind == SettingKind::Picture ? Words::tr("Pictures (*.png *.svg)") : QString());
        if (!chosen.isEmpty()) settings.set(spec.key, chosen);
    });
    return row;
}

QWidget* makeInteger(AppSettings& settings, const SettingSpec& spec, QWidget* parent) {
    auto* box = new QSpinBox(parent);
    box->setObjectName(editorName(spec));
    box->setRange(spec.low, spec.high);
    box->setSingleStep(spec.step);
    if (!spec.choices.empty()) box->setSpecialValueText(settingText(spec.choices.front().second));
    guardFromWheel(box);
    onChange(settings, box, spec.key, [&settings, box, key = spec.key] { box->setValue(settings.number(key)); });
    QObject::connect(box, &QSpinBox::valueChanged, box, [&settings, key = spec.key](int number) { settings.set(key, number); });
    return box;
}

QWidget* makeFlag(AppSettings& settings, const SettingSpec& spec, QWidget* parent) {
    auto* box = new QCheckBox(parent);
    box->setObjectName(editorName(spec));
    onChange(settings, box, spec.key, [&settings, box, key = spec.key] { box->setChecked(settings.flag(key)); });
    QObject::connect(box, &QCheckBox::toggled, box, [&settings, key = spec.key](bool on) { settings.set(key, on); });
    return box;
}

QWidget* makeOfKind(AppSettings& settings, const SettingSpec& spec, JobRunner& worker, QWidget* parent) {
    switch (spec.kind) {
        case SettingKind::Choice: return makeChoice(settings, spec, parent);
        case SettingKind::Text: return makeLine(settings, spec, parent);
        case SettingKind::Lines: return makeLines(settings, spec, parent);
        case SettingKind::Path:
        case SettingKind::Picture:
        case SettingKind::Folder: return makePath(settings, spec, parent);
        case SettingKind::Store: return new StoreSettingEditor(settings, spec, editorName(spec), worker, parent);
        case SettingKind::Integer: return makeInteger(settings, spec, parent);
        case SettingKind::Flag: return makeFlag(settings, spec, parent);
        case SettingKind::Hidden: break;
    }
    return nullptr;
}

}  // namespace

QString settingText(const char* source) {
    return QCoreApplication::translate("Settings", source);
}

QWidget* makeSettingEditor(AppSettings& settings, const SettingSpec& spec, JobRunner& worker, QWidget* parent) {
    QWidget* editor = makeOfKind(settings, spec, worker, parent);
    if (editor) describe(editor, spec);
    return editor;
}

}  // namespace leukolens::ui

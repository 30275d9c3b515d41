#include "ui/training/setting_editor.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLineEdit>
#include <QSpinBox>

#include <algorithm>
#include <limits>

#include "ui/shell/core_texts.h"
#include "ui/shell/dialogs.h"
#include "ui/shell/theme.h"
#include "ui/shell/wheel_guard.h"

namespace leukolens::ui {
namespace {

using Value = experiment::Setting::Value;

constexpr double kMostWhole = std::numeric_limits<int>::max();
constexpr int kDecimals = 7;

/// Shows 0.001, not 0.0010000, and nothing where the value is whole.
class PlainNumberBox final : public QDoubleSpinBox {
public:
    using QDoubleSpinBox::QDoubleSpinBox;
    QString textFromValue(double value) const override {
        QString text = QDoubleSpinBox::textFromValue(value);
        if (decimals() == 0) return text;
        while (text.endsWith('0')) text.chop(1);
        return text.endsWith(locale().decimalPoint()) ? text + '0' : text;
    }
};

void addWords(QComboBox& box, std::span<const experiment::SettingWord> words) {
    for (const experiment::SettingWord& word : words) box.addItem(coreText(word.label), QString(word.word));
}

QString nameOf(const char* key) {
    QString name(key);
    name[0] = name[0].toUpper();
    return "train" + name;
}

}  // namespace

SettingEditor::SettingEditor(const experiment::Setting& setting, QWidget* parent) : QObject(parent), m_setting(setting) {
    const Value initial = setting.get(experiment::TrainSettings{});
    if (std::holds_alternative<bool>(initial)) {
        auto* box = new QCheckBox(label(), parent);
        connect(box, &QCheckBox::toggled, this, &SettingEditor::changed);
        m_widget = box;
        m_isSwitch = true;
    } else if (!setting.words.empty()) {
        m_widget = makeChoice(parent);
    } else if (std::holds_alternative<std::int64_t>(initial)) {
        m_widget = makeWhole(parent);
    } else if (std::holds_alternative<double>(initial)) {
        m_widget = makeNumber(parent);
    } else {
        m_widget = makeText(parent);
    }
    const QString help = coreText(setting.help);
    m_widget->setObjectName(nameOf(setting.key));
    m_widget->setToolTip(help);
    m_widget->setAccessibleName(coreText(setting.label));
    m_widget->setAccessibleDescription(help);
    if (!m_isSwitch) guardFromWheel(m_widget);
}

QString SettingEditor::unit() const {
    return coreText(m_setting.unit);
}

QString SettingEditor::label() const {
    return coreText(m_setting.label);
}

QWidget* SettingEditor::makeChoice(QWidget* parent) {
    auto* box = new QComboBox(parent);
    addWords(*box, m_setting.words);
    connect(box, &QComboBox::currentIndexChanged, this, &SettingEditor::changed);
    return box;
}

QWidget* SettingEditor::makeWhole(QWidget* parent) {
    const QString suffix = m_setting.unit[0] == '\0' ? QString() : ' ' + unit();
    if (m_setting.high <= kMostWhole) {
        auto* box = new QSpinBox(parent);
        box->setRange(static_cast<int>(m_setting.low), static_cast<int>(m_setting.high));
        box->setSuffix(suffix);
        connect(box, &QSpinBox::valueChanged, this, &SettingEditor::changed);
        return box;
    }
    auto* box = new PlainNumberBox(parent);
    box->setDecimals(0);
    box->setRange(m_setting.low, m_setting.high);
    box->setSuffix(suffix);
    connect(box, &QDoubleSpinBox::valueChanged, this, &SettingEditor::changed);
    return box;
}

QWidget* SettingEditor::makeNumber(QWidget* parent) {
    auto* box = new PlainNumberBox(parent);
    box->setDecimals(kDecimals);
    box->setRange(m_setting.low, m_setting.high);
    box->setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
    if (m_setting.unit[0] != '\0') box->setSuffix(' ' + unit());
    connect(box, &QDoubleSpinBox::valueChanged, this, &SettingEditor::changed);
    return box;
}

QWidget* SettingEditor::makeText(QWidget* parent) {
    auto* edit = new QLineEdit(parent);
    connect(edit, &QLineEdit::textChanged, this, &SettingEditor::changed);
    if (std::string_view(m_setting.key).ends_with("File")) {
        const QAction* choose = edit->addAction(Theme::icon("folder-open"), QLineEdit::TrailingPosition);
        connect(choose, &QAction::triggered, this, [this, edit] {
            const QString file = dialogs::openFile(edit, label(), edit->text(), tr("Tables (*.csv *.tsv);;All files (*)"));
            if (!file.isEmpty()) edit->setText(file);
        });
    }
    return edit;
}

void SettingEditor::setValue(const Value& value) {
    if (auto* box = qobject_cast<QCheckBox*>(m_widget)) {
        box->setChecked(std::get<bool>(value));
    } else if (auto* choice = qobject_cast<QComboBox*>(m_widget)) {
        const QString word = QString::fromStdString(std::get<std::string>(value));
        // A word that the table does not know is shown as it is, so that nothing is changed unseen.
        if (choice->findData(word) < 0) choice->addItem(word, word);
        choice->setCurrentIndex(choice->findData(word));
    } else if (auto* whole = qobject_cast<QSpinBox*>(m_widget)) {
        whole->setValue(static_cast<int>(std::clamp<std::int64_t>(std::get<std::int64_t>(value), whole->minimum(), whole->maximum())));
    } else if (auto* number = qobject_cast<QDoubleSpinBox*>(m_widget)) {
        number->setValue(std::holds_alternative<double>(value) ? std::get<double>(value) : static_cast<double>(std::get<std::int64_t>(value)));
    } else if (auto* edit = qobject_cast<QLineEdit*>(m_widget)) {
        edit->setText(QString::fromStdString(std::get<std::string>(value)));
    }
}

void SettingEditor::setChoices(std::span<const experiment::SettingWord> words) {
    auto* choice = qobject_cast<QComboBox*>(m_widget);
    const QString before = choice->currentData().toString();
    {
        const QSignalBlocker silent(choice);
        choice->clear();
        addWords(*choice, words);
        choice->setCurrentIndex(std::max(0, choice->findData(before)));
    }
    if (choice->currentData().toString() != before) Q_EMIT changed();
}

Value SettingEditor::value() const {
    if (const auto* box = qobject_cast<const QCheckBox*>(m_widget)) return box->isChecked();
    if (const auto* choice = qobject_cast<const QComboBox*>(m_widget)) return choice->currentData().toString().toStdString();
    if (const auto* whole = qobject_cast<const QSpinBox*>(m_widget)) return static_cast<std::int64_t>(whole->value());
    if (const auto* number = qobject_cast<const QDoubleSpinBox*>(m_widget)) {
        if (number->decimals() == 0) return static_cast<std::int64_t>(number->value());
        return number->value();
    }
    return qobject_cast<const QLineEdit*>(m_widget)->text().trimmed().toStdString();
}

}  // namespace leukolens::ui

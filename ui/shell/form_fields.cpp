#include "ui/shell/form_fields.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/shell/dialogs.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {

QLabel* addLabelled(QVBoxLayout& column, const QString& label, QWidget* editor, const QString& help) {
    auto* words = new QLabel(label, editor->parentWidget());
    words->setProperty("role", "muted");
    words->setFont(Theme::font(0.92));
    words->setBuddy(editor);
    words->setToolTip(help);
    editor->setToolTip(help);
    editor->setAccessibleName(label);
    editor->setAccessibleDescription(help);
    auto* cell = new QVBoxLayout;
    cell->setSpacing(2);
    cell->addWidget(words);
    cell->addWidget(editor);
    column.addLayout(cell);
    return words;
}

WeightsField::WeightsField(const char* editName, const char* buttonName, const QString& filter, QWidget* parent) : QWidget(parent) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(6);
    m_edit = new QLineEdit(this);
    m_edit->setObjectName(editName);
    m_edit->setAccessibleName(tr("Pretrained weights"));
    m_edit->setPlaceholderText(tr("none: start at random"));
    m_edit->setClearButtonEnabled(true);
    row->addWidget(m_edit, 1);
    setFocusProxy(m_edit);
    auto* choose = new QToolButton(this);
    choose->setObjectName(buttonName);
    choose->setIcon(Theme::icon("folder-open"));
    choose->setToolTip(tr("Choose a file of weights…"));
    choose->setAccessibleName(tr("Choose a file of weights…"));
    row->addWidget(choose);
    connect(choose, &QToolButton::clicked, this, [this, filter] {
        const QString file = dialogs::openFile(this, tr("Pretrained weights"), m_edit->text(), filter);
        if (!file.isEmpty()) m_edit->setText(file);
    });
    connect(m_edit, &QLineEdit::textChanged, this, &WeightsField::textChanged);
}

QString WeightsField::text() const { return m_edit->text().trimmed(); }

void WeightsField::setText(const QString& file) { m_edit->setText(file); }

}  // namespace leukolens::ui

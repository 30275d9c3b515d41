#include "ui/training/run_notes.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/shell/labels.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {

RunNotes::RunNotes(QWidget* parent) : QFrame(parent) {
    setObjectName("runNotes");
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, Theme::kSpacingPx, 0, Theme::kSpacingPx);
    column->setSpacing(4);
    m_notices = new QVBoxLayout;
    m_notices->setSpacing(4);
    column->addLayout(m_notices);
    m_weights = new QPushButton(this);
    m_weights->setObjectName("weightsRecord");
    m_weights->setProperty("link", true);
    m_weights->setCheckable(true);
    m_weights->setToolTip(tr("Show which tensors were not loaded"));
    column->addWidget(m_weights, 0, Qt::AlignLeft);
    m_list = new QPlainTextEdit(this);
    m_list->setObjectName("weightsList");
    m_list->setAccessibleName(tr("Tensors that were not loaded"));
    m_list->setReadOnly(true);
    m_list->setFixedHeight(120);
    column->addWidget(m_list);
    column->addStretch(1);
    connect(m_weights, &QPushButton::toggled, this, &RunNotes::toggleList);
    clear();
}

void RunNotes::clear() {
    while (QLayoutItem* row = m_notices->takeAt(0)) {
        row->widget()->deleteLater();
        delete row;
    }
    m_weights->setChecked(false);
    m_weights->hide();
    toggleList(false);
}

int RunNotes::count() const {
    return m_notices->count() + (m_weights->isHidden() ? 0 : 1);
}

void RunNotes::addNotice(const QString& text, bool isWarning) {
    for (int i = 0; i < m_notices->count(); ++i) {
        if (m_notices->itemAt(i)->widget()->accessibleName() == text) return;
    }
    auto* line = new QWidget(this);
    line->setAccessibleName(text);
    auto* row = new QHBoxLayout(line);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(Theme::kSpacingPx);
    auto* icon = new QLabel(line);
    const QColor colour = isWarning ? Theme::warning() : Theme::accent();
    icon->setPixmap(Theme::icon(isWarning ? "warning" : "info", colour).pixmap(16, 16));
    row->addWidget(icon, 0, Qt::AlignTop);
    QLabel* words = makeText(text, line);
    words->setObjectName("runNotice");
    row->addWidget(words, 1);
    m_notices->addWidget(line);
}

void RunNotes::setWeights(const experiment::WeightsRecord& record) {
    const QLocale locale;
    const int missing = static_cast<int>(record.missing.size());
    m_weights->setText(
        tr("Pretrained weights: %1 of %2 tensors loaded, %3 not")
            .arg(locale.toString(record.loaded), locale.toString(record.loaded + missing), locale.toString(missing)));
    QStringList lines;
    for (const std::string& name : record.missing) lines << tr("started at random: %1").arg(QString::fromStdString(name));
    for (const std::string& name : record.unexpected)
        lines << tr("in the file, not used: %1").arg(QString::fromStdString(name));
    m_list->setPlainText(lines.join('\n'));
    m_weights->setEnabled(!lines.isEmpty());
    m_weights->show();
    toggleList(m_weights->isChecked());
}

void RunNotes::toggleList(bool open) {
    m_weights->setIcon(Theme::icon(open ? "chevron-down" : "chevron-right", Theme::accent()));
    m_list->setVisible(open);
}

}  // namespace leukolens::ui

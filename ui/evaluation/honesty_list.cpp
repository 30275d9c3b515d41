#include "ui/evaluation/honesty_list.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/figures/evaluation_words.h"
#include "ui/shell/help_request.h"
#include "ui/shell/labels.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {

HonestyList::HonestyList(QWidget* parent) : QFrame(parent) {
    setObjectName("honestyList");
    help::setPlace(this, "evaluate#read-the-warnings-first");
    setProperty("message", "warning");
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(12, 6, 6, 6);
    row->setSpacing(Theme::kSpacingPx);
    auto* icon = new QLabel(this);
    icon->setPixmap(Theme::icon("warning", Theme::warning()).pixmap(18, 18));
    row->addWidget(icon, 0, Qt::AlignTop);
    m_lines = new QVBoxLayout;
    m_lines->setSpacing(2);
    row->addLayout(m_lines, 1);
    m_unfold = new QToolButton(this);
    m_unfold->setObjectName("unfoldHonesty");
    m_unfold->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    row->addWidget(m_unfold, 0, Qt::AlignTop);
    connect(m_unfold, &QToolButton::clicked, this, [this] {
        m_unfolded = !m_unfolded;
        fill();
    });
    hide();
}

void HonestyList::setEvaluation(const evaluation::Evaluation& evaluation, const QStringList& more) {
    m_sentences.clear();
    for (const auto& alarm : evaluation.alarms) m_sentences << alarmWords(alarm, evaluation.classes);
    m_sentences += more;
    fill();
    setVisible(!m_sentences.isEmpty());
}

void HonestyList::fill() {
    while (QLayoutItem* item = m_lines->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    for (const QString& sentence : m_unfolded ? m_sentences : m_sentences.mid(0, 1)) m_lines->addWidget(makeText(sentence, this));
    setAccessibleName(m_sentences.join(' '));
    m_unfold->setVisible(m_sentences.size() > 1);
    m_unfold->setIcon(Theme::icon(m_unfolded ? "chevron-down" : "chevron-right"));
    m_unfold->setText(m_unfolded ? tr("Less") : tr("%L1 more").arg(m_sentences.size() - 1));
    m_unfold->setToolTip(m_unfolded ? tr("Show the first sentence only") : tr("Show everything to know about these figures"));
}

}  // namespace leukolens::ui

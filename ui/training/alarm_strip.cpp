#include "ui/training/alarm_strip.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

#include "ui/shell/help_request.h"
#include "ui/shell/labels.h"
#include "ui/shell/theme.h"
#include "ui/training/alarm_words.h"

namespace leukolens::ui {
namespace {

using experiment::Alarm;

/// Its figures may move on while the run is read again; kind and fold say which alarm it is.
bool contains(const std::vector<Alarm>& alarms, const Alarm& alarm) {
    return std::ranges::any_of(alarms, [&](const Alarm& other) { return other.kind == alarm.kind && other.fold == alarm.fold; });
}

}  // namespace

AlarmStrip::AlarmStrip(QWidget* parent) : QFrame(parent) {
    setObjectName("alarmStrip");
    help::setPlace(this, "train#understand-a-warning");
    setProperty("message", "warning");
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(12, 6, 6, 6);
    row->setSpacing(Theme::kSpacingPx);
    m_icon = new QLabel(this);
    row->addWidget(m_icon, 0, Qt::AlignTop);
    auto* words = new QVBoxLayout;
    words->setSpacing(0);
    m_sentence = makeText(QString(), this);
    m_sentence->setObjectName("alarmSentence");
    m_advice = makeText(QString(), this);
    m_advice->setObjectName("alarmAdvice");
    m_advice->setProperty("role", "muted");
    words->addWidget(m_sentence);
    words->addWidget(m_advice);
    row->addLayout(words, 1);
    m_place = new QLabel(this);
    m_place->setObjectName("alarmPlace");
    m_place->setProperty("role", "muted");
    row->addWidget(m_place, 0, Qt::AlignTop);
    m_next = addButton("nextAlarm", "chevron-right", tr("Show the next alarm"));
    QToolButton* dismissButton = addButton("dismissAlarm", "close", tr("Dismiss this alarm"));
    connect(m_next, &QToolButton::clicked, this, [this] { showAt((m_shown + 1) % m_alarms.size()); });
    connect(dismissButton, &QToolButton::clicked, this, &AlarmStrip::dismiss);
    hide();
}

QToolButton* AlarmStrip::addButton(const char* name, const char* icon, const QString& help) {
    auto* button = new QToolButton(this);
    button->setObjectName(name);
    button->setIcon(Theme::icon(icon));
    button->setIconSize({16, 16});
    button->setToolTip(help);
    button->setAccessibleName(help);
    static_cast<QHBoxLayout*>(layout())->addWidget(button, 0, Qt::AlignTop);
    return button;
}

void AlarmStrip::clear() {
    m_alarms.clear();
    m_seen.clear();
    hide();
}

std::vector<Alarm> AlarmStrip::setAlarms(const std::vector<Alarm>& alarms) {
    std::vector<Alarm> fresh;
    for (const Alarm& alarm : alarms) {
        if (!contains(m_seen, alarm)) fresh.push_back(alarm);
    }
    if (fresh.empty()) return fresh;
    m_seen.insert(m_seen.end(), fresh.begin(), fresh.end());
    m_alarms.insert(m_alarms.end(), fresh.begin(), fresh.end());
    showAt(m_alarms.size() - fresh.size());
    return fresh;
}

void AlarmStrip::showAt(std::size_t index) {
    m_shown = index;
    const Alarm& alarm = m_alarms[index];
    m_icon->setPixmap(Theme::icon("warning", Theme::warning()).pixmap(18, 18));
    m_sentence->setText(alarmSentence(alarm));
    m_advice->setText(alarmAdvice(alarm));
    setAccessibleName(alarmSentence(alarm) + ' ' + alarmAdvice(alarm));
    const bool several = m_alarms.size() > 1;
    m_place->setText(tr("%1 of %2").arg(index + 1).arg(m_alarms.size()));
    m_place->setVisible(several);
    m_next->setVisible(several);
    show();
}

void AlarmStrip::dismiss() {
    if (m_alarms.empty()) return;
    m_alarms.erase(m_alarms.begin() + static_cast<std::ptrdiff_t>(m_shown));
    if (m_alarms.empty()) {
        hide();
    } else {
        showAt(std::min(m_shown, m_alarms.size() - 1));
    }
}

}  // namespace leukolens::ui

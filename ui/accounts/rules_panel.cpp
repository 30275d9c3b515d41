#include "ui/accounts/rules_panel.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSpinBox>
#include <QVBoxLayout>

#include "ui/shell/theme.h"

namespace leukolens::ui {

RulesPanel::RulesPanel(QWidget* parent) : QWidget(parent) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(Theme::kSpacingPx);
    m_two = new QCheckBox(tr("Two people sign each case"), this);
    m_two->setObjectName("twoSignatures");
    m_two->setToolTip(tr("A case is signed once two reviewers or administrators have signed it"));
    column->addWidget(m_two, 0, Qt::AlignLeft);
    auto* row = new QHBoxLayout;
    m_minutes = new QSpinBox(this);
    m_minutes->setObjectName("lockAfterMinutes");
    m_minutes->setRange(0, casebook::kMostLockMinutes);
    m_minutes->setSpecialValueText(tr("never"));
    //: behind a number of minutes
    m_minutes->setSuffix(tr(" min"));
    m_minutes->setAccessibleName(tr("Lock the window after minutes without input"));
    m_minutes->setToolTip(tr("Without mouse or keyboard the window locks itself after this time; 0 is never"));
    m_minutes->setKeyboardTracking(false);
    auto* label = new QLabel(tr("Lock the window after"), this);
    label->setBuddy(m_minutes);
    row->addWidget(label);
    row->addWidget(m_minutes);
    row->addStretch(1);
    column->addLayout(row);
    connect(m_two, &QCheckBox::clicked, this, [this](bool on) { Q_EMIT changeRequested({on, m_rules.lockAfterMinutes}); });
    connect(m_minutes, &QSpinBox::valueChanged, this, [this](int minutes) {
        if (minutes != m_rules.lockAfterMinutes) Q_EMIT changeRequested({m_rules.twoSignatures, minutes});
    });
}

void RulesPanel::setRules(const casebook::StoreRules& rules) {
    m_rules = rules;
    m_two->setChecked(rules.twoSignatures);
    m_minutes->setValue(rules.lockAfterMinutes);
}

}  // namespace leukolens::ui

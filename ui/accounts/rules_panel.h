// The rules of a case store that has accounts.
#pragma once

#include <QWidget>

#include "core/casebook/accounts.h"

class QCheckBox;
class QSpinBox;

namespace leukolens::ui {

/// GUI thread only.
class RulesPanel : public QWidget {
    Q_OBJECT
public:
    explicit RulesPanel(QWidget* parent = nullptr);
    void setRules(const casebook::StoreRules& rules);

Q_SIGNALS:
    void changeRequested(const leukolens::casebook::StoreRules& rules);  ///< when a person has changed one

private:
    casebook::StoreRules m_rules;
    QCheckBox* m_two = nullptr;
    QSpinBox* m_minutes = nullptr;
};

}  // namespace leukolens::ui

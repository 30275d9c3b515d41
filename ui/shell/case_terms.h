// Terms of a case as people read them, in the window and on paper alike: material, state, facts, risk group. In the language that the thread speaks; numbers as the given locale writes them.
#pragma once

#include <QLocale>
#include <QString>

#include <string>

#include "core/casebook/nci_risk.h"
#include "core/casebook/patients.h"

namespace leukolens::ui {

QString materialTitle(casebook::Material material);
QString stateTitle(casebook::CaseState state);

/// A fact's value with its unit; of a day what `date` makes of it (ISO 8601).
QString factValueText(const casebook::PatientFact& fact, const QLocale& locale, QString (*date)(const std::string& iso));

QString riskTitle(const casebook::NciRisk& risk);    ///< "NCI risk group: High"
QString riskReasons(const casebook::NciRisk& risk, const QLocale& locale);  ///< whole sentences: from what, or why not
QString riskSource();

}  // namespace leukolens::ui

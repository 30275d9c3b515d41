// How patients, their sessions and what is known of them are written in the window. Terms that reports say too: ui/shell/case_terms.h.
#pragma once

#include <QColor>
#include <QIcon>
#include <QString>

#include <optional>
#include <string>

#include "core/report/case_report.h"
#include "ui/shell/case_terms.h"

namespace leukolens::ui {

QString patientTitle(const std::string& label);  ///< "Unnamed" where it is empty
QIcon stateIcon(casebook::CaseState state);
QString caseDate(const std::string& isoDate);     ///< a day, four digits of the year, in the person's locale; the text itself where it is none
QString pointsText(double difference);            ///< of two proportions: "+3.1 points"

/// Cells of the class that means blast, among those that are identified.
struct BlastShare {
    int blasts = 0, identified = 0;
    std::optional<report::Interval> share;  ///< nothing where no cell is identified
};
/// `blastClass` empty: no class means blast, and there is no share.
BlastShare blastShare(const casebook::CaseSummary& session, const std::string& blastClass);
/// Of all the sessions' classes; empty where none means blast.
std::string blastClassOf(const std::vector<casebook::PatientSummary>& patients);
QString shareText(const report::Interval& share);  ///< "31.0 % (25.0 to 37.7)"

/// A fact's value with its unit, in the person's locale.
QString factValueText(const casebook::PatientFact& fact);

QString riskReasons(const casebook::NciRisk& risk);  ///< in the person's locale

}  // namespace leukolens::ui

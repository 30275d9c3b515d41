#include "ui/cases/case_words.h"

#include <QCoreApplication>
#include <QDate>
#include <QLocale>

#include <algorithm>
#include <set>

#include "core/inference/model_card.h"
#include "ui/shell/class_words.h"
#include "ui/shell/dates.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(CaseWords)
};

}  // namespace

QString patientTitle(const std::string& label) { return label.empty() ? Words::tr("Unnamed") : QString::fromStdString(label); }

QIcon stateIcon(casebook::CaseState state) {
    switch (state) {
        case casebook::CaseState::Open: return Theme::icon("edit", Theme::mutedText());
        case casebook::CaseState::AwaitingSecond: return Theme::icon("user", Theme::warning());
        case casebook::CaseState::Signed: return Theme::icon("check-circle", Theme::success());
    }
    return {};
}

QString caseDate(const std::string& isoDate) {
    const QString text = QString::fromStdString(isoDate);
    const QDate date = QDate::fromString(text.left(10), Qt::ISODate);
    return date.isValid() ? dateText(date) : text;
}

QString pointsText(double difference) {
    const QString number = QLocale().toString(std::abs(difference) * 100, 'f', 1);
    const QString sign = number == QLocale().toString(0.0, 'f', 1) ? QString() : difference < 0 ? QStringLiteral("−") : QStringLiteral("+");
    //: difference of two percentages
    return Words::tr("%1 points").arg(sign + number);
}

BlastShare blastShare(const casebook::CaseSummary& session, const std::string& blastClass) {
    BlastShare result;
    if (blastClass.empty()) return result;
    for (const auto& count : session.counts) {
        if (count.className == casebook::kUnidentified) continue;
        result.identified += count.cells;
        if (count.className == blastClass) result.blasts += count.cells;
    }
    if (result.identified > 0) result.share = report::wilsonInterval(result.blasts, result.identified);
    return result;
}

std::string blastClassOf(const std::vector<casebook::PatientSummary>& patients) {
    std::set<std::string> classes;
    for (const auto& patient : patients)
        for (const auto& session : patient.sessions)
            for (const auto& count : session.counts)
                if (count.className != casebook::kUnidentified) classes.insert(count.className);
    return inference::guessBlastClass({classes.begin(), classes.end()});
}

QString shareText(const report::Interval& share) {
    //: a percentage and its interval
    return Words::tr("%1 (%2 to %3)").arg(percentText(share.value, 1), QLocale().toString(share.low * 100, 'f', 1), QLocale().toString(share.high * 100, 'f', 1));
}

QString factValueText(const casebook::PatientFact& fact) { return factValueText(fact, QLocale(), caseDate); }

QString riskReasons(const casebook::NciRisk& risk) { return riskReasons(risk, QLocale()); }

}  // namespace leukolens::ui

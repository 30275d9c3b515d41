// What others read in the same cells, and how far they agree with the case's own classes.
#include "ui/report/pdf_case_parts.h"
#include "ui/report/pdf_table.h"
#include "ui/report/report_text.h"

namespace leukolens::ui::pdf {
namespace {

using report::Interval;
using report::SecondReading;

QString readerOf(const SecondReading& reading, int number) {
    //: of a report without names; %1 is a number
    return reading.reader.empty() ? Words::tr("Reader %1").arg(number) : QString::fromStdString(reading.reader).simplified();
}

/// The interval under the value.
QString agreementText(const std::optional<Interval>& agreement) { return agreement ? percent(agreement->value) + QChar(QChar::LineSeparator) + percentRange(agreement->low, agreement->high) : QStringLiteral("–"); }

QString kappaText(const std::optional<Interval>& kappa) {
    if (!kappa) return QStringLiteral("–");
    //: ends of an interval that may be below 0
    return decimal(kappa->value, 2) + QChar(QChar::LineSeparator) + Words::tr("%1 to %2").arg(decimal(kappa->low, 2), decimal(kappa->high, 2));
}

}  // namespace

void addReadings(Document& document, const report::CaseReport& report) {
    if (report.readings.empty()) return;
    addHeading(document, Words::tr("Second readings"), Words::tr("finished ones, with 95 % CI; they change no class above"), 26);
    std::vector<TableRow> rows;
    for (int number = 1; const SecondReading& reading : report.readings)
        rows.push_back({{readerOf(reading, number++), shownTime(reading.finished), QString::number(reading.decided), QString::number(reading.compared), agreementText(reading.agreement), kappaText(reading.kappa)}, false});
    addTable(document, kLeft,
             {{Words::tr("Reader"), 42, Qt::AlignLeft}, {Words::tr("Finished"), 28, Qt::AlignLeft}, {Words::tr("Decided"), 22.5}, {Words::tr("Compared"), 24}, {Words::tr("Agreement"), 33.5}, {Words::tr("Cohen's κ"), 24}},
             rows);
    document.paragraph(Words::tr("Compared are cells that both have decided and neither has excluded: the share with the same class (Wilson), and Cohen's κ, which takes off what chance alone would agree on."), kSmallPrint);
    document.y += 4;
}

}  // namespace leukolens::ui::pdf

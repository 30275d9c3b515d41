#include "ui/report/report_text.h"

#include <QDateTime>

#include <cstdlib>

#include "core/casebook/deidentify.h"
#include "core/report/case_report.h"
#include "ui/report/report_language.h"

namespace leukolens::ui::pdf {

QString decimal(double value, int digits) {
    return ReportLanguage::locale().toString(value, 'f', digits);
}

QString percent(double share) {
    //: %1 is a number
    return Words::tr("%1 %").arg(decimal(share * 100, 1));
}

QString probability(double value) {
    if (value > 0.999) return QStringLiteral(">") + percent(0.999);
    if (value < 0.001) return QStringLiteral("<") + percent(0.001);
    return percent(value);
}

QString percentRange(double low, double high) {
    //: a range such as 56.2–68.4 %
    return Words::tr("%1–%2 %").arg(decimal(low * 100, 1), decimal(high * 100, 1));
}

QString shortHash(const std::string& sha256) {
    return QString::fromStdString(sha256.substr(0, 12));
}

QString askedWords(const casebook::Asked& asked) {
    QStringList words;
    if (asked.views > 1) words << Words::tr("each picture in %1 views").arg(asked.views);
    const std::size_t others = asked.otherModels.size();
    if (others > 0) words << (others == 1 ? Words::tr("with another model") : Words::tr("with %1 other models").arg(others));
    return words.join(QStringLiteral(", "));
}

QString shownTime(const std::string& iso) {
    if (casebook::numberOfDay(iso)) return shownDate(iso);
    const QDateTime time = QDateTime::fromString(QString::fromStdString(iso), Qt::ISODate);
    if (!time.isValid() || time.timeSpec() == Qt::LocalTime) return QString::fromStdString(iso);
    const int minutes = time.offsetFromUtc() / 60;
    const QString offset = QStringLiteral("%1%2:%3").arg(QLatin1Char(minutes < 0 ? '-' : '+')).arg(std::abs(minutes) / 60, 2, 10, QLatin1Char('0')).arg(std::abs(minutes) % 60, 2, 10, QLatin1Char('0'));
    //: a date, a time of day and its offset from UTC, such as +02:00; the last space is a no-break space
    return Words::tr("%1, %2\u00a0%3").arg(shownDate(iso), time.toString(QStringLiteral("HH:mm")), offset);
}

QString shownDate(const std::string& iso) {
    //: days since the start of treatment, in place of a date
    if (const auto day = casebook::numberOfDay(iso)) return Words::tr("day %1").arg(*day);
    const QDate date = QDate::fromString(QString::fromStdString(iso.substr(0, 10)), Qt::ISODate);
    if (!date.isValid()) return QString::fromStdString(iso);
    //: how a date is written, in Qt's letters: d day, MMM short name of the month, yyyy year
    return ReportLanguage::locale().toString(date, Words::tr("d MMM yyyy"));
}

QString languageCode() {
    //: the code of the language that these texts are translated into (ISO 639-1): de for German
    return Words::tr("en");
}

QString researchUseNotice() {
    static const char* const kKnown = QT_TRANSLATE_NOOP("Core", "For research use only. Not for diagnosis.");
    static_cast<void>(kKnown);
    return QCoreApplication::translate("Core", report::kResearchUseNotice);
}

}  // namespace leukolens::ui::pdf

#include "ui/report/report_text.h"

#include <QLocale>

#include "core/report/case_report.h"

namespace leukolens::ui::pdf {

QString decimal(double value, int digits) {
    return QLocale().toString(value, 'f', digits);
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
    return QString::fromStdString(iso).left(16).replace(QLatin1Char('T'), QLatin1Char(' '));
}

QString researchUseNotice() {
    static const char* const kKnown = QT_TRANSLATE_NOOP("Core", "For research use only. Not for diagnosis.");
    static_cast<void>(kKnown);
    return QCoreApplication::translate("Core", report::kResearchUseNotice);
}

}  // namespace leukolens::ui::pdf

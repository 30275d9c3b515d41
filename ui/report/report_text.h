// Private to this folder: words and numbers as they stand on paper, in the language and locale that the report speaks (ReportLanguage).
#pragma once

#include <QCoreApplication>
#include <QString>

#include <string>
#include <vector>

#include "core/casebook/case_types.h"

namespace leukolens::ui::pdf {

/// Carries the translation context of all reports.
class Words {
    Q_DECLARE_TR_FUNCTIONS(Report)
};

/// "62.5 %"; the sign is part of the sentence, so the space is an ordinary one.
QString percent(double share);
/// Of a probability: as percent(), but never rounded up to certainty (">99.9 %", "<0.1 %").
QString probability(double value);
/// "56.2–68.4 %"
QString percentRange(double low, double high);
QString decimal(double value, int digits);

/// First twelve digits of a SHA-256, enough to tell files apart by eye.
QString shortHash(const std::string& sha256);

/// "each picture in 8 views", "with 2 other models"; empty where one model looked once.
QString askedWords(const casebook::Asked& asked);

/// "31 May 2024, 09:07 +02:00" of an ISO 8601 time with offset, as the clock on the wall showed it; "day 12" in words; a text that is neither as it stands.
QString shownTime(const std::string& iso);
/// "31 May 2024", of a date too; otherwise as shownTime().
QString shownDate(const std::string& iso);

/// Of the language that is spoken: "en", "de", "id".
QString languageCode();

QString researchUseNotice();

}  // namespace leukolens::ui::pdf

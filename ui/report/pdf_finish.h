// Private to this folder: what QPdfWriter wrote, made into a file that says what it is and is the same whenever it is made of the same.
#pragma once

#include <QByteArray>
#include <QString>

#include <string>

#include "core/base/result.h"

namespace leukolens::ui::pdf {

/// What a PDF says of itself, in its Info and in its XMP.
struct PdfFacts {
    QString title;
    QString author;    ///< empty: the program
    QString language;  ///< BCP 47
    std::string made;  ///< ISO 8601 with offset, or a year alone
};

/// QPdfWriter writes the time of day, random identifiers, and fonts in the order of a hash that is seeded anew in each process: all this is replaced here. InvalidArgument where `made` is no time. Thread-safe.
Result<QByteArray> finishPdf(const QByteArray& written, const PdfFacts& facts);

}  // namespace leukolens::ui::pdf

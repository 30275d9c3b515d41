#include "ui/shell/core_texts.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include "core/report/case_report.h"
#include "ui/shell/core_patterns.h"

namespace leukolens::ui {
namespace {

struct CoreTexts {
    Q_DECLARE_TR_FUNCTIONS(CoreTexts)
};

/// Source text in context "CoreTexts".
const char* sentenceOf(ErrorCode code) {
    switch (code) {
        case ErrorCode::Cancelled: return QT_TRANSLATE_NOOP("CoreTexts", "It was stopped.");
        case ErrorCode::InvalidArgument: return QT_TRANSLATE_NOOP("CoreTexts", "A setting is outside its range.");
        case ErrorCode::NotFound: return QT_TRANSLATE_NOOP("CoreTexts", "It does not exist.");
        case ErrorCode::NoPermission: return QT_TRANSLATE_NOOP("CoreTexts", "Permission is missing.");
        case ErrorCode::DiskFull: return QT_TRANSLATE_NOOP("CoreTexts", "The disk is full.");
        case ErrorCode::ReadFailed: return QT_TRANSLATE_NOOP("CoreTexts", "It could not be read.");
        case ErrorCode::WriteFailed: return QT_TRANSLATE_NOOP("CoreTexts", "It could not be written.");
        case ErrorCode::AlreadyExists:
            return QT_TRANSLATE_NOOP("CoreTexts", "Something is there already and is not overwritten.");
        case ErrorCode::NotAFile: return QT_TRANSLATE_NOOP("CoreTexts", "It is not of the expected kind (file or folder).");
        case ErrorCode::TooLarge: return QT_TRANSLATE_NOOP("CoreTexts", "It is too large.");
        case ErrorCode::NotAnImage: return QT_TRANSLATE_NOOP("CoreTexts", "It is not an image that can be read here.");
        case ErrorCode::DamagedImage: return QT_TRANSLATE_NOOP("CoreTexts", "The image is damaged.");
        case ErrorCode::EmptyDataset: return QT_TRANSLATE_NOOP("CoreTexts", "No usable image was found.");
        case ErrorCode::Zipped: return QT_TRANSLATE_NOOP("CoreTexts", "Images are still packed in an archive.");
        case ErrorCode::OneClassOnly: return QT_TRANSLATE_NOOP("CoreTexts", "There is only one class.");
        case ErrorCode::TooFewSubjects:
            return QT_TRANSLATE_NOOP("CoreTexts", "There are too few patients for this many folds.");
        case ErrorCode::NoSubjects: return QT_TRANSLATE_NOOP("CoreTexts", "It is not known which cell is of which patient.");
        case ErrorCode::NotAModel: return QT_TRANSLATE_NOOP("CoreTexts", "It is not a model that can be read here.");
        case ErrorCode::DamagedModel: return QT_TRANSLATE_NOOP("CoreTexts", "The model is damaged.");
        case ErrorCode::WeightsMismatch: return QT_TRANSLATE_NOOP("CoreTexts", "The weights do not fit the network.");
        case ErrorCode::NoDevice: return QT_TRANSLATE_NOOP("CoreTexts", "The chosen device is not there.");
        case ErrorCode::OutOfMemory: return QT_TRANSLATE_NOOP("CoreTexts", "Memory ran out.");
        case ErrorCode::StoreFailed: return QT_TRANSLATE_NOOP("CoreTexts", "The case file refused.");
        case ErrorCode::CaseSigned: return QT_TRANSLATE_NOOP("CoreTexts", "The case is signed.");
        case ErrorCode::WrongState: return QT_TRANSLATE_NOOP("CoreTexts", "It cannot be done as things stand.");
        case ErrorCode::Conflict: return QT_TRANSLATE_NOOP("CoreTexts", "Somebody else has changed it meanwhile.");
        case ErrorCode::NotAllowed: return QT_TRANSLATE_NOOP("CoreTexts", "This person may not do that.");
        case ErrorCode::Diverged:
            return QT_TRANSLATE_NOOP("CoreTexts", "Training went astray: the loss is no longer a number.");
        case ErrorCode::DataChanged: return QT_TRANSLATE_NOOP("CoreTexts", "The cells have changed since this run began.");
        case ErrorCode::LeakingSplit: return QT_TRANSLATE_NOOP("CoreTexts", "The split tests on what it learns from.");
        case ErrorCode::Internal: return QT_TRANSLATE_NOOP("CoreTexts", "An unexpected fault of the program.");
    }
    return "";
}

bool isTranslated(const char* source) {
    return CoreTexts::tr(source) != QLatin1String(source);
}

QString capitalised(QString text) {
    if (!text.isEmpty()) text[0] = text[0].toUpper();
    return text;
}

}  // namespace

QString coreText(const std::string& text) {
    if (text.empty()) return {};
    const QString source = QString::fromStdString(text);
    const QString known = QCoreApplication::translate("Core", text.c_str());
    if (known != source) return known;
    // Its numbers taken out, it may be a pattern of the catalogue.
    static const QRegularExpression number("\\d+");
    QString pattern;
    QStringList numbers;
    qsizetype from = 0;
    for (auto found = number.globalMatch(source); found.hasNext();) {
        const QRegularExpressionMatch match = found.next();
        numbers << match.captured();
        pattern += source.mid(from, match.capturedStart() - from) + '%' + QString::number(numbers.size());
        from = match.capturedEnd();
    }
    pattern += source.mid(from);
    if (!numbers.isEmpty() && numbers.size() <= 9) {
        QString words = QCoreApplication::translate("Core", pattern.toUtf8().constData());
        if (words != pattern) {
            for (const QString& value : numbers) words = words.arg(value);
            return words;
        }
    }
    if (const auto words = translatedByPattern(source)) return *words;
    // What a server said stands in brackets behind what it means, in the server's own words.
    if (const auto bracket = source.indexOf(" ("); bracket > 0 && source.endsWith(')')) {
        const QString before = source.left(bracket), meaning = QCoreApplication::translate("Core", before.toUtf8().constData());
        if (meaning != before) return meaning + source.mid(bracket);
    }
    return source;
}

QString coreSentences(const std::string& text) {
    static const QRegularExpression kBetween("(?<=\\.) (?=[A-Z])");
    QStringList sentences;
    for (const QString& sentence : QString::fromStdString(text).split(kBetween)) {
        const QString known = coreText(sentence.toStdString());
        // What was wrong has no full stop until an advice follows it.
        const bool stopped = known == sentence && sentence.endsWith('.');
        sentences << (stopped ? coreText(sentence.chopped(1).toStdString()) + '.' : known);
    }
    return sentences.join(' ');
}

QString translateStage(const std::string& stage) {
    return coreText(stage);
}

QString errorSentence(ErrorCode code) {
    return CoreTexts::tr(sentenceOf(code));
}

QString errorDetail(const Error& error) {
    const QString source = QString::fromStdString(error.what);
    const QString known = coreSentences(error.what);  // of a file that was passed over its advice too
    if (source.isEmpty()) return errorSentence(error.code);
    if (known != source || !isTranslated(sentenceOf(error.code))) return capitalised(known);
    return CoreTexts::tr("%1 (%2)").arg(errorSentence(error.code), source);
}

QString errorAdvice(const Error& error) {
    return coreText(error.advice);
}

QString errorWords(const Error& error) {
    const QString detail = errorDetail(error) + '.', advice = errorAdvice(error);
    return advice.isEmpty() ? detail : detail + ' ' + advice;
}

QString problemKind(const std::string& code) {
    if (code == "duplicate") return CoreTexts::tr("Duplicate");
    if (code == "dropped_duplicate") return CoreTexts::tr("Left out as a duplicate");
    if (code == "same_patient") return CoreTexts::tr("Called one patient");
    if (code == "same_patient_unknown") return CoreTexts::tr("One patient, but unknown");
    if (code == "conflicting_label") return CoreTexts::tr("Contradicting labels");
    if (code == "subject_in_two_classes") return CoreTexts::tr("Patient in two classes");
    if (code == "unreadable_folder") return CoreTexts::tr("Folder cannot be read");
    if (code == "unknown_file_name") return CoreTexts::tr("Unknown file name");
    if (code == "unlabelled") return CoreTexts::tr("No class known");
    if (code == "empty_class") return CoreTexts::tr("Empty class");
    if (code == "shared_with_training") return CoreTexts::tr("Test cell among training cells");
    if (code == "unreadable_labels") return CoreTexts::tr("Table of labels is unusable");
    if (code == "zipped") return CoreTexts::tr("Packed: to be unpacked");
    if (code == "format_not_read") return CoreTexts::tr("Format is not read here");
    if (code == "merged_parts") return CoreTexts::tr("Parts read as one set");
    if (code == "broken_link") return CoreTexts::tr("Link leads nowhere");
    if (code == "name_not_utf8") return CoreTexts::tr("File name is no text");
    if (code == "no_subject") return CoreTexts::tr("No patient known");
    if (code == "similar_classes") return CoreTexts::tr("Classes with nearly one name");
    if (code == "similar_subjects") return CoreTexts::tr("Patients with nearly one name");
    if (code == "missing_file") return CoreTexts::tr("File is missing");
    if (code == "damaged_line") return CoreTexts::tr("Damaged line");
    if (code == "duplicate_row") return CoreTexts::tr("Listed twice");
    if (code == "contradicting_rows") return CoreTexts::tr("Contradicting rows");
    if (code == "outside_folder") return CoreTexts::tr("Outside the table's folder");
    if (code == "personal_data") return CoreTexts::tr("Names a person: not kept");
    if (code == "implausible_fact") return CoreTexts::tr("Implausible fact");
    if (code == "contradicting_facts") return CoreTexts::tr("Contradicting facts");
    if (code == "unknown_unit") return CoreTexts::tr("Unknown unit");
    if (code == "unclear_column") return CoreTexts::tr("Unclear column");
    if (code == "column_not_kept") return CoreTexts::tr("Column was not kept");
    if (code == "unknown_subject") return CoreTexts::tr("Unknown patient");
    if (code == "index_not_kept") return CoreTexts::tr("Reading was not remembered");
    for (int number = 0; number <= static_cast<int>(ErrorCode::Internal); ++number) {
        const auto kind = static_cast<ErrorCode>(number);
        if (toString(kind) == code) return errorSentence(kind);
    }
    return QString::fromStdString(code);
}

QString researchUseNotice() {
    return coreText(report::kResearchUseNotice);
}

QString durationText(qint64 ms) {
    const qint64 seconds = (ms + 500) / 1000;
    if (seconds < 60) return CoreTexts::tr("%1 s").arg(seconds);
    if (seconds < 600) return CoreTexts::tr("%1 min %2 s").arg(seconds / 60).arg(seconds % 60);
    if (seconds < 3600) return CoreTexts::tr("%1 min").arg((seconds + 30) / 60);
    return CoreTexts::tr("%1 h %2 min").arg(seconds / 3600).arg(seconds % 3600 / 60);
}

}  // namespace leukolens::ui

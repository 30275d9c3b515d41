// Takes names and places out of text that is to leave the laboratory. Where it cannot tell what ends a path or a name, it takes more rather than less.
#pragma once

#include <QHash>
#include <QString>

#include <vector>

namespace leukolens::ui {

/// Paths become "FILE-3.bmp" (the same one each time, with no more than a known extension of it), what stands in quotation marks "TEXT-2", long hexadecimal numbers "HASH-1", addresses of computers and e-mail "ADDRESS-1", known names
/// their token. Any thread, one at a time.
class Redactor {
public:
    /// The whole name and each of its words, whatever their case. token: what stands in its place. Left as they are: numbers of fewer than three digits, and single letters.
    void addName(const QString& name, const QString& token);

    /// Line by line. Time and level at the beginning of a line of the program's log stay.
    QString redacted(const QString& text);
    /// Only the names, in text that holds nothing else to take out.
    QString withoutKnownNames(const QString& text) const { return withoutNames(text.normalized(QString::NormalizationForm_C)); }

private:
    struct Label {
        QString text, token;
    };
    QString redactedLine(const QString& line);
    QString withoutQuoted(const QString& line);
    QString withoutPaths(const QString& line);
    QString withoutFileNames(const QString& line);
    QString withoutNumbers(const QString& line);
    QString withoutNames(const QString& line) const;
    QString fileToken(const QString& path);
    QString token(const char* kind, const QString& what);

    QHash<QString, std::vector<Label>> m_labels;  // by first word in small letters; the longest first
    QHash<QString, QString> m_words;              // in small letters
    QHash<QString, QHash<QString, int>> m_numbers;
};

/// Of a line of the program's log what holds no words: time, level, and the codes of errors.
QString withoutWords(const QString& log);

}  // namespace leukolens::ui

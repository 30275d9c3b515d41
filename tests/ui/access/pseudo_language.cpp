#include "tests/ui/access/pseudo_language.h"

#include <QRegularExpression>

#include <algorithm>
#include <stdexcept>
#include <string_view>

#include "tests/ui/access/every_window.h"

namespace leukolens::test {
namespace {

constexpr double kLonger = 0.4;

QChar accented(QChar letter) {
    static const QString kPlain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    static const QString kAccented = QString::fromUtf8("àƀçđéƒğħíĵķłɱñóþɋřšŧúṽŵẋýžÀƁÇĐÉƑĞĦÍĴĶŁṀÑÓÞɊŘŠŦÚṼŴẊÝŽ");
    const auto at = kPlain.indexOf(letter);
    return at < 0 ? letter : kAccented[at];
}

/// Placeholders, tags, entities, and files that a filter of a file dialog names.
const QRegularExpression& kept() {
    static const QRegularExpression kKept(R"(%L?(?:\d{1,2}|n)|</?(?:a|b|br|code|i|li|ol|p|span|sub|sup|table|td|th|tr|ul)( [^<>]*)?>|&[a-z]+;|\*\.\w+)");
    return kKept;
}

}  // namespace

QString pseudo(const QString& english) {
    QString out;
    qsizetype from = 0;
    const auto append = [&](qsizetype to) {
        for (; from < to; ++from) out += accented(english[from]);
    };
    auto matches = kept().globalMatch(english);
    while (matches.hasNext()) {
        const auto match = matches.next();
        append(match.capturedStart());
        out += match.captured();
        from = match.capturedEnd();
    }
    append(english.size());
    // In pieces, so that it wraps where words would.
    QString longer;
    for (int i = 0; i < std::max(1, static_cast<int>(kLonger * static_cast<double>(english.size())) - 2); ++i) longer += i % 8 == 7 ? ' ' : '~';
    return QString::fromUtf8("⟦") + out + longer.trimmed() + QString::fromUtf8("⟧");
}

PseudoLanguage::PseudoLanguage() {
    static const QRegularExpression kListed(R"re(QT_TRANSLATE_NOOP\(\s*"Core",\s*((?:"(?:[^"\\]|\\.)*"\s*)+)\))re"), kPiece(R"re("((?:[^"\\]|\\.)*)")re");
    for (const auto& [file, text] : sourcesOf("ui", ".cpp")) {
        auto listed = kListed.globalMatch(QString::fromStdString(text));
        while (listed.hasNext()) {
            QString sentence;
            auto pieces = kPiece.globalMatch(listed.next().captured(1));
            while (pieces.hasNext()) sentence += pieces.next().captured(1);
            m_ofCore.insert(sentence.replace("\\\"", "\""));
        }
    }
    if (m_ofCore.size() < 100) throw std::runtime_error("the list of core's sentences is not where it was");
}

QString PseudoLanguage::translate(const char* context, const char* source, const char*, int) const {
    if (!source || !*source) return {};
    // Names of keys are how keys are parsed, too.
    if (std::string_view(context) == "QShortcut") return {};
    if (std::string_view(context) == "Core" && !m_ofCore.contains(QString::fromUtf8(source))) return {};
    return pseudo(QString::fromUtf8(source));
}

QStringList untranslatedWords(const QString& shown) {
    static const QRegularExpression kPath(R"(\S*[/\\]\S*|\S+\.[A-Za-z]\w{1,10}\b)"), kChecksum("[0-9a-f]{12,}"), kDate(R"(\b\d{1,2} [A-Z][a-z]{2} \d{4}\b)"), kCode(R"(\w+_\w+(\+\w+)?)"), kWord(R"([A-Za-z]{3,})");
    // Names of programs, formats, networks and keys; classes and people of the drawn data; months and days, which are the system's.
    static const QSet<QString> kData = {"Leukolens", "InceptionV", "LeukNet", "AlexNet", "alexnet", "leuknet", "MobileNetV", "Small", "EfficientNet", "VGG", "ECA", "ETV", "RUNX", "ABL", "BCR", "KMT", "iAMP", "rearranged", "high", "hyperdiploidy", "hypodiploidy", "tiny", "PNG", "SVG", "PDF", "CSV", "JSON", "JPEG", "FHIR", "CPU", "GPU", "CUDA", "NVIDIA",
                                        "PostgreSQL", "Qt", "LibTorch", "English", "Deutsch", "Bahasa", "Indonesia", "Ctrl", "Shift", "Alt", "Del", "Esc", "Home", "End", "Space", "Return", "Enter", "Tab", "PgUp", "PgDown", "Ins", "Backspace", "Left", "Right"};
    QString rest = shown;
    for (const char* typed : {"seen at the microscope", "Dr. Example"}) rest.remove(QLatin1String(typed));  // by the people of the drawn case
    for (const QRegularExpression* data : {&kPath, &kChecksum, &kDate, &kCode}) rest.remove(*data);
    QStringList words;
    auto matches = kWord.globalMatch(rest);
    while (matches.hasNext())
        if (const QString word = matches.next().captured(); !kData.contains(word)) words << word;
    return words;
}

}  // namespace leukolens::test

// Whether the catalogue of translations knows what core says was wrong and what to do about it: read off the sources of core.
#include <gtest/gtest.h>

#include <QCoreApplication>
#include <QTranslator>

#include <cctype>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "ui/shell/core_texts.h"

namespace leukolens::ui {
namespace {

/// The end of the literal that begins at `from`, behind its closing quote.
std::size_t endOfLiteral(const std::string& text, std::size_t from) {
    const char quote = text[from];
    for (std::size_t i = from + 1; i < text.size(); ++i) {
        if (text[i] == '\\') ++i;
        else if (text[i] == quote) return i + 1;
    }
    return text.size();
}

/// Cut where `separator` stands outside of brackets and literals, from `from` to the bracket that closes what is open there.
std::vector<std::string> cut(const std::string& text, std::size_t from, char separator) {
    std::vector<std::string> parts(1);
    int depth = 0;
    for (std::size_t i = from; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '"' || c == '\'') {
            const std::size_t end = endOfLiteral(text, i);
            parts.back() += text.substr(i, end - i);
            i = end - 1;
            continue;
        }
        if (c == '(' || c == '[' || c == '{') ++depth;
        if ((c == ')' || c == ']' || c == '}') && --depth < 0) break;
        if (c == separator && depth == 0) parts.emplace_back();
        else parts.back() += c;
    }
    return parts;
}

/// What is between the quotes of one literal or several in a row, a std::string of them too; nothing where the part is more than that.
std::optional<std::string> literal(std::string part) {
    static const std::regex kString(R"(^\s*std::string\(([^]*)\)\s*$)");
    if (std::smatch inner; std::regex_match(part, inner, kString)) part = inner[1].str();
    std::string text;
    bool any = false;
    for (std::size_t i = 0; i < part.size(); ++i) {
        if (std::isspace(static_cast<unsigned char>(part[i]))) continue;
        if (part[i] != '"') return std::nullopt;
        const std::size_t end = endOfLiteral(part, i);
        for (std::size_t k = i + 1; k + 1 < end; ++k) {
            if (part[k] == '\\') ++k;
            text += part[k];
        }
        any = true;
        i = end - 1;
    }
    return any ? std::optional(text) : std::nullopt;
}

/// The text that an expression gives where all that it does not say itself is 7; nothing where it says nothing itself.
std::optional<std::string> sample(const std::string& expression) {
    std::string text;
    bool saysSomething = false;
    for (const std::string& part : cut(expression, 0, '+')) {
        const auto words = literal(part);
        saysSomething = saysSomething || words;
        text += words.value_or("7");
    }
    return saysSomething && text.find(' ') != std::string::npos ? std::optional(text) : std::nullopt;
}

std::string withoutComments(const std::string& source) {
    std::string text;
    std::istringstream lines(source);
    for (std::string line; std::getline(lines, line);) {
        for (std::size_t i = 0; i < line.size(); ++i) {
            if (line.compare(i, 2, "//") == 0) break;
            const bool isNumber = line[i] == '\'' && i > 0 && std::isdigit(static_cast<unsigned char>(line[i - 1]));  // 10'000
            const std::size_t end = (line[i] == '"' || line[i] == '\'') && !isNumber ? endOfLiteral(line, i) : i + 1;
            if (!isNumber) text += line.substr(i, end - i);
            i = end - 1;
        }
        text += '\n';
    }
    return text;
}

/// Texts whose words stand inside an expression, and what core says by them: all, or one of each kind.
const std::map<std::string, std::vector<std::string>>& wordsInside() {
    static const std::map<std::string, std::vector<std::string>> kSaid = {
        {"7holds a zero byte, as no text does", {"line 7 holds a zero byte, as no text does"}},
        {"7holds bytes that are not UTF-8", {"line 7 holds bytes that are not UTF-8"}},
        {"7is beyond the limit of 7 records", {"line 7 is beyond the limit of 7 records"}},
        {"7is longer than the limit of 7 bytes", {"line 7 is longer than the limit of 7 bytes"}},
        {"7names the column 7 twice", {"line 7 names the column \"x\" twice"}},
        {"7opens a quote that is never closed", {"line 7 opens a quote that is never closed"}},
        {"7names 7 columns, more than the limit of 7", {"line 7 names 9 columns, more than the limit of 8"}},
        {"the connection to the server was lost, and 7 taken the case since",
         {"the connection to the server was lost, and somebody else has taken the case since", "the connection to the server was lost, and Ana has taken the case since"}},
        {"is no list of corrections7", {"is no list of corrections", "is no list of corrections (entry 7)"}},
        {"7 was changed meanwhile7", {"case 5 was changed meanwhile", "this fact was changed meanwhile by Ana at 2026-11-28T10:00:00Z"}},
        {"the server does not let this user do that7", {"the server does not let this user do that (permission denied)"}},
        {"the server ended the connection7", {"the server ended the connection (terminating)"}},
        {"the server's tables are damaged7", {"the server's tables are damaged (invalid page)"}},
        {"the server refused7", {"the server refused (no such thing)"}},
        {"this processor does not compute with 7", {"this processor does not compute with 8-bit numbers", "this processor does not compute with bf16"}},
        {"the split tests on what it learns from: 7 lie in two parts, in 7 of 7 folds; for example 7 and 7 in fold 7",
         {"the split tests on what it learns from: 2 pairs of pictures that look the same lie in two parts, in 1 of 3 folds; for example a.png (train) and b.png (test) in fold 2"}},
        {"7 7", {"subject \"P1\": \"age\" is outside 0 to 120", "subject \"P1\" says nothing"}},
        {"holds usable images of fewer than two classes (7), and 7 is packed", {"holds usable images of fewer than two classes (7 of 9), and a.zip is packed"}},
        {"a fold's 7 names a cell that is not listed", {"a fold's train names a cell that is not listed"}},
        {"class 7 has 7 subjects, 7 7", {"class all has 2 subjects, 3 folds need 3", "class all has 2 subjects, a hold-out needs 3", "class all has 2 subjects, leaving one out needs 3"}},
        {"has no column that is known to say 7, only 7", {"has no column that is known to say the class, only a, b", "has no column that is known to say the path of the image, only a, b"}},
        {"its boxes cannot be written as Pascal VOC7", {"its boxes cannot be written as Pascal VOC"}},
        {"the picture could not be encoded7", {"the picture could not be encoded", "the picture could not be encoded (full)"}},
        {"is not a BMP, PNG, JPEG, TIFF or WebP image7", {"is not a BMP, PNG, JPEG, TIFF or WebP image", "is not a BMP, PNG, JPEG, TIFF or WebP image, but a GIF"}},
    };
    return kSaid;
}

struct Said {
    std::string text;
    std::string file;
};

/// What each error that core makes by naming its code says: the fault, and the advice where it has one.
std::vector<Said> allFailures() {
    static const std::string kCode = "ErrorCode::";
    std::vector<Said> all;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(LEUKOLENS_CORE)) {
        if (entry.path().extension() != ".cpp") continue;
        std::stringstream file;
        file << std::ifstream(entry.path()).rdbuf();
        const std::string source = withoutComments(file.str());
        for (std::size_t at = source.find(kCode); at != std::string::npos; at = source.find(kCode, at + 1)) {
            if (at == 0 || (source[at - 1] != '(' && source[at - 1] != '{')) continue;
            const auto arguments = cut(source, at, ',');
            for (const std::size_t place : {1u, 3u})
                if (place < arguments.size())
                    if (const auto text = sample(arguments[place])) {
                        const auto inside = wordsInside().find(*text);
                        for (const std::string& said : inside == wordsInside().end() ? std::vector{*text} : inside->second)
                            all.push_back({said, std::filesystem::relative(entry.path(), LEUKOLENS_CORE).string()});
                    }
        }
    }
    return all;
}

class CoreCatalogue : public testing::TestWithParam<const char*> {
protected:
    void SetUp() override {
        ASSERT_TRUE(m_translator.load(QString(":/i18n/leukolens_%1.qm").arg(GetParam())));
        QCoreApplication::installTranslator(&m_translator);
    }
    void TearDown() override { QCoreApplication::removeTranslator(&m_translator); }

private:
    QTranslator m_translator;
};

TEST_P(CoreCatalogue, KnowsWhatCoreSaysWasWrongAndWhatToDo) {
    const std::vector<Said> all = allFailures();
    EXPECT_GT(all.size(), 600u) << "the sources are read";
    std::set<std::string> unknown;
    for (const Said& said : all)
        if (coreText(said.text) == QString::fromStdString(said.text)) unknown.insert(said.file + ": " + said.text);
    std::string list;
    for (const std::string& one : unknown) list += one + "\n";
    EXPECT_EQ(list, "") << "list them in core_catalogue_errors.cpp, those with names or numbers in core_catalogue_patterns.cpp";
}

TEST_P(CoreCatalogue, PutsNamesWhereThePatternHasThem) {
    const QString text = errorDetail({ErrorCode::TooFewSubjects, "class hem has 2 subjects, 5 folds need 5", "/x", ""});
    EXPECT_FALSE(text.contains("subjects")) << text.toStdString();
    for (const char* part : {"hem", "2", "5"}) EXPECT_TRUE(text.contains(part)) << part << " in " << text.toStdString();
}

TEST_P(CoreCatalogue, TranslatesAFaultThatAnAdviceFollows) {
    const std::string fault = "is not a BMP, PNG, JPEG, TIFF or WebP image, but a GIF", advice = "If it is a picture of another kind, save it as PNG or BMP.";
    EXPECT_EQ(coreSentences(fault + ". " + advice), coreText(fault) + ". " + coreText(advice));
    EXPECT_NE(coreText(fault), QString::fromStdString(fault));
    EXPECT_NE(coreText(advice), QString::fromStdString(advice));
}

TEST_P(CoreCatalogue, TranslatesWhatStandsInsideAPattern) {
    const QString text = coreText("is not a BMP, PNG, JPEG, TIFF or WebP image, but a zip archive");
    EXPECT_FALSE(text.contains("zip archive")) << text.toStdString();
    EXPECT_TRUE(coreText("line 12 has the fold 9, expected a whole number from 0 to 200").endsWith("200"));
    EXPECT_FALSE(coreText("line 12 has the fold 9, expected a whole number from 0 to 200").contains("whole")) << "a fault of a line";
}

TEST_P(CoreCatalogue, LeavesANameAsItIs) {
    ASSERT_NE(coreText("Printing"), "Printing");
    for (const char* name : {"Printing", "%2 %1"}) {
        const QString text = coreText(std::string("no network is called '") + name + "'");
        EXPECT_TRUE(text.contains(name)) << text.toStdString();
        EXPECT_FALSE(text.contains("network is called")) << text.toStdString();
    }
}

TEST_P(CoreCatalogue, LeavesAllOfATextWhereItKnowsHalf) {
    for (const char* text : {"line 4: never heard of", "damaged weights: the cat is missing", "the model card is damaged: it purrs and sleeps"}) EXPECT_EQ(coreText(text), text);
}

INSTANTIATE_TEST_SUITE_P(Languages, CoreCatalogue, testing::Values("de", "id"), [](const auto& code) { return std::string(code.param); });

}  // namespace
}  // namespace leukolens::ui

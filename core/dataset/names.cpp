#include "core/dataset/names.h"

#include <algorithm>
#include <set>

#include "core/dataset/fact_values.h"

namespace leukolens::dataset {
namespace {

using Words = std::set<std::string, std::less<>>;

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}
bool isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
}

bool allDigits(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), isDigit);
}

/// "fold1" as fold and 1.
std::vector<std::string> withNumbersApart(const std::vector<std::string>& words) {
    std::vector<std::string> parts;
    for (const std::string& word : words) {
        std::string part;
        for (const char c : word) {
            if (!part.empty() && isDigit(part.back()) != isDigit(c)) parts.push_back(std::exchange(part, {}));
            part += c;
        }
        parts.push_back(part);
    }
    return parts;
}

bool anyIn(const std::vector<std::string>& words, const Words& known) {
    return std::any_of(words.begin(), words.end(), [&](const std::string& word) { return known.contains(word); });
}

bool isYear(const std::string& text) {
    return text.size() == 4 && allDigits(text) && (text.starts_with("19") || text.starts_with("20"));
}

}  // namespace

std::string lowerCase(std::string_view text) {
    std::string lower(text);
    for (char& c : lower) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return lower;
}

std::vector<std::string> wordsOf(std::string_view text) {
    std::vector<std::string> words;
    bool inside = false;
    for (const char c : lowerCase(text)) {
        const bool belongs = isDigit(c) || isLetter(c);
        if (belongs && !inside) words.emplace_back();
        if (belongs) words.back() += c;
        inside = belongs;
    }
    return words;
}

bool isPartName(std::string_view name) {
    static const Words kParts{"train", "training", "test", "testing", "val", "valid", "validation", "eval", "evaluation", "dev", "holdout", "fold"};
    static const Words kBesides{"data", "dataset", "set", "images", "image", "img", "imgs", "split", "part", "simple"};
    const auto words = withNumbersApart(wordsOf(name));
    return anyIn(words, kParts) && std::all_of(words.begin(), words.end(), [](const std::string& word) {
               return kParts.contains(word) || kBesides.contains(word) || allDigits(word);
           });
}

bool looksLikeSubject(std::string_view name) {
    static const Words kSaysSo{"subject",    "sub",         "patient", "pat", "person", "case",    "donor",
                               "individual", "participant", "proband", "uid", "pid",    "пациент", "患者"};
    static const Words kNumbersThings{"batch", "part",  "set",   "slide", "scan",  "run", "plate", "field",   "img",           "image", "images",
                                      "day",   "week",  "month", "year",  "page",  "roi", "tile",  "session", "folder",        "type",  "subtype",
                                      "class", "grade", "stage", "level", "chunk", "box", "zoom",  "mag",     "magnification", "new",   "copy"};
    const auto words = withNumbersApart(wordsOf(name));
    if (words.empty() || isPartName(name)) return false;
    if (anyIn(words, kSaysSo)) return true;
    if (anyIn(words, kNumbersThings) || isDate(name) || (words.size() == 1 && isYear(words[0]))) return false;
    if (words.size() == 2 && (words[0] == "x" || words[1] == "x")) return false;  // 40x, x100
    if (words.size() == 1 && words[0].size() == 8 && allDigits(words[0]) && isYear(words[0].substr(0, 4))) return false;
    if (words.size() == 1 && words[0].size() == 1) return true;
    return std::any_of(words.begin(), words.end(), [](const std::string& word) { return allDigits(word); });
}

bool looksLikeClass(std::string_view name) {
    static const Words kClasses{
        "blast",       "blasts",       "lymphoblast", "lymphoblasts", "myeloblast", "myeloblasts",  "all",           "aml",       "cll",
        "cml",         "apl",          "leukemia",    "leukaemia",    "leukemic",   "cancer",       "tumor",         "tumour",    "malignant",
        "benign",      "normal",       "healthy",     "hem",          "control",    "positive",     "negative",      "pos",       "neg",
        "abnormal",    "early",        "pre",         "pro",          "lymphocyte", "lymphocytes",  "monocyte",      "monocytes", "neutrophil",
        "neutrophils", "eosinophil",   "eosinophils", "basophil",     "basophils",  "erythroblast", "erythroblasts", "platelet",  "platelets",
        "granulocyte", "granulocytes", "ig",          "artifact",     "artefact",   "smudge",       "other",         "others"};
    return anyIn(wordsOf(name), kClasses);
}

std::string comparable(std::string_view name) {
    std::string joined;
    for (const char c : lowerCase(name)) {
        const bool blank = c == ' ' || c == '_' || c == '\t';
        if (!blank) joined += c;
        if (blank && !joined.empty() && joined.back() != ' ') joined += ' ';
    }
    if (!joined.empty() && joined.back() == ' ') joined.pop_back();
    return joined;
}

}  // namespace leukolens::dataset

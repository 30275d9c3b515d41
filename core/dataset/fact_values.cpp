#include "core/dataset/fact_values.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <set>
#include <vector>

#include "core/base/csv_table.h"
#include "core/base/utf8.h"
#include "core/dataset/names.h"

namespace leukolens::dataset {
namespace {

using Words = std::set<std::string, std::less<>>;

const Words kAge{"age", "alter", "edad", "возраст", "年龄"};
const Words kSex{"sex", "gender", "geschlecht", "sexe", "sexo", "пол", "性别"};
const Words kWhiteCount{"wbc",
                        "wcc",
                        "white count",
                        "white cell count",
                        "white blood cell count",
                        "white blood cells",
                        "leukocytes",
                        "leucocytes",
                        "leukocyte count",
                        "leucocyte count",
                        "leukozyten",
                        "лейкоциты",
                        "白细胞"};
const Words kLineage{"immunophenotype", "lineage", "immuno phenotype", "phenotype", "immunophenotyp"};
const Words kGenetics{"genetics",           "genetic",        "genetik", "cytogenetics", "karyotype", "fusion", "fusion gene",
                      "molecular genetics", "genetic subtype"};
const Words kPrednisone{"prednisone response", "prednisone", "prednisone response day 8", "prednisone day 8", "steroid response", "pred response"};
const Words kMrd{"mrd",
                 "mrd end of induction",
                 "mrd eoi",
                 "mrd at end of induction",
                 "mrd day 28",
                 "mrd day 29",
                 "mrd day 33",
                 "mrd day28",
                 "mrd day29",
                 "mrd day33",
                 "mrd d28",
                 "mrd d29",
                 "mrd d33",
                 "minimal residual disease",
                 "measurable residual disease"};
const Words kPersonal{"name",
                      "names",
                      "patient name",
                      "full name",
                      "first name",
                      "firstname",
                      "last name",
                      "lastname",
                      "surname",
                      "family name",
                      "given name",
                      "forename",
                      "patientname",
                      "vorname",
                      "nachname",
                      "familienname",
                      "nom",
                      "prenom",
                      "nombre",
                      "apellido",
                      "apellidos",
                      "имя",
                      "фамилия",
                      "отчество",
                      "фио",
                      "姓名",
                      "birth",
                      "birthday",
                      "birth date",
                      "birthdate",
                      "birthdata",
                      "date of birth",
                      "dob",
                      "geburtsdatum",
                      "geburtstag",
                      "fecha de nacimiento",
                      "date de naissance",
                      "дата рождения",
                      "出生日期",
                      "生日",
                      "address",
                      "street",
                      "adresse",
                      "адрес",
                      "phone",
                      "telephone",
                      "telefon",
                      "mobile",
                      "email",
                      "e mail",
                      "mail",
                      "ssn",
                      "social security number",
                      "mrn",
                      "medical record number",
                      "insurance number",
                      "passport",
                      "снилс",
                      "身份证"};

const Words kYears{
    "",          "years", "year", "yr", "yrs", "y", "a", "jahre", "in years", "at diagnosis", "at diagnosis years", "years at diagnosis",
    "diagnosis", "at dx"};
const Words kMonths{"months", "month", "mo", "mos", "monate", "in months", "at diagnosis months", "months at diagnosis"};
const Words kDays{"days", "day", "d", "tage", "in days", "at diagnosis days", "days at diagnosis"};
const Words kGiga{"",
                  "10 9 l",
                  "10e9 l",
                  "109 l",
                  "1e9 l",
                  "x10 9 l",
                  "x109 l",
                  "x10e9 l",
                  "g l",
                  "gpt l",
                  "giga l",
                  "k ul",
                  "k mm3",
                  "10 3 ul",
                  "10e3 ul",
                  "103 ul",
                  "x10 3 ul",
                  "x103 ul",
                  "x10e3 ul",
                  "1000 ul",
                  "10 3 mm3",
                  "10e3 mm3",
                  "x10 3 mm3",
                  "x103 mm3",
                  "tsd ul",
                  "at diagnosis",
                  "at dx",
                  "10 9 per l",
                  "10e9 per l",
                  "109 per l",
                  "k per ul",
                  "10 3 per ul",
                  "10e3 per ul",
                  "1000 per ul",
                  "g per l",
                  "giga per l",
                  "10 9 at diagnosis l"};
const Words kPerMicrolitre{"ul",  "per ul",  "mm3",       "per mm3",    "cells ul",       "cells per ul",
                           "cmm", "per cmm", "cells mm3", "microliter", "per microliter", "per microlitre"};
const Words kPercent{"", "percent", "pct"};
const Words kFraction{"fraction", "ratio"};

/// The header's words, with unit signs that are no letters spelled out: "WBC (×10⁹/µL)" is "wbc x10 9 ul".
std::string spelled(std::string_view header) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 7> kSigns{
        {{"µ", "u"}, {"μ", "u"}, {"³", " 3"}, {"⁹", " 9"}, {"×", "x"}, {"%", " percent "}, {"^", " "}}};
    std::string text(header);
    for (const auto& [sign, word] : kSigns) {
        for (std::size_t at = 0; (at = text.find(sign, at)) != std::string::npos; at += word.size()) text.replace(at, sign.size(), word);
    }
    std::string joined;
    for (const std::string& word : wordsOf(text)) joined += (joined.empty() ? "" : " ") + word;
    return joined;
}

/// What follows the longest of `names` that `header` begins with, without the space between.
std::optional<std::string> unitAfter(const std::string& header, const Words& names) {
    std::optional<std::string> unit;
    std::size_t longest = 0;
    for (const std::string& name : names) {
        if (name.size() < longest || !header.starts_with(name) || (header.size() > name.size() && header[name.size()] != ' ')) continue;
        longest = name.size();
        unit = header.size() > name.size() ? header.substr(name.size() + 1) : std::string();
    }
    return unit;
}

/// A decimal comma counts where it cannot be one of thousands.
Result<double> number(std::string_view field) {
    std::string text = trimmed(field);
    if (text.starts_with("−")) text.replace(0, std::string_view("−").size(), "-");
    const std::size_t comma = text.find(',');
    if (comma != std::string::npos) {
        if (text.find_first_of(",.", comma + 1) != std::string::npos || text.find('.') < comma || text.size() - comma - 1 == 3)
            return fail(ErrorCode::InvalidArgument, "may have a comma for decimals or for thousands");
        text[comma] = '.';
    }
    double value = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (problem != std::errc{} || end != text.data() + text.size() || !std::isfinite(value))
        return fail(ErrorCode::InvalidArgument, "is not a number");
    return value;
}

std::string plain(double limit) {
    return std::to_string(static_cast<long>(limit));
}

Result<double> numberWithin(std::string_view field, double scale, double most, const std::string& unit) {
    const auto value = number(field);
    if (!value) return value;
    const double scaled = *value * scale;
    if (scaled < 0 || scaled > most) return fail(ErrorCode::InvalidArgument, "is outside 0 to " + plain(most) + " " + unit);
    return scaled;
}

Result<Sex> sexOf(const std::string& text) {
    static const Words kFemale{"f", "female", "woman", "girl", "w", "weiblich", "femme", "mujer", "ж", "женский", "女"};
    static const Words kMale{"m", "male", "man", "boy", "männlich", "homme", "hombre", "м", "мужской", "男"};
    static const Words kOther{"other", "diverse", "divers", "intersex", "x"};
    if (kFemale.contains(text)) return Sex::Female;
    if (kMale.contains(text)) return Sex::Male;
    if (kOther.contains(text)) return Sex::Other;
    return fail(ErrorCode::InvalidArgument, "is neither f, m nor other");
}

Result<Lineage> lineageOf(const std::string& text) {
    static const Words kB{"b",         "b all",     "b cell", "b lineage", "bcp",        "bcp all",  "b precursor", "pre b",           "pro b",
                          "pre b all", "pro b all", "c all",  "common",    "common all", "common b", "mature b",    "b lymphoblastic", "precursor b"};
    static const Words kT{"t",   "t all",   "t cell",     "t lineage", "pre t",           "pro t",      "early t",
                          "etp", "etp all", "cortical t", "mature t",  "t lymphoblastic", "precursor t"};
    static const Words kMyeloid{"myeloid", "aml", "m"};
    static const Words kMixed{"mixed", "mpal", "biphenotypic", "bilineal", "mixed phenotype"};
    if (kB.contains(text)) return Lineage::B;
    if (kT.contains(text)) return Lineage::T;
    if (kMyeloid.contains(text)) return Lineage::Myeloid;
    if (kMixed.contains(text)) return Lineage::Mixed;
    return fail(ErrorCode::InvalidArgument, "is neither B, T, myeloid nor mixed");
}

Result<PrednisoneResponse> responseOf(const std::string& text) {
    static const Words kGood{"good", "pgr", "good response", "good responder", "gut"};
    static const Words kPoor{"poor", "ppr", "poor response", "poor responder", "bad", "schlecht"};
    if (kGood.contains(text)) return PrednisoneResponse::Good;
    if (kPoor.contains(text)) return PrednisoneResponse::Poor;
    return fail(ErrorCode::InvalidArgument, "is neither good nor poor");
}

/// "0.02", or "<0.01": nothing found above that limit.
Result<void> setMrd(SubjectFacts& facts, double scale, std::string_view field) {
    std::string text = trimmed(field);
    const bool below = text.starts_with('<');
    if (below) text.erase(0, 1);
    const auto value = numberWithin(text, scale, 100, "%");
    if (!value) return fail(value.error());
    facts.mrdPercent = *value;
    facts.mrdBelow = below;
    return {};
}

template <class Fact, class Place>
Result<void> put(const Result<Fact>& value, Place& place) {
    if (!value) return fail(value.error());
    place = *value;
    return {};
}

}  // namespace

FactColumn factColumn(std::string_view header) {
    const std::string text = spelled(header);
    if (kPersonal.contains(text)) return {FactKind::Personal, 1, {}};
    if (kSex.contains(text)) return {FactKind::Sex, 1, {}};
    if (kLineage.contains(text)) return {FactKind::Immunophenotype, 1, {}};
    if (kGenetics.contains(text)) return {FactKind::Genetics, 1, {}};
    if (kPrednisone.contains(text)) return {FactKind::Prednisone, 1, {}};
    if (const auto unit = unitAfter(text, kAge)) {
        if (kYears.contains(*unit)) return {FactKind::Age, 1, {}};
        if (kMonths.contains(*unit)) return {FactKind::Age, 1.0 / 12, {}};
        if (kDays.contains(*unit)) return {FactKind::Age, 1 / 365.25, {}};
        return {FactKind::Other, 1, *unit};
    }
    if (const auto unit = unitAfter(text, kWhiteCount)) {
        if (kGiga.contains(*unit)) return {FactKind::WhiteCount, 1, {}};
        if (kPerMicrolitre.contains(*unit)) return {FactKind::WhiteCount, 0.001, {}};
        return {FactKind::Other, 1, *unit};
    }
    // Residual disease of another day is another fact, not a wrong unit.
    if (const auto unit = unitAfter(text, kMrd)) {
        if (kPercent.contains(*unit)) return {FactKind::Mrd, 1, {}};
        if (kFraction.contains(*unit)) return {FactKind::Mrd, 100, {}};
    }
    return {};
}

bool isMissing(std::string_view field) {
    static const Words kMissing{"",         "na", "n a",       "nan",        "null", "none", "unknown", "missing", "not known", "not available",
                                "not done", "nd", "unbekannt", "неизвестно", "不详"};
    const std::string text = trimmed(field);
    if (text == "-" || text == "–" || text == "—" || text == "?" || text == "." || text == "--") return true;
    std::string joined;
    for (const std::string& word : wordsOf(text)) joined += (joined.empty() ? "" : " ") + word;
    return text.empty() || (!joined.empty() && kMissing.contains(joined));
}

bool isDate(std::string_view field) {
    const std::string text = trimmed(field).substr(0, 11);
    std::vector<std::string> parts(1);
    char mark = 0;
    for (const char c : text) {
        if (c >= '0' && c <= '9') {
            parts.back() += c;
        } else if ((c == '-' || c == '.' || c == '/') && (mark == 0 || mark == c)) {
            mark = c;
            parts.emplace_back();
        } else if ((c == ' ' || c == 'T') && parts.size() == 3) {
            break;  // a time follows
        } else {
            return false;
        }
    }
    if (parts.size() != 3) return false;
    const bool yearFirst = parts[0].size() == 4;
    const std::string& year = yearFirst ? parts[0] : parts[2];
    const auto isShort = [](const std::string& part) { return part.size() == 1 || part.size() == 2; };
    return (year.size() == 4 || year.size() == 2) && isShort(parts[1]) && isShort(yearFirst ? parts[2] : parts[0]);
}

Result<void> setFact(SubjectFacts& facts, const FactColumn& column, std::string_view field) {
    const std::string text = spelled(field);
    switch (column.kind) {
        case FactKind::Age: return put(numberWithin(field, column.scale, kMaxAgeYears, "years"), facts.ageYears);
        case FactKind::Sex:
            if (text.find(' ') != std::string::npos) return fail(ErrorCode::InvalidArgument, "is neither f, m nor other");
            return put(sexOf(text), facts.sex);
        case FactKind::WhiteCount: return put(numberWithin(field, column.scale, kMaxWhiteCount, "×10⁹/L"), facts.whiteCount);
        case FactKind::Immunophenotype: return put(lineageOf(text), facts.immunophenotype);
        case FactKind::Prednisone: return put(responseOf(text), facts.prednisoneResponse);
        case FactKind::Mrd: return setMrd(facts, column.scale, field);
        case FactKind::Genetics:
            if (field.size() > kMaxFactBytes) return fail(ErrorCode::InvalidArgument, "is longer than " + std::to_string(kMaxFactBytes) + " bytes");
            facts.genetics = trimmed(field);
            return {};
        case FactKind::Personal:
        case FactKind::Other: break;
    }
    return fail(ErrorCode::Internal, "is no fact");
}

}  // namespace leukolens::dataset
